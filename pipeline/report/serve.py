"""The report of an output that keeps growing, at a loopback address: it only reads, and answers nobody else."""

import json
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from posixpath import basename
from typing import Any, NamedTuple
from urllib.parse import unquote

from pipeline.errors import UsageError
from pipeline.report.figures import figures
from pipeline.report.pack import TEXT, pack, record
from pipeline.report.page import page
from pipeline.report.rows import Place, Rows
from pipeline.report.search import search
from schemas.article import digest
from transforms.base.storage import stamped

ADDRESS = "127.0.0.1"
FRESH, REST = 5.0, 10
"""Seconds for which the output is not looked at again, at least; and how many times as long as making the page took."""
AT_ONCE = 8
"""Requests that are answered at once; others wait."""
PATIENCE = 10.0
"""Seconds that a client may take to send its request, or to receive the answer."""
LONGEST = 1_000_000
"""Characters of a text that are shown."""
_FOLDERS = ("articles", "stories", "rejects", "_ledger", "_state/feeds")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Snapshot(NamedTuple):
    """The output as it was: its page, and where the articles stand that the page lists."""

    version: str
    page: bytes
    rows: Rows
    places: list[Place]


class Answer(NamedTuple):
    """What is sent back."""

    status: HTTPStatus
    kind: str
    body: bytes


class Live:
    """The newest snapshot of an output. Renewed when files have changed, by one request at a time."""

    def __init__(self, output: str) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._look_at = float("-inf")
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """UsageError where there is no output."""
        with self._lock:
            began = time.monotonic()
            if self._snapshot is None or began >= self._look_at:
                version = _version(self._output)
                if self._snapshot is None or self._snapshot.version != version:
                    self._snapshot = _snapshot(self._output, version, datetime.now(UTC))
                now = time.monotonic()
                self._look_at = now + max(FRESH, REST * (now - began))
            return self._snapshot

    def answer(self, path: str) -> Answer:
        """The page, its version, the text of one of the articles that it lists, or what a search finds beside these."""
        try:
            now = self.snapshot()
        except (OSError, UsageError) as error:
            return _text(HTTPStatus.SERVICE_UNAVAILABLE, f"The output cannot be read: {error}")
        if path == "/":
            return Answer(HTTPStatus.OK, "text/html; charset=utf-8", now.page)
        if path == "/version":
            return _text(HTTPStatus.OK, now.version)
        if path.startswith("/search/"):
            name, _, query = path.removeprefix("/search/").partition("/")
            return _search(now, unquote(query)) if name == now.version else _CHANGED
        name, _, number = path.removeprefix("/text/").partition("/")
        if not path.startswith("/text/") or not (number.isascii() and number.isdecimal() and len(number) < 9):
            return _text(HTTPStatus.NOT_FOUND, "There is no such page; the report is at /")
        if name != now.version:
            return _CHANGED
        return _article(now, int(number))


def serve(output: str, port: int) -> None:
    """Answers at http://127.0.0.1:port/ until it is stopped; 0 is a port that is free. UsageError before it starts."""
    live = Live(output)
    live.snapshot()
    try:
        server = _Server(port, live)
    except OSError as error:
        raise UsageError(f"--port={port}: {error}; name another one, or 0 for any") from error
    with server, suppress(KeyboardInterrupt):
        address = f"http://{ADDRESS}:{server.server_port}/"
        print(f"dateline: {output} at {address}, until Ctrl-C", file=sys.stderr, flush=True)
        server.serve_forever()


class _Server(ThreadingHTTPServer):
    def __init__(self, port: int, live: Live) -> None:
        self.live = live
        self._room = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((ADDRESS, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE
    server_version, sys_version = "dateline", ""

    def do_GET(self) -> None:
        """Answers requests that name this machine: a page under another name that leads here may not read it."""
        self._send(self.server.live.answer(self.path) if self._is_for_us() else _REFUSED)

    def do_HEAD(self) -> None:
        """The same without its body."""
        self.do_GET()

    def _is_for_us(self) -> bool:
        names = [f"{name}:{self.server.server_port}" for name in (ADDRESS, "localhost")]
        return [host.lower() for host in self.headers.get_all("Host", [])] in ([name] for name in names)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        fields = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), **_HEADERS}
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *arguments: Any) -> None:
        """Nothing: what is asked for is the user's own affair."""


def _version(output: str) -> str:
    stamps = [f"{path} {stamp}" for folder in _FOLDERS for path, stamp in sorted(stamped(f"{output}/{folder}").items())]
    return digest(*stamps)


def _snapshot(output: str, version: str, now: datetime) -> Snapshot:
    found, rows = figures(output, now)
    articles = pack(rows, found.listed, (), texts=False)
    made = page(basename(output) or output, found, articles, version)
    return Snapshot(version, made, rows, list(found.listed)[: articles.listed])


def _article(now: Snapshot, number: int) -> Answer:
    if number >= len(now.places):
        return _text(HTTPStatus.NOT_FOUND, "There is no such article")
    for _, row in now.rows.at([now.places[number]], TEXT):
        body = json.dumps(record(row, LONGEST), ensure_ascii=False).encode()
        return Answer(HTTPStatus.OK, "application/json", body)
    return _CHANGED


def _search(now: Snapshot, query: str) -> Answer:
    found = search(now.rows, query, frozenset(now.places))
    body = json.dumps(found._asdict(), ensure_ascii=False).encode()
    return Answer(HTTPStatus.OK, "application/json", body)


def _text(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", text.encode())


_CHANGED = _text(HTTPStatus.CONFLICT, "The output has changed; load the page again")
_REFUSED = _text(HTTPStatus.MISDIRECTED_REQUEST, "This report is at 127.0.0.1 and localhost alone")
