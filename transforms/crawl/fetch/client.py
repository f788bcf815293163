"""How a run goes online: who it says it is, within which limits, and by which clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.fetch import FetchLimits
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.fetch.guard import any_address, is_public


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Plain values; `open` makes the fetcher of them. `now` stops the clock, for simulations; None is the real one."""

    agent: str
    limits: FetchLimits = field(default_factory=FetchLimits)
    private: bool = False
    now: datetime | None = None

    def open(self) -> Fetcher:
        """A fetcher, to be entered within an event loop."""
        return Fetcher(self.agent, self.limits, permitted=any_address if self.private else is_public, now=self.clock)

    def clock(self) -> datetime:
        """The time, in UTC."""
        return self.now or datetime.now(UTC)
