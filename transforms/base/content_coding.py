"""Content codings (RFC 9110 section 8.4) undone within a limit."""

from collections.abc import Callable
from functools import partial

import brotli  # type: ignore[import-untyped]
from backports import zstd
from isal import isal_zlib

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_MAX_CODINGS = 3
# Each copies what follows it, so many small ones would cost the square of their number.
_MAX_MEMBERS = 100
_STEP = 1 << 16
_GZIP = b"\x1f\x8b"
# Flags of the header that say there is something behind it that no reader knows (RFC 1952, 2.3.1.2).
_RESERVED = b"\x20"
ZSTD = b"\x28\xb5\x2f\xfd"


class ContentTooLarge(Exception):
    """The content is larger than the limit; what was decoded is given up."""


class ContentBroken(Exception):
    """The bytes are not in the coding that the header names, or in one that is not known."""


def decode_content(body: bytes, encoding: str | None, limit: int) -> bytes:
    """The content of a body by its Content-Encoding; of one that ends early, what there is, as browsers do.

    Memory stays within body and limit. Raises ContentTooLarge, ContentBroken.
    """
    codings = [c for c in (part.strip().lower() for part in (encoding or "").split(",")) if c and c != "identity"]
    if len(codings) > _MAX_CODINGS:
        raise ContentBroken(f"{len(codings)} content codings")
    for coding in reversed(codings):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            # "utf-8", "none", "text": a mistake that browsers skip.
            continue
        try:
            body = decoder(body, limit)
        except (isal_zlib.error, brotli.error, zstd.ZstdError) as error:  # type: ignore[misc]
            raise ContentBroken(f"{coding}: {error}") from error
    if len(body) > limit:
        raise ContentTooLarge
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    # Servers that name gzip and send none are common enough.
    if body[:2] == _GZIP and body[3:4] >= _RESERVED:
        raise ContentBroken("gzip: unknown header flags")
    return _members(partial(_zlib, wbits=31), _GZIP, body, limit) if body[:2] == _GZIP[: len(body)] else body


def _deflate(body: bytes, limit: int) -> bytes:
    # The zlib format is meant (RFC 9110 section 8.4.1.2), but some send the bare stream.
    if len(body) < 2:
        return b""
    is_zlib = body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _zlib(body, limit, 15 if is_zlib else -15)[0]


def _zlib(body: bytes, limit: int, wbits: int) -> tuple[bytes, bytes]:
    stream = isal_zlib.decompressobj(wbits)
    return stream.decompress(body, limit + 1), stream.unused_data


def _brotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    return _collect(lambda data: stream.process(data, output_buffer_limit=_STEP), stream.is_finished, body, limit)


def _zstd(body: bytes, limit: int) -> bytes:
    def frame(body: bytes, limit: int) -> tuple[bytes, bytes]:
        # RFC 9659: a window above 8 MB is not for the web.
        stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
        part = _collect(lambda data: stream.decompress(data, _STEP), lambda: stream.eof, body, limit)
        return part, stream.unused_data

    return _members(frame, ZSTD, body, limit)


def _members(decode: Callable[[bytes, int], tuple[bytes, bytes]], magic: bytes, body: bytes, limit: int) -> bytes:
    """Streams one after the other; anything else after the end of one is padding."""
    parts: list[bytes] = []
    for _ in range(_MAX_MEMBERS):
        part, body = decode(body, limit)
        parts.append(part)
        limit -= len(part)
        if limit < 0:
            raise ContentTooLarge
        if not body.startswith(magic):
            return b"".join(parts)
    raise ContentTooLarge


def _collect(step: Callable[[bytes], bytes], finished: Callable[[], bool], body: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := step(b"" if parts else body):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise ContentTooLarge
        if finished():
            break
    return b"".join(parts)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
