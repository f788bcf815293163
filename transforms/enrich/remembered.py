"""What a model found in the texts that it read last: a text that comes again is not read again.

Only the very same text, with its title: in another text a word has other neighbours, and the model's scores for it
differ in their last digits.
"""

from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b
from threading import Lock

from cachetools import LRUCache

from transforms.base import metrics
from transforms.enrich.spans import Span

TEXTS = 10_000
"""Texts that are remembered: 10 MB."""


class Remembered:
    """A finder of spans that remembers. Any thread may ask."""

    def __init__(self, find: Callable[[str], Sequence[Span]]) -> None:
        self._find = find
        self._found = LRUCache[bytes, "tuple[array[int], tuple[str, ...]]"](TEXTS)
        self._lock = Lock()
        self._again = metrics.counter(metrics.READ_AGAIN)

    def __call__(self, text: str) -> list[Span]:
        """What `find` finds in a text."""
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            known = self._found.get(key)
        if known is None:
            spans = list(self._find(text))
            labels = tuple(sorted({span.label for span in spans}))
            bounds = array("I", (number for span in spans for number in (*span[:2], labels.index(span.label))))
            with self._lock:
                self._found[key] = bounds, labels
            return spans
        self._again.inc()
        bounds, labels = known
        return [Span(bounds[n], bounds[n + 1], labels[bounds[n + 2]]) for n in range(0, len(bounds), 3)]
