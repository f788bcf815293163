"""The emulator that tests read from, and what is checked of a subscription before a stream starts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage
from google.cloud.pubsub_v1 import SubscriberClient

from pipeline.errors import UsageError
from pipeline.runners.pubsub import check_subscription, subscription
from tests.pubsub import Emulator, emulator
from transforms.read.messages import Message, message_key, read_message

P = "projects/test-project"


@pytest.fixture(scope="module")
def pubsub() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


def test_a_subscription_is_named_as_the_service_names_it() -> None:
    assert subscription(f"pubsub:{P}/subscriptions/news") == f"{P}/subscriptions/news"
    long = "pubsub:projects/example.com:my-project/subscriptions/a.b~c+d%e_f-G"
    assert subscription(long) == long.removeprefix("pubsub:")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        (f"pubsub:{P}/topics/news", "gcloud pubsub subscriptions create NAME --project=test-project --topic=news"),
        ("pubsub:", "give pubsub:projects/PROJECT/subscriptions/SUBSCRIPTION"),
        ("pubsub:news", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/ab", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/google-news", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/a b c", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/news/2", "give pubsub:projects/"),
        (f"pubsub:{P}/subscriptions/news\n", "give pubsub:projects/"),
        ("pubsub://projects/test-project/subscriptions/news", "give pubsub:projects/"),
    ],
)
def test_any_other_name_is_refused_with_its_remedy(name: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        subscription(name)
    assert str(caught.value).startswith(name)
    assert remedy in str(caught.value)


def test_a_subscription_that_is_there_passes(pubsub: Emulator) -> None:
    check_subscription(pubsub.subscription("present").name)


def test_a_subscription_that_is_not_there_is_named(pubsub: Emulator) -> None:
    with pytest.raises(UsageError, match=f"^pubsub:{P}/subscriptions/missing: there is no such subscription; make it"):
        check_subscription(f"{P}/subscriptions/missing")


def test_a_subscription_that_pushes_is_refused(pubsub: Emulator) -> None:
    topic = pubsub.subscription("pushed").topic
    name, push = f"{P}/subscriptions/pushing", {"push_endpoint": "http://127.0.0.1:9/push"}
    with SubscriberClient() as client:
        client.create_subscription(request={"name": name, "topic": topic, "push_config": push})
    with pytest.raises(UsageError, match=r"pushes to http://127\.0\.0\.1:9/push; create a pull subscription"):
        check_subscription(name)


def test_a_service_that_is_not_there_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(UsageError, match="cannot be asked"):
        check_subscription(f"{P}/subscriptions/news")
    assert time.monotonic() - began < 5


def test_a_service_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(UsageError, match="cannot be asked"):
            check_subscription(f"{P}/subscriptions/news", timeout=1)
        assert time.monotonic() - began < 5


def test_without_credentials_it_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    began = time.monotonic()
    with pytest.raises(UsageError, match=r"no credentials .*; run `gcloud auth application-default login`"):
        check_subscription(f"{P}/subscriptions/news")
    assert time.monotonic() - began < 5


def test_what_is_published_waits_until_it_is_acknowledged(pubsub: Emulator) -> None:
    news = pubsub.subscription("waiting")
    ids = news.publish((b"%d" % number, {"id": f"story-{number}"}) for number in range(1200))
    assert len(set(ids)) == 1200
    assert sorted(news.unacknowledged()) == sorted(ids)
    assert news.nack(10) == 10
    pulled: list[PubsubMessage] = []
    with SubscriberClient() as client:
        while len(pulled) < 1200:
            received = client.pull(subscription=news.name, max_messages=1000).received_messages
            client.acknowledge(subscription=news.name, ack_ids=[each.ack_id for each in received])
            pulled += [PubsubMessage._from_message(each.message) for each in received]
    assert news.unacknowledged() == []
    assert {each.attributes["id"] for each in pulled} == {f"story-{number}" for number in range(1200)}
    news.deliver_again()
    assert sorted(news.unacknowledged()) == sorted(ids)


def test_a_message_that_is_published_again_has_the_same_key(pubsub: Emulator) -> None:
    news = pubsub.subscription("again")
    news.publish([(b"https://news.example/", {"id": "story"})] * 2 + [(b"https://news.example/", {})] * 2)
    with SubscriberClient() as client:
        received = client.pull(subscription=news.name, max_messages=10).received_messages
    beam_messages = [PubsubMessage._from_message(each.message) for each in received]
    messages = [Message.of(each, each.publish_time) for each in beam_messages]
    assert len({each.id for each in messages}) == 4
    assert len({message_key(each) for each in messages}) == 3
    assert len({repr(read_message(each)) for each in messages}) == 1
    assert all(type(each.published_at).__module__ == "datetime" for each in messages)


@pytest.mark.usefixtures("pubsub")
def test_the_emulator_ends_with_a_test_that_is_killed(tmp_path: Path) -> None:
    program = """import time
from tests.pubsub import emulator
with emulator() as running:
    print(running.host, flush=True)
    time.sleep(60)"""
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True) as test:
        assert test.stdout
        port = int(test.stdout.readline().rpartition(":")[2])
        assert _answers(port)
        test.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _answers(port):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
