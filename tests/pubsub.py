"""Pub/Sub for tests: Google's emulator on a free port, in processes that end with the test, however that ends."""

import os
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import grpc  # type: ignore[import-untyped]
import pytest
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

PROJECT = "test-project"
BATCH = 500
"""Messages of a request; the service takes 1,000 and 10 MB."""
_MISSING = "needs the Pub/Sub emulator: install the Google Cloud CLI, Java, and the components beta and pubsub-emulator"
# gcloud leads a process group of its own, with the JVM in it. When the pipe to this shell closes, the group is killed.
_GUARD = """exec 3<&0
"$@" & child=$!
{ read _ <&3; kill -9 -$child || kill -9 $child; } 2>/dev/null &
wait $child"""


class Subscription:
    """A topic and its one subscription, which keeps what was acknowledged so that it can be delivered again."""

    def __init__(self, channel: grpc.Channel, name: str) -> None:
        self.topic = f"projects/{PROJECT}/topics/{name}"
        self.name = f"projects/{PROJECT}/subscriptions/{name}"
        self._publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        self._subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        self._publisher.create_topic(name=self.topic)
        self._subscriber.create_subscription(
            request={
                "name": self.name,
                "topic": self.topic,
                "ack_deadline_seconds": 10,
                "retain_acked_messages": True,
            }
        )

    def publish(self, messages: Iterable[tuple[bytes, Mapping[str, str]]]) -> list[str]:
        """Publishes data with attributes; the ids that the messages were given."""
        waiting, ids = iter(messages), list[str]()
        while batch := [{"data": data, "attributes": dict(said)} for data, said in islice(waiting, BATCH)]:
            ids += self._publisher.publish(request={"topic": self.topic, "messages": batch}).message_ids
        return ids

    def nack(self, count: int) -> int:
        """Takes up to so many messages and gives them back, as a consumer that fails: they are delivered again."""
        pulled = self._pull(count)
        self._give_back([ack for ack, _ in pulled])
        return len(pulled)

    def deliver_again(self, since: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> None:
        """Delivers all that was published since then again, acknowledged or not, each message under its id."""
        self._subscriber.seek(request={"subscription": self.name, "time": since})

    def forget_leases(self) -> None:
        """Delivers again what was pulled and not acknowledged, as when the leases of a consumer that died run out."""
        snapshot = self.name.replace("/subscriptions/", "/snapshots/")
        self._subscriber.create_snapshot(name=snapshot, subscription=self.name)
        self._subscriber.seek(request={"subscription": self.name, "snapshot": snapshot})

    def unacknowledged(self) -> list[str]:
        """The ids of the messages that wait. One that was pulled and not acknowledged waits again after 10 s."""
        taken: list[tuple[str, str]] = []
        while pulled := self._pull(BATCH):
            taken += pulled
        self._give_back([ack for ack, _ in taken])
        return [number for _, number in taken]

    def _pull(self, count: int) -> list[tuple[str, str]]:
        request = {"subscription": self.name, "max_messages": count, "return_immediately": True}
        with warnings.catch_warnings():
            # Deprecated for consumers, who should wait; a count must not.
            warnings.simplefilter("ignore", DeprecationWarning)
            received = self._subscriber.pull(request).received_messages
        return [(each.ack_id, each.message.message_id) for each in received]

    def _give_back(self, acks: list[str]) -> None:
        if acks:
            self._subscriber.modify_ack_deadline(subscription=self.name, ack_ids=acks, ack_deadline_seconds=0)


class Emulator:
    """The emulator at `host`."""

    def __init__(self, host: str, channel: grpc.Channel) -> None:
        self.host = host
        self._channel = channel

    def subscription(self, name: str) -> Subscription:
        """A new topic and subscription of a name of three characters or more."""
        return Subscription(self._channel, name)


@contextmanager
def emulator() -> Iterator[Emulator]:
    """Runs the emulator, and has PUBSUB_EMULATOR_HOST set; skips the test where it is not installed."""
    if not shutil.which("gcloud"):
        pytest.skip(_MISSING)
    host = f"127.0.0.1:{_free_port()}"
    with TemporaryDirectory(prefix="pubsub-") as folder, pytest.MonkeyPatch.context() as environment:
        log = Path(folder, "log")
        command = ["gcloud", "beta", "emulators", "pubsub", "start", f"--host-port={host}", f"--project={PROJECT}"]
        with log.open("wb") as output:
            guard = subprocess.Popen(
                ["sh", "-c", _GUARD, "sh", *command, f"--data-dir={folder}"],
                env=os.environ | {"CLOUDSDK_CONFIG": folder, "CLOUDSDK_CORE_DISABLE_PROMPTS": "1"},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            with grpc.insecure_channel(host) as channel:
                _wait(guard, channel, log)
                environment.setenv("PUBSUB_EMULATOR_HOST", host)
                yield Emulator(host, channel)
        finally:
            assert guard.stdin
            guard.stdin.close()
            guard.wait(10)


def _wait(guard: "subprocess.Popen[bytes]", channel: grpc.Channel, log: Path) -> None:
    ready = grpc.channel_ready_future(channel)
    deadline = time.monotonic() + 60
    while not ready.done():
        said = log.read_text("utf-8", "replace")
        if guard.poll() is not None:
            if "component" in said or "java" in said.lower():
                pytest.skip(_MISSING)
            raise AssertionError(f"the emulator does not start: {said}")
        assert time.monotonic() < deadline, f"the emulator does not answer: {said}"
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
