"""HTTP bodies as archives hold them: chunk framing and content codings taken off where they are still on."""

import re

from schemas.reject import Reason, Unusable
from transforms.base.content_coding import ZSTD, ContentBroken, ContentTooLarge, decode_content

BODY_LIMIT = 16 << 20
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1024})?\r\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNSAID = {b"\x1f\x8b\x08": "gzip", ZSTD: "zstd"}
"""Codings that are known by how a body begins."""
# One byte in ten of compressed data is a control character.
_SURELY_TEXT = 256
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)


def stored_body(
    raw: bytes, transfer: str | None, content: str | None, limit: int = BODY_LIMIT, *, is_cut: bool = False
) -> bytes:
    """The content of a body under its Transfer-Encoding and Content-Encoding, at most `limit` bytes.

    Archives often keep the headers of codings that they have taken off: a body that is not coded stays as it is. One
    that is gzip or zstd, and is not said to be, is unpacked. Of a body that the archiver cut, what is there is taken.
    Raises Unusable: TOO_LARGE, TRUNCATED where a chunk is missing, MALFORMED.
    """
    body = unchunk(raw, is_cut=is_cut) if transfer and "chunked" in transfer.lower() else raw
    is_plain = _MARKUP.match(body) or (len(body) >= _SURELY_TEXT and _is_text(body))
    try:
        decoded = decode_content(body, None if is_plain else content, limit)
        for beginning, coding in _UNSAID.items():
            if decoded.startswith(beginning):
                decoded = decode_content(decoded, coding, limit)
        return decoded or (body if len(body) > 2 and _is_plain(body) else b"")
    except ContentTooLarge:
        message = f"the body unpacks to more than {limit:,} bytes, the most that is read; leave it out"
        raise Unusable(Reason.TOO_LARGE, message) from None
    except ContentBroken as error:
        if _is_plain(body) and len(body) <= limit:
            return body
        raise Unusable(Reason.MALFORMED, f"the body is damaged ({error}); archive the page again") from None


def unchunk(body: bytes, *, is_cut: bool = False) -> bytes:
    """The content of a chunked body; a body that does not start with a chunk is returned as it is.

    If it was cut, what is there of its chunks; otherwise Unusable(TRUNCATED) where one is missing.
    """
    parts: list[bytes] = []
    position = 0
    while (head := _CHUNK_SIZE.match(body, position)) is not None:
        start = head.end()
        position = start + int(head[1], 16)
        if position == start:
            return b"".join(parts)
        parts.append(body[start:position])
        if not body.startswith(b"\r\n", position):
            break
        position += 2
    if not parts:
        return body
    if position >= len(body):
        if is_cut:
            return b"".join(parts)
        raise Unusable(Reason.TRUNCATED, "the body ends before its last chunk; archive the page again")
    if len(parts) == 1 and _is_text(body):
        # A page that happens to begin with digits on a line of their own.
        return body
    raise Unusable(Reason.MALFORMED, "the chunks of the body are damaged; archive the page again")


def _is_text(body: bytes) -> bool:
    return _CONTROL.search(body, 0, 1024) is None


def _is_plain(body: bytes) -> bool:
    """Whether a body is text, and no coded one: few bytes of those may have no control character by chance."""
    return _is_text(body) and (len(body) >= _SURELY_TEXT or _is_utf8(body))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
