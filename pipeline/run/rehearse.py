"""`--dry-run`: what there is to read, and an estimate of what would come of it, from a few documents that are tried."""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from rich.filesize import decimal

from pipeline.notebook.documents import article_of, enrich
from pipeline.options import Options
from schemas.capture import Capture
from schemas.reference import Reference
from schemas.reject import Unusable
from transforms.base.sandbox import isolated
from transforms.enrich.language import detect
from transforms.read.stage import read, split, within_range
from transforms.read.warc.reader import Unreadable
from transforms.select.stage import refusal

TRIED = 24
"""Documents that are tried: those whose names have the smallest hashes, so that they are the same every time."""
START = 10.0
"""Seconds that Beam, the libraries of the cloud and a model take to start, see docs/performance.md."""
_WANTED = "wanted"


@dataclass
class Rehearsal:
    """What was counted, and what was tried: `tried` documents took `seconds` of one core, and gave `articles`."""

    files: Counter[str] = field(default_factory=Counter)
    size: int = 0
    documents: int = 0
    of_other_time: int = 0
    tried: int = 0
    articles: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def lines(self) -> Iterator[tuple[str, str]]:
        """What a person sees: a name and a figure. `about` marks an estimate."""
        files = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.files.items()))
        yield "Files", f"{files}; {decimal(self.size)}"
        other = f", {self.of_other_time:,} of another time" if self.of_other_time else ""
        yield "Documents", f"{self.documents:,}{other}"
        if self.tried:
            share = self.documents / self.tried
            yield (
                "Articles",
                f"about {round(self.articles * share):,}, judging by {self.tried:,} documents that were tried",
            )
            for why, count in self.left_out.most_common():
                yield "Left out", f"about {round(count * share):,} {why}"
            yield "Time", f"about {_length(self.seconds * share)} on one core, and {START:g} s to start"
        yield "Written", "nothing: this was --dry-run"


def rehearse(files: Iterable[Reference], options: Options, clock: Callable[[], float] = time.process_time) -> Rehearsal:
    """Reads all documents of some files, and tries a few of them. `clock` gives seconds."""
    found = Rehearsal()
    chosen: list[tuple[int, int, Capture | Unreadable]] = []
    for file in files:
        found.files[file.kind] += 1
        found.size += file.end
        for item in _items(file):
            capture = item if isinstance(item, Capture) else item.capture
            if options.limit and found.documents == options.limit:
                break
            if not within_range(capture.captured_at, options.since, options.until):
                found.of_other_time += 1
                continue
            found.documents += 1
            # Least first in a heap: the greatest hash goes.
            rank = -int.from_bytes(sha256(capture.uri.encode("utf-8", "replace")).digest()[:8], "big")
            # A file that is given twice has its documents twice.
            one = rank, found.documents, item
            if len(chosen) < TRIED:
                heapq.heappush(chosen, one)
            elif rank > chosen[0][0]:
                heapq.heapreplace(chosen, one)
    _try(found, [item for _, _, item in chosen], options, clock)
    return found


def _items(file: Reference) -> Iterator[Capture | Unreadable]:
    for part in split(file):
        yield from read(part)


def _try(
    found: Rehearsal, chosen: Sequence[Capture | Unreadable], options: Options, clock: Callable[[], float]
) -> None:
    # The first document loads models and tables, which is no part of a document's time: it is tried once more.
    for item in chosen[:1]:
        _outcome(item, options)
    for item in chosen:
        started = clock()
        outcome = _outcome(item, options)
        found.seconds += clock() - started
        found.tried += 1
        if outcome == _WANTED:
            found.articles += 1
        elif outcome is not None:
            found.left_out[outcome] += 1


def _outcome(item: Capture | Unreadable, options: Options) -> str | None:
    """`_WANTED`, or why its article is left out, or None if it has none."""
    if isinstance(item, Unreadable):
        return None
    try:
        article = isolated(article_of, item)
        why = refusal(article, options.selection, detect)
        if why is None:
            enrich(article, options.models, options.gazetteer)
    except Unusable:
        return None
    return why or _WANTED


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
