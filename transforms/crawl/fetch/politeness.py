"""Turns: how often and how many at a time a host, and all hosts together, are asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from schemas.fetch import FetchLimits
from transforms.crawl.fetch.outcome import FetchVerdict, backoff

_MANY_HOSTS = 10_000


def host_of(url: str) -> str:
    """The host, and the port where it is named, to which turns are given."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


class HostResting(Exception):
    """The host is left alone for `seconds` more; `verdict` is the one that led to it."""

    def __init__(self, verdict: FetchVerdict, seconds: float) -> None:
        super().__init__(verdict, seconds)
        self.verdict = verdict
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready_at: float = 0.0
    failures: int = 0
    rests_until: float = 0.0
    rests_for: FetchVerdict | None = None
    users: int = 0


class Turns:
    """Gives turns to requests, in the order in which they come. One event loop."""

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = limits
        self._all = asyncio.Semaphore(limits.concurrency)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Waits for the turn of a request to the host. Raises HostResting.

        With a delay, requests to the host go one at a time, and it counts from the end of the last one: counted from
        its start, a slow connection would bring two requests nearer to each other at the server.
        """
        state = self._host(host)
        state.users += 1
        try:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(state.slots)
                if delay > 0:
                    await stack.enter_async_context(state.line)
                await self._ready(state)
                await stack.enter_async_context(self._all)
                try:
                    yield
                finally:
                    if delay > 0:
                        state.ready_at = max(state.ready_at, _time() + delay)
        finally:
            state.users -= 1

    def succeeded(self, host: str) -> None:
        """The host answers."""
        self._host(host).failures = 0

    def failed(self, host: str, verdict: FetchVerdict) -> None:
        """The host does not answer, or does not want to: it gets ever longer pauses, then a rest."""
        state = self._host(host)
        state.failures += 1
        if state.failures >= self._limits.host_failures:
            self.rest(host, verdict, self._limits.host_rest)
        else:
            self.pause(host, backoff(host, state.failures - 1, self._limits.backoff, self._limits.max_wait))

    def pause(self, host: str, seconds: float) -> None:
        """No request starts for so long."""
        state = self._host(host)
        state.ready_at = max(state.ready_at, _time() + seconds)

    def rest(self, host: str, verdict: FetchVerdict, seconds: float) -> None:
        """Every request for so long ends at once as this one did."""
        state = self._host(host)
        state.rests_until, state.rests_for, state.failures = _time() + seconds, verdict, 0

    async def _ready(self, state: _Host) -> None:
        while True:
            now = _time()
            if state.rests_for and state.rests_until > now:
                raise HostResting(state.rests_for, state.rests_until - now)
            if state.ready_at <= now:
                return
            await asyncio.sleep(state.ready_at - now)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= _MANY_HOSTS:
                now = _time()
                idle = [k for k, s in self._hosts.items() if not s.users and max(s.ready_at, s.rests_until) < now]
                for key in idle:
                    del self._hosts[key]
            self._hosts[host] = _Host(asyncio.Semaphore(self._limits.per_host))
        return self._hosts[host]


def _time() -> float:
    return asyncio.get_running_loop().time()
