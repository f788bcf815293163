"""One request on the wire: aiohttp's client, with what an archive keeps of the exchange.

aiohttp takes a quarter of a second to import. So whoever needs this module imports it when it goes online.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from aiohttp import ClientResponse, ClientSession, ClientTimeout, CookieJar, DummyCookieJar
from aiohttp.abc import AbstractResolver
from aiohttp.connector import Connection
from yarl import URL

from schemas.fetch import FetchLimits, HttpExchange
from transforms.base.http import without_credentials
from transforms.crawl.fetch.guard import guarded_connector

# Sites send policies and cookies far above aiohttp's 8 KB a field.
_HEADER_BYTES = 128 << 10
_HEADER_FIELDS = 512


class _Response(ClientResponse):
    """A response that knows the address it came from; the connection is gone once a short body has arrived."""

    peer: str | None = None

    async def start(self, connection: Connection) -> ClientResponse:
        transport = connection.transport
        peer = transport.get_extra_info("peername") if transport is not None else None
        self.peer = str(peer[0]) if peer else None
        return await super().start(connection)


def open_session(
    limits: FetchLimits, permitted: Callable[[str], bool], resolver: AbstractResolver | None
) -> ClientSession:
    """A session that connects to permitted addresses only, keeps no cookies and undoes no content coding."""
    return ClientSession(
        connector=guarded_connector(permitted, resolver),
        # No environment: its proxies would connect where the guard does not see it, its netrc holds credentials.
        trust_env=False,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        response_class=_Response,
        max_line_size=_HEADER_BYTES,
        max_field_size=_HEADER_BYTES,
        max_headers=_HEADER_FIELDS,
        timeout=ClientTimeout(
            total=limits.total_timeout, connect=limits.connect_timeout, sock_read=limits.read_timeout
        ),
    )


async def get(
    session: ClientSession, url: str, headers: Mapping[str, str], sent_at: datetime, limit: int, cut: bool = False
) -> HttpExchange:
    """One GET, no redirect followed. A body above `limit` bytes is left out, or cut there; `truncated` says so.

    `url` is sent as it is. Raises the errors of aiohttp, OSError and ValueError.
    """
    async with session.get(URL(url, encoded=True), headers=headers, allow_redirects=False) as response:
        body, whole = await _read(response, limit, cut)
    version = response.version
    return HttpExchange(
        url=url,
        status=response.status,
        reason=response.reason or "",
        http_version=f"{version.major}.{version.minor}" if version else "1.1",
        request_headers=tuple((str(k), str(v)) for k, v in response.request_info.headers.items()),
        response_headers=tuple(_field(name, value) for name, value in response.raw_headers),
        body=body,
        fetched_at=sent_at,
        address=response.peer if isinstance(response, _Response) else None,
        truncated=None if whole else "length",
    )


class Cookies:
    """The cookies of one course through redirects."""

    def __init__(self) -> None:
        self._jar = CookieJar(unsafe=True)

    def take(self, url: str, fields: Sequence[str]) -> None:
        """Keeps what the Set-Cookie fields of an answer say."""
        self._jar.update_cookies_from_headers(fields, URL(url, encoded=True))

    def of(self, url: str) -> str:
        """What is sent to an address, as the value of Cookie; empty if there is none."""
        return "; ".join(f"{m.key}={m.value}" for m in self._jar.filter_cookies(URL(url, encoded=True)).values())


async def _read(response: ClientResponse, limit: int, cut: bool) -> tuple[bytes, bool]:
    if not cut and (response.content_length or 0) > limit:
        return b"", False
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            return (b"".join(chunks)[:limit] if cut else b""), False
    return b"".join(chunks), True


def _field(name: bytes, value: bytes) -> tuple[str, str]:
    key, text = name.decode("latin-1"), value.decode("latin-1")
    if key.lower() == "transfer-encoding":
        # The chunk framing is undone, so this is not true of the body any more.
        return f"X-Archive-Orig-{key}", text
    if key.lower() in ("location", "content-location"):
        text = without_credentials(text)
    return key, text
