"""`dateline report --serve`: the report of an output that goes on, for this machine alone."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.cli import main
from pipeline.report import search as search_module
from pipeline.report import serve
from pipeline.report.rows import Rows
from schemas.article import Article
from tests.test_report import DAY, article, data, write


@contextmanager
def served(output: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The command over an output: its port, and the process."""
    command = [str(Path(sys.executable).with_name("dateline")), "report", str(output), "--serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        lines = iter(process.stderr.readline, "")
        found = next(filter(None, (re.search(r"http://127\.0\.0\.1:(\d+)/", line) for line in lines)))
        yield int(found[1]), process
    finally:
        process.kill()
        process.communicate()


def ask(port: int, path: str = "/", method: str = "GET", host: str = "") -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def test_the_report_is_live_reads_only_and_is_for_this_machine(tmp_path: Path) -> None:
    output = write(tmp_path / "out", article("first", "The first text."))
    before = sorted(path.stat().st_mtime_ns for path in output.rglob("*"))
    with served(output) as (port, process):
        status, headers, page = ask(port)
        assert status == 200
        assert headers["X-Content-Type-Options"] == "nosniff"
        version = re.search(r'data-live="(\w+)"', page)
        assert version
        assert ask(port, "/version")[2] == version[1]
        assert data(page, "index")["title"] == ["first"]
        assert json.loads(ask(port, f"/text/{version[1]}/0")[2])["text"] == "The first text."
        assert ask(port, f"/text/{version[1]}/1")[0] == 404
        assert ask(port, "/text/another/0")[0] == 409
        assert [ask(port, path)[0] for path in ("/../out", "//etc/hostname", "/text/x/-1", "/text/x/0x1")] == [404] * 4
        assert ask(port, method="HEAD")[::2] == (200, "")
        assert {ask(port, method=method)[0] for method in ("POST", "PUT", "DELETE", "OPTIONS")} == {501}
        hosts = [f"evil.example:{port}", "evil.example", f"127.0.0.1:{port + 1}", f"127.0.0.1.evil.example:{port}"]
        assert [ask(port, host=host)[0] for host in hosts] == [421] * 4
        assert ask(port, host=f"LOCALHOST:{port}")[0] == 200
        assert sorted(path.stat().st_mtime_ns for path in output.rglob("*")) == before
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(20) == 0


def test_a_change_is_shown_and_a_row_that_moved_is_not_taken_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "FRESH", 0)
    monkeypatch.setattr(serve, "REST", 0)
    output = write(tmp_path / "out", article("first"))
    live = serve.Live(str(output))
    first = live.snapshot()
    assert live.snapshot() is first
    write(output, article("second", captured_at=DAY + timedelta(days=1), published_at=DAY + timedelta(days=1)))
    assert live.answer(f"/text/{first.version}/0").status == 409
    page = live.answer("/").body.decode()
    assert data(page, "index")["title"] == ["second", "first"]


def aged(title: str, days: int, **fields: Any) -> Article:
    at = DAY - timedelta(days=days)
    return article(title, published_at=at, captured_at=at, **fields)


def found(live: serve.Live, query: str) -> dict[str, Any]:
    answer = live.answer(f"/search/{live.snapshot().version}/{quote(query)}")
    assert answer.status == 200
    content: dict[str, Any] = json.loads(answer.body)
    return content


def test_titles_that_are_not_listed_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.articles.LISTED", 1)
    output = write(
        tmp_path / "out",
        aged("Bridge is new", 0),
        aged("The BRIDGE at Évora", 9, url="javascript:alert(1)"),
        aged("A bridge\u202e and a canal", 3),
        aged("A canal", 5),
    )
    live = serve.Live(str(output))
    titles = [each["title"] for each in found(live, "bridge")["articles"]]
    assert titles == ["A bridge\ufffd and a canal", "The BRIDGE at Évora"]
    (only,) = found(live, " evora  BRIDGE ")["articles"]
    assert (only["title"], only["url"], only["source"]) == ("The BRIDGE at Évora", "", "a.example")
    assert only["when"] == int((DAY - timedelta(days=9)).timestamp())
    assert found(live, "") == found(live, "nowhere") == {"articles": [], "is_complete": True}
    assert found(live, "a")["is_complete"]
    assert live.answer("/search/another/bridge").status == 409
    assert live.answer("/search/").status == 409


def test_a_search_gives_the_newest_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "FOUND", 2)
    output = write(tmp_path / "out", *(aged(f"Bridge {n}", n) for n in range(5)))
    rows = Rows(str(output / "articles"), Article)
    some = search_module.search(rows, "bridge", frozenset())
    assert ([each["title"] for each in some.articles], some.is_complete) == (["Bridge 0", "Bridge 1"], False)
    ticks = iter((0.0, search_module.SECONDS, 2 * search_module.SECONDS))
    cut = search_module.search(rows, "bridge", frozenset(), lambda: next(ticks))
    assert ([each["title"] for each in cut.articles], cut.is_complete) == (["Bridge 0"], False)


def test_a_port_that_is_taken_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = write(tmp_path / "out", article())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["report", str(output), "--serve", "--port", str(port)]) == 2
    assert f"--port={port}" in capsys.readouterr().err
