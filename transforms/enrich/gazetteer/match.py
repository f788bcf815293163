"""The names of a gazetteer in a text, all at once by Aho-Corasick, and which of several a name means."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from transforms.enrich.gazetteer.entry import Entry, read
from transforms.enrich.spans import Span

_SHORTEST = 2
"""Code points of the shortest name that is looked for."""
_GROUPS = ({"PERSON", "PER"}, {"GPE", "LOC", "FAC"}, {"NORP"})
_LONG_ALONE = 3


class Match(NamedTuple):
    """A name of the gazetteer in a text, and the entries that have it, by number."""

    start: int
    end: int
    entries: tuple[int, ...]


class Gazetteer:
    """Entries that can be found in texts. Immutable; any thread may ask."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        holders: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for name in dict.fromkeys((entry.name, *entry.aliases)):
                if len(name) >= _SHORTEST:
                    holders.setdefault(name, []).append(number)
        self._holders = [tuple(numbers) for numbers in holders.values()]
        self._machine = AhoCorasick(list(holders), matchkind=MatchKind.LeftmostLongest)

    def matches(self, text: str) -> list[Match]:
        """Names that stand as whole words, in order and apart, the longest where several begin."""
        found = self._machine.find_matches_as_indexes(text)
        return [Match(start, end, self._holders[name]) for name, start, end in found if _is_whole(text, start, end)]

    def missed(self, text: str, matches: Sequence[Match], taken: Iterable[Span]) -> Iterator[Span]:
        """Mentions that a model missed: of names that one entry has, and that are not common words."""
        covered = bytearray(len(text))
        for span in taken:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        for match in matches:
            label = self.entries[match.entries[0]].label
            name = text[match.start : match.end]
            telling = " " in name or (name.isupper() and len(name) >= _LONG_ALONE)
            if len(match.entries) == 1 and label and telling and covered.find(1, match.start, match.end) < 0:
                yield Span(match.start, match.end, label)

    def ids(
        self, matches: Sequence[Match], names: Mapping[str, tuple[str, Sequence[Span]]], known: Iterable[str]
    ) -> dict[str, str]:
        """The ids of names, given by key with their labels and mentions, if one entry is meant and no other.

        `known` are ids that the article names besides. Of several entries the one is meant to which most of the ids
        that the article names are related.
        """
        by_place = {(match.start, match.end): match.entries for match in matches}
        candidates = {
            key: found for key, (label, spans) in names.items() if (found := self._fitting(by_place, label, spans))
        }
        sure = {self.entries[found[0]].id for found in candidates.values() if len(found) == 1} | set(known)
        return {
            key: self.entries[number].id
            for key, found in candidates.items()
            if (number := self._meant(found, sure)) is not None
        }

    def _fitting(
        self, by_place: Mapping[tuple[int, int], tuple[int, ...]], label: str, spans: Sequence[Span]
    ) -> list[int]:
        """The entries that a name may mean by how it is written in full and by its label."""
        longest: tuple[int, ...] = ()
        size = 0
        for span in spans:
            entries = by_place.get((span.start, span.end), ())
            if entries and span.end - span.start > size:
                longest, size = entries, span.end - span.start
        return [number for number in longest if _agree(self.entries[number].label, label)]

    def _meant(self, found: Sequence[int], sure: set[str]) -> int | None:
        if len(found) == 1:
            return found[0]
        related = sorted(((len(sure & set(self.entries[number].related)), number) for number in found), reverse=True)
        return related[0][1] if related[0][0] > related[1][0] else None


def _is_whole(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _agree(of_entry: str, of_name: str) -> bool:
    """Whether an entry's label and a name's may be of one thing; persons, places and nations are nothing else."""
    if not of_entry or of_entry == of_name:
        return True
    return not any((of_entry in group) != (of_name in group) for group in _GROUPS)


_loaded: dict[str, Gazetteer] = {}
_loading = threading.Lock()


def gazetteer(path: str) -> Gazetteer:
    """The gazetteer of a file, read at the first call in this process."""
    with _loading:
        if path not in _loaded:
            _loaded[path] = Gazetteer(read(path))
        return _loaded[path]
