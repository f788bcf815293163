"""Which blocks of a page are part of a gold text: the answers that the judge of blocks learns from."""

import numpy as np
import numpy.typing as npt

from tests.benchmarks.golds import words
from transforms.extract.names import squash

Flags = npt.NDArray[np.bool_]
_MAX_PLACES = 2_500
_LONG = 25
"""Letters and digits of a block that is no part of a sentence by chance; shorter ones must be whole words."""


def in_gold(keys: list[str], texts: list[str], gold: str) -> tuple[Flags, float]:
    """For each block whether it is in the gold, and the share of the gold that was found.

    Blocks that occur in the gold make a chain in its order; of all chains the one with most text in it and fewest gaps
    is taken, so that of several copies on the page one counts. Longer blocks that are nearly in it count too.
    """
    tokens = words(gold.casefold())
    bounds, at = set(), 0
    for token in tokens:
        bounds.add(at)
        at += len(squash(token))
    bounds.add(at)
    flat = "".join(map(squash, tokens))
    found = np.zeros(len(keys), np.bool_)
    places = [place for index, key in enumerate(keys) for place in _places(index, key, flat, bounds)][:_MAX_PLACES]
    chain = _heaviest_chain(np.array(places)) if places else []
    for place in chain:
        found[places[place][0]] = True
    covered = sum(places[place][2] - places[place][1] for place in chain)
    _add_near_copies(found, {places[place][0] for place in range(len(places))}, texts, tokens)
    return found, covered / max(1, len(flat))


def in_pieces(keys: list[str], wanted: list[str], unwanted: list[str]) -> tuple[Flags, Flags]:
    """For each block whether it holds a piece that must be in the text, and whether anything is known of it at all."""
    found, known = np.zeros(len(keys), np.bool_), np.zeros(len(keys), np.bool_)
    for pieces, value in ((unwanted, False), (wanted, True)):
        for piece in filter(lambda piece: len(piece) >= 6, map(squash, pieces)):
            for index, key in enumerate(keys):
                if piece in key or (len(key) >= _LONG and key in piece):
                    found[index], known[index] = value, True
    return found, known


def _places(index: int, key: str, flat: str, bounds: set[int]) -> list[tuple[int, int, int]]:
    places: list[tuple[int, int, int]] = []
    start = flat.find(key) if key else -1
    while start >= 0 and len(places) < 12:
        end = start + len(key)
        if len(key) >= _LONG or not key.isascii() or (start in bounds and end in bounds):
            places.append((index, start, end))
        start = flat.find(key, start + 1)
    return places


def _heaviest_chain(places: npt.NDArray[np.int64]) -> list[int]:
    best, back = np.zeros(len(places)), np.full(len(places), -1)
    for at, (index, start, end) in enumerate(places):
        before = (places[:at, 0] < index) & (places[:at, 2] <= start)
        best[at] = end - start
        if before.any():
            gap = 2.0 * (places[:at, 2] != start) + np.minimum(5, (index - places[:at, 0]) * 0.02)
            value = np.where(before, best[:at] - gap, -np.inf)
            if value.max() > 0:
                back[at] = int(value.argmax())
                best[at] += value.max()
    chain, at = [], int(best.argmax())
    while at >= 0:
        chain.append(at)
        at = int(back[at])
    return chain[::-1]


def _add_near_copies(found: Flags, exact: set[int], texts: list[str], tokens: list[str]) -> None:
    runs = {tuple(tokens[at : at + 4]) for at in range(len(tokens) - 3)}
    for index, text in enumerate(texts):
        if not found[index] and index not in exact and len(text) >= 40:
            mine = words(text.casefold())
            shingles = [tuple(mine[at : at + 4]) for at in range(len(mine) - 3)]
            if len(shingles) >= 3 and sum(run in runs for run in shingles) >= 0.7 * len(shingles):
                found[index] = True
