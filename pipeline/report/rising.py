"""People, organisations and places that are named more than before."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.kinds import ENTITY
from pipeline.report.rows import Batch, flattened, value_counts

COLUMNS = ("entities",)
SPAN = 7
"""Days of each of the two periods that are compared."""
NAMES = 200_000
"""Names that are counted at once; beyond that, those named least are dropped."""
SHOWN = 10
LEAST, SURE = 3, 2.0
"""Articles that must name what rises, and the score that it must have: what is less is chance."""


class Rise(NamedTuple):
    """A name, the articles that name it in the newest period and the one before, and on each day."""

    name: str
    now: int
    before: int
    days: tuple[int, ...]


@dataclass
class Rising:
    """Counts the articles that name each entity, in the newest days and as many before."""

    last_day: date | None
    first_day: date | None
    """The oldest day there is: a short output is compared by its halves."""
    articles: Counter[int] = field(default_factory=Counter)
    """By day, counted from the first that is compared."""
    named: dict[tuple[str, str], Counter[int]] = field(default_factory=dict)
    let_go: int = 0

    @property
    def span(self) -> int:
        """Days of each period."""
        if self.last_day is None or self.first_day is None:
            return 0
        return min(SPAN, ((self.last_day - self.first_day).days + 1) // 2)

    def add(self, batch: Batch) -> None:
        """Counts the rows of a batch."""
        day = self._number(batch.day)
        if day is None:
            return
        self.articles[day] += batch.table.num_rows
        _, entities = flattened(batch.table, "entities")
        table = pa.table({name: entities.field(name) for name in ("name", "label")})
        names = table.filter(pc.is_in(table.column("label"), pa.array(list(ENTITY))))
        for (name, label), count in value_counts(names, ["name", "label"]):
            self.named.setdefault((ENTITY[label], name), Counter())[day] += count
        if len(self.named) > NAMES:
            self._let_go()

    def _number(self, day: str | None) -> int | None:
        if day is None or self.last_day is None or not self.span:
            return None
        number = (date.fromisoformat(day) - self.last_day).days + 2 * self.span - 1
        return number if 0 <= number < 2 * self.span else None

    def _let_go(self) -> None:
        totals = {key: days.total() for key, days in self.named.items()}
        least = int(np.partition(list(totals.values()), len(totals) // 2)[len(totals) // 2])
        kept = {key: days for key, days in self.named.items() if totals[key] > least}
        self.let_go += len(self.named) - len(kept)
        self.named = kept

    def top(self) -> dict[str, list[Rise]]:
        """The names that rise most, by group.

        By (now - expected) / sqrt(expected + 1), where expected is the count of before at the number of articles of
        now: the deviation of a Poisson count in units of its own, with one added so that a new name does not give
        infinity.
        """
        span = self.span
        recent = sum(count for day, count in self.articles.items() if day >= span)
        ratio = recent / max(1, self.articles.total() - recent)
        found: dict[str, list[tuple[float, Rise]]] = {}
        for (group, name), days in self.named.items():
            now = sum(count for day, count in days.items() if day >= span)
            before = days.total() - now
            score = (now - before * ratio) / sqrt(before * ratio + 1)
            if now >= LEAST and score >= SURE:
                each = tuple(days[number] for number in range(2 * span))
                found.setdefault(group, []).append((score, Rise(name, now, before, each)))
        return {
            group: [rise for _, rise in sorted(found[group], key=lambda pair: (-pair[0], pair[1].name))[:SHOWN]]
            for group in dict.fromkeys(ENTITY.values())
            if group in found
        }

    def periods(self) -> tuple[date, date, date] | None:
        """The first day of the period before, that of the newest, and the last day."""
        if self.last_day is None or not self.span:
            return None
        first = self.last_day - timedelta(days=2 * self.span - 1)
        return first, first + timedelta(days=self.span), self.last_day
