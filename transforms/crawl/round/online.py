"""A stage that goes online: the groups of a bundle side by side, through one polite client."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import MIN_TIMESTAMP
from apache_beam.utils.windowed_value import WindowedValue

from transforms.crawl.fetch.client import Client
from transforms.crawl.fetch.fetcher import Fetcher
from transforms.crawl.round.journal import RoundJournal


@dataclass
class Online(beam.DoFn):
    """(key, values) groups -> what `work` makes of each. A subclass says what the work is, and what comes out of it.

    Collects the bundle's groups and works on them together, for a server that answers slowly must not hold up others.
    """

    client: Client
    round: RoundJournal

    def start_bundle(self) -> None:
        """Begins with nothing."""
        self.groups: list[tuple[int, list[Any]]] = []

    def process(self, group: tuple[int, Iterable[Any]]) -> None:
        """Takes a group."""
        self.groups.append((group[0], list(group[1])))

    def finish_bundle(self) -> Iterator[Any]:
        """Works on all groups and returns what came of them."""
        for key, values, result in asyncio.run(self._all()):
            for output in self.outputs(key, values, result):
                tag, value = (output.tag, output.value) if isinstance(output, TaggedOutput) else (None, output)
                there = WindowedValue(value, MIN_TIMESTAMP, (GlobalWindow(),))
                yield TaggedOutput(tag, there) if tag else there

    async def _all(self) -> list[tuple[int, list[Any], Any]]:
        async with self.client.open() as fetcher:
            results = await asyncio.gather(*(self.work(fetcher, key, values) for key, values in self.groups))
        return [(key, values, result) for (key, values), result in zip(self.groups, results, strict=True)]

    async def work(self, fetcher: Fetcher, key: int, values: list[Any]) -> Any:
        """Does the work of a group, unless the journal has it."""
        raise NotImplementedError

    def outputs(self, key: int, values: list[Any], result: Any) -> Iterator[Any]:
        """What comes out of a group's result, tagged or not."""
        raise NotImplementedError
