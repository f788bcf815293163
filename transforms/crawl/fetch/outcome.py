"""How a response, or the lack of one, is named; and whether asking again can help."""

import asyncio
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from schemas.fetch import FetchOutcome
from transforms.base.http import jitter
from transforms.crawl.fetch.guard import PrivateAddress

_BY_STATUS: Mapping[int, FetchOutcome] = MappingProxyType(
    {
        402: FetchOutcome.PAYWALLED,
        404: FetchOutcome.NOT_FOUND,
        408: FetchOutcome.TIMED_OUT,
        410: FetchOutcome.GONE,
    }
)
_INTRANET = "to fetch from an intranet, give --allow-private-addresses"
_OVERLOADED = frozenset((502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class FetchVerdict(NamedTuple):
    """An outcome with what a person wants to know of it; `again` is whether the same request may end better soon."""

    outcome: FetchOutcome
    detail: str = ""
    again: bool = False


def status_verdict(status: int, conditional: bool = False) -> FetchVerdict:
    """The outcome of a status; `conditional` is whether the request carried validators."""
    if 200 <= status < 300:
        return FetchVerdict(FetchOutcome.FETCHED)
    if status == 304 and conditional:
        return FetchVerdict(FetchOutcome.UNCHANGED)
    detail = f"status {status}"
    if status < 400 or 500 <= status < 600:
        return FetchVerdict(FetchOutcome.SERVER_ERROR, detail, status in _OVERLOADED)
    # What is left of 4xx, and what is no status of HTTP at all (999), are ways to decline.
    return FetchVerdict(_BY_STATUS.get(status, FetchOutcome.BLOCKED), detail)


def is_redirect(status: int) -> bool:
    """Whether a response with this status and a Location sends the client there."""
    return status in _REDIRECTS


def error_verdict(error: Exception) -> FetchVerdict:
    """The outcome of an exception of aiohttp, of the connection or of the address. Raises what it does not know."""
    # Who goes online waits for it, and no other run.
    from aiohttp import (
        ClientConnectionError,
        ClientConnectorDNSError,
        ClientConnectorError,
        ClientPayloadError,
        ClientResponseError,
        ClientSSLError,
    )

    cause = error.os_error if isinstance(error, ClientConnectorError) else error
    if isinstance(cause, PrivateAddress):
        return FetchVerdict(FetchOutcome.REFUSED, f"private address {cause.address}; {_INTRANET}")
    if isinstance(error, ClientConnectorDNSError):
        return FetchVerdict(FetchOutcome.UNREACHABLE, f"name: {_message(cause)}")
    if isinstance(error, (ClientSSLError, ssl.SSLError)):
        return FetchVerdict(FetchOutcome.UNREACHABLE, f"TLS: {_message(cause)}")
    if isinstance(error, asyncio.TimeoutError):
        return FetchVerdict(FetchOutcome.TIMED_OUT, _message(error))
    if isinstance(error, ClientResponseError):
        return FetchVerdict(FetchOutcome.SERVER_ERROR, f"not HTTP: {error.message}"[:200])
    if isinstance(error, (OSError, ClientConnectionError, ClientPayloadError)):
        # That there is no connection to be had is an answer; that one broke, an accident.
        broke = not isinstance(error, ClientConnectorError) or isinstance(cause, ConnectionResetError)
        return FetchVerdict(FetchOutcome.UNREACHABLE, f"connection: {_message(cause)}", broke)
    if isinstance(error, ValueError):
        return FetchVerdict(FetchOutcome.REFUSED, f"not an address that can be asked: {_message(error)}")
    raise error


def backoff(key: str, attempt: int, base: float, most: float) -> float:
    """Seconds before the retry after `attempt` (from 0): doubling, at most `most`, with a jitter made from the key."""
    return min(most, base * 2.0 ** min(attempt, 32)) * (0.5 + jitter(key, attempt) / 2)


def _message(error: BaseException) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{type(error).__name__}: {text}"[:200] if text else type(error).__name__
