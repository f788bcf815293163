"""The frontier: pages that are announced and not fetched yet, in files, by group of hosts.

OUTPUT/_state/stream/frontier/<shard>/pending.json is written by the owner of the group; others drop files beside it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.base.state import from_json, to_json
from transforms.base.storage import STAGED, listed, read_if_present, remove, write_whole
from transforms.crawl.fetch.politeness import host_of
from transforms.crawl.polling import Wanted
from transforms.crawl.store import FEED_SHARDS

Again = tuple[str, str]
"""Feed and key of an entry to announce again."""


@dataclass(slots=True)
class FrontierFile:
    """Pages to fetch, and entries to announce again."""

    wanted: list[Wanted] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)


def read_frontier(path: str) -> FrontierFile:
    """What a file of the frontier holds; nothing where it is gone."""
    data = read_if_present(path)
    return from_json(data, FrontierFile, path) if data else FrontierFile()


class Frontier:
    """The frontier of one group of hosts, within one event loop. Reads nothing before `absorb`."""

    def __init__(self, output: str, shard: int) -> None:
        self._folder = f"{output}/_state/stream/frontier/{shard:05}-of-{FEED_SHARDS:05}"
        self._file = f"{self._folder}/pending.json"
        self._turn = asyncio.Lock()
        self.pending: dict[Wanted, None] = {}
        """In the order in which they were announced."""
        self.queue: Counter[str] = Counter()
        """How many of them each host has."""
        self._is_read = False

    async def absorb(self) -> list[Again]:
        """Takes in what was dropped, and what the group's owner before left; returns what came back.

        What came back stays where it is until `absorbed`.
        """
        async with self._turn:
            found = await asyncio.to_thread(self._read)
            self._is_read = True
            known = len(self.pending)
            again: list[Again] = []
            for content in found.values():
                self._put(content.wanted)
                again += content.again
            if len(self.pending) > known:
                await asyncio.to_thread(self._write, list(self.pending))
            self._drops = [path for path in found if path != self._file]
            return again

    async def absorbed(self) -> None:
        """Removes what was dropped."""
        for path in self._drops:
            await asyncio.to_thread(remove, path)

    async def add(self, wanted: Iterable[Wanted]) -> None:
        """Puts pages at the end."""
        async with self._turn:
            known = len(self.pending)
            self._put(wanted)
            if len(self.pending) > known:
                await asyncio.to_thread(self._write, list(self.pending))

    async def done(self, wanted: Iterable[Wanted]) -> None:
        """Takes out pages whose exchanges are archived."""
        async with self._turn:
            for page in wanted:
                if page in self.pending:
                    del self.pending[page]
                    self.queue.subtract((host_of(page.url),))
            self.queue = +self.queue
            await asyncio.to_thread(self._write, list(self.pending))

    def _put(self, wanted: Iterable[Wanted]) -> None:
        new = dict.fromkeys(page for page in wanted if page not in self.pending)
        self.pending.update(new)
        self.queue.update(host_of(page.url) for page in new)

    def _read(self) -> dict[str, FrontierFile]:
        # Our own file is read once: with many pages it is large, and nobody else writes it.
        skipped = self._file if self._is_read else None
        there = sorted(path for path in listed(self._folder) if not path.rpartition("/")[2].startswith(STAGED))
        return {path: read_frontier(path) for path in there if path != skipped}

    def _write(self, pending: list[Wanted]) -> None:
        if pending:
            write_whole(self._file, to_json(FrontierFile(pending)))
        else:
            remove(self._file)


def drop(output: str, shard: int, name: str, wanted: Iterable[Wanted] = (), again: Iterable[Again] = ()) -> None:
    """Leaves pages to fetch, or entries to announce again, for the owner of the group of hosts."""
    path = f"{output}/_state/stream/frontier/{shard:05}-of-{FEED_SHARDS:05}/{name}.json"
    write_whole(path, to_json(FrontierFile(list(wanted), list(again))))
