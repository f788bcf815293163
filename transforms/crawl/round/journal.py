"""The journal of a round: what is done stays done when the round is stopped and started again.

OUTPUT/_state/round.json names the round under way, OUTPUT/_state/round/<name>/ holds a file for each step that is
done. The ledger of a round says that it is complete.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from transforms.base.state import from_json, to_json
from transforms.base.storage import listed, read_if_present, remove, write_whole
from transforms.crawl.archive.days import part
from transforms.crawl.counts import CrawlCounts
from transforms.crawl.pages import Step
from transforms.crawl.polling import PollResult
from transforms.crawl.round.under_way import begin, is_complete, last_begun

T = TypeVar("T", bound=CrawlCounts)


@dataclass(frozen=True, slots=True)
class RoundJournal:
    """One round over the feeds: its name, and the time at which it began."""

    output: str
    name: str
    now: datetime
    progress: str | None = None
    """The file to which workers of this machine append how far they are."""

    def archive(self, kind: str, shard: int, step: str) -> str:
        """The path, without its ending, of what a step adds to the archive of the round's day."""
        return part(self.output, kind, shard, self.now, step)

    def read(self, step: str, kind: type[T]) -> T | None:
        """What a step wrote when it was done; None if it is still to do. DamagedError if it is something else."""
        data = read_if_present(path := self._path(step))
        if not data:
            return None
        content = from_json(data, kind, path)
        content.archived = [(self._here(archive), size) for archive, size in content.archived]
        return content

    def write(self, step: str, content: CrawlCounts) -> None:
        """Says that a step is done. Archives are named from the output on: it may be moved before the round goes on."""
        archived = [(_below(archive), size) for archive, size in content.archived]
        write_whole(self._path(step), to_json(replace(content, archived=archived)))

    def _here(self, archive: str) -> str:
        return f"{self.output}/{_below(archive)}"

    def _path(self, step: str) -> str:
        return f"{self.output}/_state/round/{self.name}/{step}.json"


def _below(archive: str) -> str:
    """The path of an archive from the folder `archive` of its output on; one of an earlier program is whole."""
    parts = f"/{archive}".rpartition("/archive/")[2].split("/")
    return "/".join(("archive", *(part for part in parts if part not in ("", ".", ".."))))


def read_step(path: str) -> CrawlCounts:
    """What the file of a step holds, whichever it is; DamagedError if it is something else."""
    kind = PollResult if path.rpartition("/")[2].startswith("poll-") else Step
    return from_json(read_if_present(path) or b"", kind, path)


def last_round(output: str) -> RoundJournal | None:
    """The round that is under way, or the last one; None if there was none."""
    last = last_begun(output)
    return RoundJournal(output, last.name, last.now) if last else None


def open_round(output: str, now: datetime) -> RoundJournal:
    """The round that was not completed, else a new one that begins now."""
    if before := last_round(output):
        if not is_complete(output, before.name):
            return before
        for path in listed(f"{output}/_state/round/{before.name}"):
            remove(path)
    name = base = f"round-{now:%Y%m%dT%H%M%SZ}"
    count = 1
    while is_complete(output, name):
        count += 1
        name = f"{base}-{count}"
    begin(output, name, now)
    return RoundJournal(output, name, now)
