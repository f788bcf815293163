"""What a person sees of feeds: what a round found, the list of them, one that is tried, the page behind a record."""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.view import progress
from tests.conftest import digests, rows
from tests.newsserver import NewsServer
from tests.rounds import OPTIONS, arguments, follow, listed
from transforms.base.lock import alone
from transforms.base.progress import Watch


@pytest.fixture
def server() -> Iterator[NewsServer]:
    with NewsServer(feeds=3) as server:
        yield server


def test_a_feed_that_is_refused_is_blocked_by_its_status(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feeds[1].status = 403
    assert follow(server, listed(server, tmp_path), tmp_path / "out")["polls"] == {"fetched": 2, "blocked": 1}
    (line,) = [line for line in capsys.readouterr().err.splitlines() if " is blocked" in line]
    assert line.endswith(": status 403")


def test_a_round_names_the_feeds_that_fail(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.feeds[1].status = 500
    assert main(arguments(server, listed(server, tmp_path), tmp_path / "out")) == 0
    (line,) = [line for line in capsys.readouterr().err.splitlines() if " is failing" in line]
    assert line.startswith(server.feed_urls[1])
    assert "500" in line


@pytest.mark.parametrize(
    ("failing", "option", "status"), [(3, "all", 3), (2, "all", 0), (1, "any", 3), (0, "any", 0), (3, "never", 0)]
)
def test_the_exit_status_says_whether_polls_failed(
    failing: int, option: str, status: int, server: NewsServer, tmp_path: Path
) -> None:
    for feed in server.feeds[:failing]:
        feed.status = 500
    command = arguments(server, listed(server, tmp_path), tmp_path / "out", f"--fail-on={option}")
    assert main(command) == status


def test_a_network_that_is_down_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.txt"
    feeds.write_text("".join(f"http://127.0.0.1:1/{n}.xml\n" for n in range(3)))
    assert main(["run", str(feeds), "--output", str(tmp_path / "out"), *OPTIONS]) == 3
    assert "no server answered 3 polls: the network seems to be down" in capsys.readouterr().err


def test_a_single_server_that_is_down_is_not_taken_for_the_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "http://127.0.0.1:1/feed.xml", "--output", str(tmp_path / "out"), *OPTIONS]) == 3
    assert "the only poll was not answered: the server or the network seems to be down" in capsys.readouterr().err


def test_a_dry_run_names_lines_that_are_not_addresses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.txt"
    feeds.write_text("url,name\nnews.example.org/feed\nhttp://127.0.0.1:1/a.xml\nhttp://127.0.0.1:1/b.xml\n")
    assert main(["run", str(feeds), "--output", str(tmp_path / "out"), "--dry-run", *OPTIONS]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Feeds      4 feeds, 2 due",
        "Wrong      line 1: 'url,name' is not an http or https address; write its address, or # before it",
        "Wrong      line 2: 'news.example.org/feed' is not an http or https address; write https://news.example.org/feed",
        "Due        http://127.0.0.1:1/a.xml",
        "Due        http://127.0.0.1:1/b.xml",
        "Written    nothing: this was --dry-run",
    ]


NEXT_DUE = r"3 feeds, next due (\d{4}-\d\d-\d\d )?\d\d:\d\d; --poll-now does not wait\n"


def test_with_nothing_due_the_next_poll_is_named_and_can_be_forced(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    follow(server, feeds, out)
    capsys.readouterr()
    assert main(arguments(server, feeds, out)) == 0
    said = capsys.readouterr()
    assert re.fullmatch(NEXT_DUE, said.err)
    assert said.out == ""
    assert len(list((out / "_ledger").iterdir())) == 1
    assert sum(follow(server, feeds, out, "--poll-now")["polls"].values()) == 3
    # A feed that is new in the list is due.
    server.feeds.append(replace(server.feeds[0], number=3))
    assert sum(follow(server, listed(server, tmp_path), out)["polls"].values()) == 1


def test_a_dry_run_names_the_feeds_that_are_due_and_asks_no_server(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    assert main([*arguments(server, feeds, out), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Feeds      3 feeds, 3 due",
        *(f"Due        {url}" for url in server.feed_urls),
        "Written    nothing: this was --dry-run",
    ]
    assert said.err == ""
    assert not server.seen
    assert not out.exists()
    follow(server, feeds, out)
    asked, stored = len(server.seen), digests(out)
    capsys.readouterr()
    assert main([*arguments(server, feeds, out), "--dry-run"]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "Feeds      3 feeds, 0 due"
    assert re.fullmatch(r"Next due   (\d{4}-\d\d-\d\d )?\d\d:\d\d", second)
    assert third == "Written    nothing: this was --dry-run"
    assert (len(server.seen), digests(out)) == (asked, stored)


def test_with_nothing_due_nothing_that_takes_long_is_imported(server: NewsServer, tmp_path: Path) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    follow(server, feeds, out)
    program = (
        "import sys\n"
        "from pipeline.cli import main\n"
        f"status = main({arguments(server, feeds, out)!r})\n"
        "print([name for name in ('apache_beam', 'pyarrow', 'aiohttp', 'spacy', 'rich') if name in sys.modules])\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert re.fullmatch(NEXT_DUE, done.stderr)
    assert (done.returncode, done.stdout) == (0, "[]\n")


def test_with_nothing_due_a_round_that_was_stopped_is_finished(server: NewsServer, tmp_path: Path) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    follow(server, feeds, out)
    (ledger,) = (out / "_ledger").iterdir()
    before = ledger.read_bytes()
    ledger.unlink()
    assert main(arguments(server, feeds, out)) == 0
    assert ledger.read_bytes() == before


def test_with_nothing_due_another_writer_is_named(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    follow(server, feeds, out)
    capsys.readouterr()
    with alone(str(out)):
        assert main(arguments(server, feeds, out)) == 1
    assert re.fullmatch(
        r"dateline: .*out: process \d+ .* has been writing to it since .*--wait=1h\n", capsys.readouterr().err
    )


def test_a_quiet_round_says_only_what_needs_attention(
    server: NewsServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    feeds, out = listed(server, tmp_path), tmp_path / "out"
    assert main([*arguments(server, feeds, out), "-q"]) == 0
    assert capfd.readouterr() == ("", "")
    # Nothing is due.
    assert main([*arguments(server, feeds, out), "-q"]) == 0
    assert capfd.readouterr() == ("", "")
    server.feeds[1].status = 500
    assert main([*arguments(server, feeds, out, "--poll-now"), "-q"]) == 0
    said = capfd.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith(f"{server.feed_urls[1]} is failing")


def test_a_quiet_batch_says_what_was_rejected(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(b"The ferry runs again. " * 99)[:60])
    assert main(["run", str(tmp_path / "cut.txt.gz"), "--output", str(tmp_path / "out"), "--models=", "-q"]) == 0
    assert capfd.readouterr() == ("", f"{tmp_path}/out: 1 document rejected: 1 truncated\n")


def test_a_round_shows_its_progress(server: NewsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Counter[str]] = []

    @contextmanager
    def shown() -> Iterator[str]:
        (path := tmp_path / "progress").touch()
        yield str(path)
        seen.append(Watch(str(path)).sums())

    monkeypatch.setattr(progress, "shown_round", shown)
    ledger = follow(server, listed(server, tmp_path), tmp_path / "out", "--pages=always")
    fetched = sum(ledger["fetches"].values())
    assert progress.round_status(seen[0]) == (
        f"polled 3 of 3, fetched {fetched} of {fetched}, {ledger['captured']} documents read"
    )
    assert progress.round_status(Counter()) == "looking for feeds that are due"


def test_feeds_are_listed_with_what_is_wrong(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr("pipeline.commands.base.PIPE_WIDTH", 80)
    server.feeds[2].status = 404
    follow(server, listed(server, tmp_path), out)
    capsys.readouterr()
    assert main(["feeds", str(out), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(feed["url"] for feed in found) == sorted(server.feed_urls)
    assert {feed["url"]: feed["health"] for feed in found}[server.feed_urls[2]] == "failing"
    assert main(["feeds", str(out)]) == 0
    shown = capsys.readouterr().out
    assert all(url in shown for url in server.feed_urls)
    assert re.search(rf"^failing  {re.escape(server.feed_urls[2])} *\n +status 404, since \d", shown, re.MULTILINE)


def test_a_feed_that_left_the_list_is_not_failing(
    server: NewsServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    server.feeds[0].status = 500
    follow(server, listed(server, tmp_path), out)
    for _ in range(2):
        server.now += timedelta(days=3)
        follow(server, server.feed_urls[1:], out)
    capsys.readouterr()
    main(["feeds", str(out), "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {feed["url"]: feed["health"] for feed in found}[server.feed_urls[0]] == "not listed"


def test_an_address_is_tried(server: NewsServer, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--contact=https://example.org/bot", "--allow-private-addresses"]
    assert main(["feeds", "--check", server.feed_urls[0], *options]) == 0
    assert "is a feed" in capsys.readouterr().out
    server.feeds[1].status = 404
    assert main(["feeds", "--check", server.feed_urls[1], *options]) == 1
    assert "is not a feed" in capsys.readouterr().out


def test_the_page_behind_a_record_is_printed(
    server: NewsServer, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out"
    follow(server, listed(server, tmp_path), out, "--pages=always")
    row = rows(out / "articles")[0]
    capfdbinary.readouterr()
    assert main(["open", row["capture_uri"], "--output", str(out)]) == 0
    assert row["title"].encode() in capfdbinary.readouterr().out
    assert main(["open", row["capture_uri"], "--output", str(out), "--headers"]) == 0
    assert b"HTTP/1.1 200" in capfdbinary.readouterr().out
    assert main(["open", "archive/pages/none.warc.gz#urn:uuid:0", "--output", str(out)]) == 2
    capfdbinary.readouterr()
    for record, said in (("", b"that is a whole archive"), ("#offset=7", b"a record without an identifier")):
        assert main(["open", row["capture_uri"].partition("#")[0] + record, "--output", str(out)]) == 2
        printed, line = capfdbinary.readouterr()
        assert (printed, line.count(b"\n")) == (b"", 1)
        assert said in line


def test_a_proxy_that_is_not_used_is_named_when_nobody_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert main(["run", "http://127.0.0.1:1/feed.xml", "--output", str(tmp_path / "out"), *OPTIONS]) == 3
    assert "seems to be down; https_proxy is set, but proxies are not used" in capsys.readouterr().err
