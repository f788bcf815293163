"""The course of one request: through redirects and retries to its exchange."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from schemas.fetch import Exchange, HttpExchange, Request
from transforms.crawl.fetch.outcome import FetchVerdict

if TYPE_CHECKING:
    from transforms.crawl.fetch.wire import Cookies

_VALIDATORS = frozenset(("if-none-match", "if-modified-since"))


class Response(NamedTuple):
    """What one address gave: a response, or only a verdict. `wait` is what the server asks for, in seconds."""

    verdict: FetchVerdict
    hop: HttpExchange | None = None
    content: bytes = b""
    wait: float | None = None


@dataclass(slots=True)
class Course:
    """The way of one request through redirects and retries."""

    request: Request
    max_redirects: int
    max_bytes: int
    is_robots: bool = False
    hops: list[HttpExchange] = field(default_factory=list)
    attempts: int = 0
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _cookies: "Cookies | None" = None

    @property
    def is_conditional(self) -> bool:
        """Whether the answer may be that nothing has changed."""
        return any(name.lower() in _VALIDATORS for name, _ in self.request.headers)

    def turns_to(self, target: str) -> bool:
        """Whether the redirect of the last hop is followed: not in circles, not too often.

        Cookies live as long as the course: some sites send the client in a circle until it shows the one they set.
        """
        hop = self.hops[-1]
        if set_cookies := [value for name, value in hop.response_headers if name.lower() == "set-cookie"]:
            from transforms.crawl.fetch.wire import Cookies

            self._cookies = self._cookies or Cookies()
            self._cookies.take(hop.url, set_cookies)
        self._seen.add((hop.url, dict(hop.request_headers).get("Cookie", "")))
        return len(self.hops) <= self.max_redirects and (target, self.cookies(target)) not in self._seen

    def cookies(self, url: str) -> str:
        """The header Cookie for an address; empty without one."""
        return self._cookies.of(url) if self._cookies else ""

    def end(self, verdict: FetchVerdict, content: bytes = b"", wait: float | None = None) -> Exchange:
        """The exchange that came of it; `wait` is what the server asks for, in seconds."""
        return Exchange(
            request=self.request,
            outcome=verdict.outcome,
            detail=verdict.detail,
            hops=tuple(self.hops),
            content=content,
            retry_after=wait,
            attempts=self.attempts,
        )
