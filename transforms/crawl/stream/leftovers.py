"""What a stream left unfinished in an output when it was stopped, for whoever continues it."""

from dataclasses import dataclass

from schemas.reference import Reference
from transforms.base.storage import STAGED, listed, remove
from transforms.crawl.polling import Wanted
from transforms.crawl.schedule import forget
from transforms.crawl.store import feed_shard, read_states, write_states
from transforms.crawl.stream.frontier import read_frontier
from transforms.crawl.stream.staging import complete, complete_path, reference, staged


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Archives that are staged, pages that are announced and not fetched, and the files that hold those."""

    archives: dict[str, int]
    wanted: tuple[Wanted, ...]
    frontier: tuple[str, ...]

    @property
    def stored(self) -> tuple[Reference, ...]:
        """The archives as they are read."""
        found = (reference(path, size) for path, size in self.archives.items())
        return tuple(each for each in found if each is not None)

    def archives_done(self) -> None:
        """Puts the archives where they belong, when what they hold is written."""
        parts: dict[str, list[str]] = {}
        for path in self.archives:
            parts.setdefault(complete_path(path), []).append(path)
        for target, paths in sorted(parts.items()):
            complete(target, paths)

    def frontier_done(self) -> None:
        """Removes the pages, when they are fetched."""
        for path in self.frontier:
            remove(path)


def left_by_stream(output: str) -> Leftovers:
    """Reads what a stream left."""
    found = listed(f"{output}/_state/stream/frontier")
    files = tuple(sorted(path for path in found if not path.rpartition("/")[2].startswith(STAGED)))
    contents = [read_frontier(path) for path in files]
    wanted = dict.fromkeys(page for content in contents for page in content.wanted)
    again: dict[str, list[str]] = {}
    for content in contents:
        for feed, key in content.again:
            again.setdefault(feed, []).append(key)
    for feed, keys in again.items():
        shard = feed_shard(feed)
        if (state := read_states(output, shard).get(feed)) is not None:
            write_states(output, shard, {feed: forget(state, keys)})
    return Leftovers(staged(output), tuple(wanted), files)
