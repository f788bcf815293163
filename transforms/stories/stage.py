"""Stories of an output: its articles by day, marked side by side, then folded into rows in order of time.

Articles do not travel: a worker gets the names of days, reads them and those before, and writes what it finds.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import apache_beam as beam

from transforms.stories.due import Due
from transforms.stories.fold import fold
from transforms.stories.mark import Day, marks_of_days
from transforms.stories.read import sketches
from transforms.stories.store import Store


@dataclass
class WriteStories(beam.PTransform[Any, Any]):
    """OUTPUT/articles -> OUTPUT/stories, brought up to date as far as it is `due`. Returns how many articles were read.

    An article is compared with those of a `span` before it.
    """

    output: str
    due: Due
    span: timedelta

    def expand(self, pipeline: beam.Pipeline) -> beam.PCollection[int]:
        """Marks runs of days, and then folds."""
        marked = (
            pipeline
            | "Days" >> beam.Create(self.due.runs, reshuffle=False)
            | "Spread" >> beam.Reshuffle()
            | "Mark" >> beam.Map(_mark, Store(self.output), self.due, self.span)
            | "Marked" >> beam.CombineGlobally(sum)
        )
        done: beam.PCollection[int] = (
            pipeline
            | "Once" >> beam.Create([None], reshuffle=False)
            | "Fold" >> beam.Map(_fold, Store(self.output), self.due, self.span, beam.pvalue.AsSingleton(marked))
        )
        return done


def _mark(days: tuple[Day, ...], store: Store, due: Due, span: timedelta) -> int:
    files, digests = store.articles(), dict(due.wanted)
    articles = 0
    for day, marks in marks_of_days(days, span, lambda day: sketches(day, files.get(day, ()))):
        store.put_marks(day, digests[day], marks)
        articles += len(marks)
    return articles


def _fold(_: None, store: Store, due: Due, span: timedelta, articles: int) -> int:
    fold(store, dict(due.wanted), span)
    for day in store.marked().keys() - dict(due.wanted).keys():
        store.remove_marks(day, store.marked_on(day))
    return articles
