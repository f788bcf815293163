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

import pytest

from pipeline.cli import main
from pipeline.report import serve
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


def test_a_port_that_is_taken_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = write(tmp_path / "out", article())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["report", str(output), "--serve", "--port", str(port)]) == 2
    assert f"--port={port}" in capsys.readouterr().err
