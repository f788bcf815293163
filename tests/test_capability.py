"""What a runner cannot do fails at once, with a line that says which runner can; the README's table says the same."""

import re
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.runners.capability import STREAMS, Source, check_sources

README = Path(__file__).parent.parent / "README.md"
ENDLESS = (Source.FEEDS, Source.PUBSUB)


@pytest.mark.parametrize("runner", STREAMS)
@pytest.mark.parametrize("source", ENDLESS)
def test_a_runner_streams_what_the_table_says(runner: str, source: Source) -> None:
    if source in STREAMS[runner]:
        check_sources(runner, {source, Source.FILES}, True, False)
        return
    with pytest.raises(UsageError) as refused:
        check_sources(runner, {source}, True, False)
    others = [other for other, can in STREAMS.items() if source in can]
    assert f"the {runner} cannot stream {source}" in str(refused.value)
    assert all(f"--runner={other}" in str(refused.value) for other in others)


@pytest.mark.parametrize("runner", ["prism", "PrismRunner", "apache_beam.runners.portability.prism_runner.PrismRunner"])
def test_any_name_that_beam_accepts_is_known(runner: str) -> None:
    with pytest.raises(UsageError, match="the PrismRunner cannot stream Pub/Sub"):
        check_sources(runner, {Source.PUBSUB}, True, False)


def test_a_third_party_runner_is_not_judged() -> None:
    check_sources("some.module.OtherRunner", {Source.PUBSUB, Source.FEEDS}, True, True)


def test_the_readme_has_the_same_table() -> None:
    table = {cells[0]: cells for line in README.read_text("utf-8").splitlines() if (cells := _cells(line))}
    for runner, can in STREAMS.items():
        assert table[runner][1].startswith("yes")
        assert [cell.startswith("yes") for cell in table[runner][2:4]] == [source in can for source in ENDLESS]


def _cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.strip("| ").split("|")] if re.match(r"\| `?\w+Runner", line) else []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://example.org/feed.xml", "--streaming"], "--runner=PrismRunner"),
        (["pubsub:projects/a-project/subscriptions/news"], "give --streaming"),
        (["pubsub:projects/a-project/subscriptions/news", "--streaming", "--runner=PrismRunner"], "DataflowRunner"),
        (["pubsub:projects/a-project/topics/news", "--streaming"], "gcloud pubsub subscriptions create"),
        (["seeds/", "--streaming"], "leave out --streaming"),
        ([f"pubsub:projects/a-project/subscriptions/{name}" for name in ("one", "two")] + ["--streaming"], "one subs"),
        (["https://example.org/feed.xml", "--run-for=1h"], "give --streaming"),
    ],
)
def test_what_cannot_be_done_is_reported_before_any_work(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *arguments, "--output", str(tmp_path / "out"), "--contact=a@example.org", "--models="]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
