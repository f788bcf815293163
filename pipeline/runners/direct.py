"""A subscription on the DirectRunner: pulled in larger parts, acknowledged when worked on, and ended cleanly.

Beam's own source pulls ten messages at a time, which is too few for what each bundle costs; acknowledges them before
anything is done with them; and has no end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from apache_beam.pvalue import PBegin
from apache_beam.runners.direct.util import TransformResult
from apache_beam.transforms.window import GlobalWindows
from apache_beam.utils.timestamp import MAX_TIMESTAMP, Timestamp
from google.api_core.exceptions import DeadlineExceeded

from pipeline.runners.beam_internals import known_state, pubsub_message, pubsub_source
from transforms.crawl.stream.crawl import release, shared
from transforms.crawl.stream.stage import StreamSource

MESSAGES, BYTES = 1000, 32 << 20
"""Of a bundle, about."""
WAIT = 5.0
"""Seconds that a pull waits for messages. Nothing else is done meanwhile."""
LEASE = 600
"""Seconds, at most, after which a message that is still worked on is delivered again."""


@contextmanager
def subscribed(stream: StreamSource) -> Iterator[None]:
    """Puts this source in place of Beam's, until the stream's end; then its windows come out and the job ends.

    Keeps the crawler too, for the runner sets up and tears down every step for each bundle.
    """
    shared(stream.crawling, (), ())
    try:
        with pubsub_source(_source(stream.end)), known_state():
            yield
    finally:
        release(stream.crawling)


def _source(end: datetime | None) -> Callable[[Any], TransformResult]:
    worked_on: list[str] = []

    def finish_bundle(self: Any) -> TransformResult:
        # The runner asks for more when all that was given before has gone through the graph.
        client = self._get_subscriber_client(self._applied_ptransform)
        if worked_on:
            client.acknowledge(subscription=self._sub_name, ack_ids=worked_on)
            worked_on.clear()
        if end and datetime.now(UTC) >= end:
            return TransformResult(self, [], [], None, {None: MAX_TIMESTAMP})
        received = _pull(client, self._sub_name, worked_on)
        bundle = self._evaluation_context.create_bundle(next(iter(self._outputs)))
        times = [Timestamp.from_utc_datetime(delivery.message.publish_time) for delivery in received]
        for each, at in zip(received, times, strict=True):
            bundle.output(GlobalWindows.windowed_value(pubsub_message(each.message), at))
        more = self._evaluation_context.create_bundle(PBegin(self._applied_ptransform.transform.pipeline))
        # What waits was published after what came, mostly: a backlog's windows are not over before it is read.
        oldest = min(times, default=Timestamp.now())
        return TransformResult(self, [bundle] if received else [], [more], None, {None: oldest})

    return finish_bundle


def _pull(client: Any, subscription: str, worked_on: list[str]) -> list[Any]:
    """What is there, up to a bundle; waits for the first messages only."""
    received: list[Any] = []
    size = 0
    while len(received) < MESSAGES and size < BYTES:
        request = {"subscription": subscription, "max_messages": MESSAGES - len(received)}
        try:
            part = client.pull(request | {"return_immediately": bool(received)}, timeout=WAIT).received_messages
        except DeadlineExceeded:
            break
        if not part:
            break
        received += part
        size += sum(len(delivery.message.data) for delivery in part)
        acks = [delivery.ack_id for delivery in part]
        client.modify_ack_deadline(subscription=subscription, ack_ids=acks, ack_deadline_seconds=LEASE)
        worked_on += acks
    return received
