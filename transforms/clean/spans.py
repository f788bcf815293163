"""Spans of a document's text as spans of what cleaning leaves of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from schemas.structure import Link, Part
from transforms.clean.blocks import Line


class Kept:
    """The lines that stay, each with its old place; now they follow each other, a newline between."""

    def __init__(self, lines: Sequence[tuple[int, Line]]) -> None:
        self._lines = [line for _, line in lines]
        self._old = [start for start, _ in lines]
        self._new: list[int] = []
        at = 0
        for line in self._lines:
            self._new.append(at)
            at += len(line.text) + 1

    def parts(self, parts: Sequence[Part]) -> Iterator[Part]:
        """What is left of each part; one that was cut completely is left out."""
        for part in parts:
            first, after = bisect_left(self._old, part.start), bisect_left(self._old, part.end)
            if first < after:
                end = self._new[after - 1] + len(self._lines[after - 1].text)
                yield part._replace(start=self._new[first], end=end)

    def links(self, links: Sequence[Link]) -> Iterator[Link]:
        """The links that stay, their words found again if white space or invisible characters were removed."""
        last = 0
        for link in links:
            index = bisect_right(self._old, link.start) - 1
            if index < 0:
                continue
            line, start, end = self._lines[index], link.start - self._old[index], link.end - self._old[index]
            if end > len(line.raw):
                continue
            if line.raw != line.text:
                words = " ".join(line.raw[start:end].split())
                free = max(0, last - self._new[index])
                before = line.text.rfind(words, free, start + len(words))
                start = before if before >= 0 else line.text.find(words, free)
                end = start + len(words)
            if start >= 0 and end > start:
                last = self._new[index] + end
                yield Link(self._new[index] + start, last, link.url)
