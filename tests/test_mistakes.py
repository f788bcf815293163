"""What is asked for by mistake: one line that names it and helps, soon, and no trace."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import COMMANDS, main
from pipeline.errors import UsageError
from pipeline.runners import gcs, known
from pipeline.values import contact, time_ago
from tests.conftest import SEEDS
from tests.rounds import COMMAND

RUN = ["run", "{seeds}", "--output", "{out}"]
REPLAY = ["replay", "{archive}", "--output", "{out}"]
SOON = [
    ([], "the following arguments are required: command; see `dateline --help`"),
    (["rnu", "{seeds}"], "rnu: no such command; did you mean run?"),
    (["dance"], "dance: no such command; there are run, replay,"),
    (["{seeds}", "--output", "{out}"], "did you mean `dateline run {seeds}`?"),
    (["--verison"], "--verison: no such option; did you mean --version?"),
    (["run"], "INPUT"),
    (["run", "{seeds}", "-o", "{out}"], "-o: no such option; did you mean --output?"),
    (["run", "{seeds}", "@nowhere.args"], "@nowhere.args: there is no such file; give @FILE,"),
    (["run", "{seeds}", "@{seeds}"], "@{seeds}: it is a folder; give @FILE,"),
    (["run", "{seeds}", "@{latin}"], "@{latin}: it is not text in UTF-8; give @FILE,"),
    (["run", "{seeds}", "@{nested}"], "@nowhere.args: there is no such file; give @FILE,"),
    (["run", "{seeds}", "@{endless}"], "@{endless}: this file of options names itself; remove the line from it"),
    (["run", "{written}", "--output", "{out}"], "that is an output of Dateline; `dateline replay {written}` reads its"),
    (["run", "{written}", "--output", "{written}"], "{written}: that is an output of Dateline"),
    (
        ["run", "{written}/articles", "--output", "{out}"],
        "that is a part of an output of Dateline; `dateline replay {written}`",
    ),
    (["run", "{seeds}", "--output", "{written}/articles"], "--output={written}/articles: lies in the output {written}"),
    (["run", "https://exa mple.org/", "--output", "{out}", "--contact=a@b.example"], "an address has no white space"),
    (
        ["run", "{table}", "--output", "{out}"],
        "{table}: a table is not read; give feeds as a .txt with one address per",
    ),
    (
        ["run", "missing.opml", "--output", "{out}", "--contact=a@b.example"],
        "missing.opml: nothing is there; give files",
    ),
    (["run", "{seeds}"], "--output"),
    (["run", "{seeds}", "--outptu", "{out}"], "--outptu: no such option; did you mean --output?"),
    ([*RUN, "--windwo=5m"], "--windwo: no such option; did you mean --window?"),
    ([*RUN, "--direct_num_worker=2"], "--direct_num_worker: no such option; did you mean --direct_num_workers?"),
    ([*RUN, "-x"], "-x: no such option"),
    ([*RUN, "nowhere.txt"], "nowhere.txt: nothing is there"),
    (
        ["run", "nowhere.txt", "--output", "{out}"],
        "nowhere.txt: nothing is there; give files, folders",
    ),
    (["run", "nowhere/*.txt", "--output", "{out}"], "nowhere/*.txt: nothing is there"),
    (["run", "{seeds}/town-hall-rof.html", "--output", "{out}"], "did you mean {seeds}/town-hall-roof.html?"),
    (["run", "news.example.org", "--output", "{out}"], "if it is a site or a feed, give https://news.example.org"),
    (["run", "news.example.org/2026/a", "--output", "{out}"], "give https://news.example.org/2026/a"),
    (["run", "news.example.org:99999", "--output", "{out}"], "its port is out of range, give one from 1 to 65535"),
    ([*RUN, "--language", ","], "--language: ',' names nothing"),
    (["run", "s3://bucket/pages/", "--output", "{out}"], "s3:// is not read; give a local path, gs://…"),
    (
        ["run", "{seeds}", "--output", "s3://bucket/out"],
        "--output=s3://bucket/out: records are written to local",
    ),
    (["run", "{seeds}", "--output", "{seeds}/feeds.opml/out"], "written: {seeds}/feeds.opml is a file; give another"),
    ([*RUN, "--window=5"], "--window: '5' is not a duration"),
    ([*RUN, "--shards=0"], "--shards: '0' is not a whole number above 0"),
    ([*RUN, "--models=en=no_such_model"], "no_such_model"),
    ([*RUN, "--runner=NoRunner"], "--runner=NoRunner: Beam has no such runner"),
    ([*RUN, "--runner", "NoRunner"], "--runner=NoRunner: Beam has no such runner"),
    ([*RUN, "--runner=SparkRunner"], "Dateline does not support it; use DirectRunner, PrismRunner, FlinkRunner or"),
    ([*RUN, "--now=soon"], "--now: 'soon' is not a time"),
    ([*RUN, "--pages=some"], "--pages: 'some' is not one of auto, always, never"),
    ([*RUN, "--contact=me"], "--contact: 'me' is neither a web nor a mail address"),
    ([*RUN, "--language=english"], "--language: 'english' is not a language code; give codes such as en or pt-BR"),
    ([*RUN, "--metrics={seeds}"], "--metrics={seeds}: that is a folder; name a file in it"),
    ([*RUN, "--since=yesterday"], "--since: 'yesterday' is not a time; give ISO 8601, as in 2026-02-16 or 2026-02-16T"),
    ([*RUN, "--since=2w"], "09:30:00Z, or an age, as in 36h or 7d"),
    ([*RUN, "--since", "-7d"], "--since: its value is missing; give --since=VALUE"),
    ([*RUN, "--shortest-interval=2d"], "--shortest-interval is longer than --longest-interval; change one of them"),
    ([*RUN, "--run-for=5m"], "--run-for is the length of a stream"),
    (["run", "https://feeds.example/rss", "--output", "{out}"], "--contact: give a web or mail address"),
    (["run", "{seeds}/feeds.opml", "--output", "{out}"], "--contact: give a web or mail address"),
    (["run", "--streaming", "{seeds}/feeds.opml", "--output", "{out}"], "--contact: give a web or mail address"),
    (["replay", "{seeds}", "--output", "{out}"], "no archive is there"),
    ([*REPLAY, "--streaming"], "--streaming: a replay reads what is stored, and ends; leave it out"),
    ([*REPLAY, "--run-for=5m"], "--streaming: a replay reads what is stored"),
    ([*REPLAY, "--poll-now"], "--poll-now: a replay asks no server; leave it out"),
    ([*REPLAY, "--stories"], "--stories: run `dateline stories {out}` after the replay"),
    ([*REPLAY, "--metrics=a.prom"], "--metrics: a replay writes no metrics; leave it out"),
    ([*REPLAY, "--since=x"], "--since: 'x' is not a time"),
    ([*REPLAY, "--since=2026-02-02", "--until=2026-02-01"], "--since 2026-02-02T00:00Z is not before --until 2026-02"),
    ([*REPLAY, "--since=2d", "--until=2d"], "is not before --until"),
    (["show"], "DIR"),
    (["check", "{seeds}"], "no output of dateline is there"),
    (["show", "{out}"], "no output of dateline is there"),
    (["show", "{out}", "{out}"], "{out}: one argument too many"),
    (["feeds", "--jsn"], "--jsn: no such option; did you mean --json?"),
    (["feeds", "{out}"], "no feeds are followed there"),
    (
        ["feeds", "--check", "https://feeds.example/", "--contact=x"],
        "--contact: 'x' is neither a web nor a mail address",
    ),
    (["prune", "{out}", "--older-than=9"], "--older-than: '9' is not a duration"),
    (["stories", "{out}"], "{out}: no articles are there"),
    (["run", "", "--output", "{out}"], "an INPUT is empty; give a file"),
    (["replay", "", "--output", "{out}"], "an INPUT is empty; give a file"),
    (["run", "{seeds}", "--output", ""], "--output=: names no folder"),
    (["prune", "", "--older-than=9d"], "DIR '' names no output"),
    (["run", "{plain}", "--output", "{out}"], "{plain}: files are read by the ending of their name"),
    (["report", "{seeds}", "--html={seeds}"], "--html={seeds}: that is a folder; give the name of a file"),
    (["report", "{seeds}", "--html=nowhere/x.html"], "nowhere; give the name of a file"),
    (["gazetteer", "nowhere.json", "--output=x.parquet"], "nowhere.json: nothing is there; give a JSON dump"),
    (["report", "{out}", "--serve"], "{out}: no output of dateline is there"),
    (["feeds", "--check", "bbc"], "--check: 'bbc' is not the address of a feed or a site; give https://…"),
]
"""Command lines, and what is said of them before a library is imported that takes long."""
LATER = [
    (["run", "https://a.example:99999/f", "--output", "{out}", "--contact=a@b.org"], "its port is out of range"),
    (["run", "{seeds}", "--output", "/proc/none"], "/proc/none: cannot be written"),
    (["run", "{empty}", "--output", "{out}", "--contact=a@b.example"], "{empty}: a list without a feed; give"),
    (["open", "nowhere.html"], "nowhere.html: nothing is there; give --output DIR for archived records, or"),
    ([*RUN, "--direct_num_workers=many"], "Beam does not take these options"),
    ([*RUN, "--runner=no.such.Runner"], "--runner=no.such.Runner: Beam has no such runner"),
]
HEAVY = (
    *("aiohttp", "apache_beam", "fastwarc", "google.api_core", "grpc", "lxml", "numpy", "pyarrow", "requests", "rich"),
    *("spacy", "tldextract", "trafilatura"),
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    archive = tmp_path / "a.warc"
    archive.write_bytes(b"")
    (tmp_path / "plain").write_text("A text whose name ends in nothing.")
    (tmp_path / "empty.opml").write_text("<opml version='2.0'><head/><body/></opml>")
    (tmp_path / "latin").write_bytes("--contact=josé@example.org".encode("latin-1"))
    (tmp_path / "nested").write_text("@nowhere.args\n")
    (tmp_path / "endless").write_text(f"# itself\n@{tmp_path / 'endless'}\n")
    (tmp_path / "feeds.csv").write_text("url,name\nhttps://example.org/feed,Example\n")
    (tmp_path / "written" / "_ledger").mkdir(parents=True)
    (tmp_path / "written" / "_ledger" / "run-1.json").write_text("{}")
    names = {"out": "out", "plain": "plain", "empty": "empty.opml", "archive": "a.warc"}
    names |= {"latin": "latin", "nested": "nested", "endless": "endless", "table": "feeds.csv", "written": "written"}
    return {name: str(tmp_path / path) for name, path in names.items()} | {"seeds": str(SEEDS)}


@pytest.mark.parametrize(("arguments", "said"), [*SOON, *LATER])
def test_a_mistake_is_one_clear_line_and_exit_2(
    arguments: list[str], said: str, places: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.format(**places) for argument in arguments]) == 2
    out, err = capfd.readouterr()
    (line,) = err.splitlines()
    assert line.startswith("dateline: ")
    assert said.format(**places) in line
    assert out == ""
    assert not Path(places["out"]).exists()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_command_has_its_help_in_eighty_columns(
    command: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main([command.__name__.rpartition(".")[2], "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "usage: " in said
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_nothing_that_takes_long_is_imported_for_a_mistake(places: dict[str, str]) -> None:
    """Counted, for a time would depend on the machine: Beam is seconds, the others tenths of one."""
    lines = [[argument.format(**places) for argument in arguments] for arguments, _ in SOON]
    program = (
        "import sys\n"
        "from pipeline.cli import main\n"
        f"for arguments in {lines!r}:\n"
        "    assert main(arguments) == 2\n"
        f"    heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    assert not heavy, (arguments, heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]


def test_what_is_read_of_beams_source_is_what_beam_knows() -> None:
    import argparse

    from apache_beam.options.pipeline_options import StandardOptions

    from pipeline.runners.beam_internals import add_known_options
    from pipeline.runners.local import FlinkJobOptions

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_known_options(parser, [FlinkJobOptions])
    assert {name for action in parser._actions for name in action.option_strings} <= known.beam_options()
    assert all(known.is_runner(name) for name in (*StandardOptions.KNOWN_RUNNER_NAMES, "direct", "flink", "a.b.Any"))
    assert not known.is_runner("SparcRunner")


def test_gs_without_credentials_is_reported(
    places: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere.json")
    monkeypatch.setenv("DATELINE_NO_CREDENTIALS", "")
    assert main(["run", str(SEEDS), "--output", "gs://b/out"]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("dateline: gs://b/out: no credentials")
    assert "run `gcloud auth application-default login`" in line


def test_a_service_that_does_not_answer_is_not_waited_for(
    places: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Of TEST-NET-1, which nobody has.
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://192.0.2.1:9")
    monkeypatch.setenv("DATELINE_NO_CREDENTIALS", "")
    monkeypatch.setattr(gcs, "TIMEOUT", 0.5)
    assert main(["run", "gs://b/in", "--output", places["out"]]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert "gs://b/in: Cloud Storage cannot be asked (" in line


@pytest.mark.long
def test_a_full_disk_is_reported_in_one_line(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=40k tmpfs "{tmp_path}"'
    if os.name != "posix" or subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("needs a mount namespace: run as root, or allow unprivileged user namespaces")
    command = f'"{COMMAND}" run "{SEEDS}/town-hall-roof.html" "{SEEDS}"/*.txt --models= --output "{tmp_path}/out"'
    done = subprocess.run(["unshare", "-rm", "sh", "-c", f"{mount}; {command}"], capture_output=True, text=True)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line == (f"dateline: {tmp_path}/out: the disk is full; make room, and the same command continues from there")


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://a.example/bot?x", "me@example.org", "mailto:a@b.example"]
)
def test_addresses_of_a_page_and_of_mail_are_contacts(text: str) -> None:
    assert contact(f" {text} ") == text


@given(st.text(st.sampled_from("aé @:/().\r\nhtps"), max_size=12))
def test_no_other_text_is_a_contact(text: str) -> None:
    try:
        found = contact(text)
    except UsageError:
        return
    assert not found or ("@" in found or found.startswith(("http://", "https://")))
    assert found.isascii()
    assert not set(found) & set("\r\n ()")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", datetime(2026, 2, 9, tzinfo=UTC)),
        ("1h", datetime(2026, 2, 16, 8, tzinfo=UTC)),
        ("30m", datetime(2026, 2, 16, 9, 0, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("", None),
    ],
)
def test_how_long_ago_is_a_time(text: str, expected: datetime | None) -> None:
    now = datetime(2026, 2, 16, 9, 30, 20, tzinfo=UTC)
    assert time_ago(now)(text) == expected
    if expected:
        # Started again soon after, a replay goes on.
        assert time_ago(now + timedelta(seconds=5))(text) == expected


def test_a_file_of_options_may_come_from_any_editor(
    places: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "round.args").write_bytes(
        f"\ufeff--models=\r\n# ours\r\n\r\n--output {places['out']} of mine\r\n".encode()
    )
    assert main(["run", str(SEEDS), f"@{tmp_path / 'round.args'}", "--dry-run"]) == 0
    assert "Written    nothing: this was --dry-run" in capsys.readouterr().out
