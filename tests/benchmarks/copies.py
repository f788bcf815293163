"""Copies found by Dateline and by what others use, on the same texts: precision, recall and F1 over pairs.

    python -m tests.benchmarks.copies FOLDER GOLD [FOLDER GOLD …]

FOLDER holds texts NAME.txt, GOLD is a JSON object of NAME.txt and the group that it belongs to. Peers that are not
installed are left out: `uv pip install datasketch rensa`. They look for near duplicates by Jaccard's measure of
shingles of five words, at the threshold that is best of several for them; text-dedup's way is to take MinHash's
candidates as they are.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from schemas.story import Link, Mark
from transforms.stories.columns import Columns
from transforms.stories.copies import copies
from transforms.stories.group import Grouping
from transforms.stories.sketch import About, sketch
from transforms.stories.words import split

Pairs = set[tuple[str, str]]
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
PERMUTATIONS = 128


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each way and set."""
    for folder, gold_file in zip(arguments[::2], arguments[1::2], strict=True):
        gold: dict[str, str] = json.loads(Path(gold_file).read_text("utf-8"))
        texts = {name: Path(folder, name).read_text("utf-8") for name in sorted(gold)}
        wanted = joined(gold)
        for way, find in WAYS.items():
            if not all(find_spec(module) for module in NEEDS.get(way, ())):
                continue
            began = time.process_time()
            found = list(find(texts))
            took = (time.process_time() - began) / len(texts)
            best = max((scores(pairs, wanted) for pairs in found), key=lambda score: score[2])
            print(
                f"{folder} {way:<28} precision {best[0]:.4f} recall {best[1]:.4f} F1 {best[2]:.4f} {1000 * took:.2f} ms"
            )


def joined(groups: Mapping[str, str]) -> Pairs:
    """The pairs of names with one group."""
    members = defaultdict(list)
    for name, group in groups.items():
        members[group].append(name)
    return {pair for names in members.values() for pair in combinations(sorted(names), 2)}


def scores(found: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = len(found & wanted)
    return right / max(1, len(found)), right / len(wanted), 2 * right / (len(found) + len(wanted))


def dateline(texts: Mapping[str, str]) -> Iterable[Pairs]:
    """As the command does, without times."""
    names = list(texts)
    sketches = [sketch(About(name, "", None, None, None), None, text, "en") for name, text in texts.items()]
    found, grouping = dict(copies([Columns.of(sketches)], 0)), Grouping(timedelta(days=4))
    for place, name in enumerate(names):
        links = tuple(Link(names[other], score) for other, score in found.get(place, ()))
        grouping.add(Mark(article_id=name, revision_id="", at=None, source=None, wire=None, copies=links, related=()))
    yield joined({row.article_id: row.copy_of or row.article_id for _, row in grouping.closed(None)})


def jaccard(texts: Mapping[str, str]) -> Iterable[Pairs]:
    """Every pair, exactly."""
    sets = shingles(texts)
    alike = {
        (a, b): len(sets[a] & sets[b]) / len(sets[a] | sets[b])
        for a, b in combinations(sorted(sets), 2)
        if sets[a] & sets[b]
    }
    for threshold in THRESHOLDS:
        yield closed(texts, (pair for pair, share in alike.items() if share >= threshold))


def datasketch(texts: Mapping[str, str], verified: bool = True) -> Iterable[Pairs]:
    """datasketch's MinHashLSH, its candidates checked by the estimate of MinHash."""
    peer = import_module("datasketch")

    hashes = {}
    for name, own in shingles(texts).items():
        hashes[name] = peer.MinHash(PERMUTATIONS)
        hashes[name].update_batch([" ".join(one).encode() for one in own])
    for threshold in THRESHOLDS:
        index = peer.MinHashLSH(threshold, PERMUTATIONS)
        for name, minhash in hashes.items():
            index.insert(name, minhash)
        pairs = {(a, b) for a, minhash in hashes.items() for b in index.query(minhash) if a < b}
        yield closed(texts, ((a, b) for a, b in pairs if not verified or hashes[a].jaccard(hashes[b]) >= threshold))


def text_dedup(texts: Mapping[str, str]) -> Iterable[Pairs]:
    """MinHash's candidates, joined as they are."""
    return datasketch(texts, verified=False)


def rensa(texts: Mapping[str, str]) -> Iterable[Pairs]:
    """rensa's RMinHash, every pair by its estimate."""
    peer = import_module("rensa")

    hashes = {}
    for name, own in shingles(texts).items():
        hashes[name] = peer.RMinHash(num_perm=PERMUTATIONS, seed=42)
        hashes[name].update([" ".join(one) for one in sorted(own)])
    alike = {(a, b): hashes[a].jaccard(hashes[b]) for a, b in combinations(sorted(hashes), 2)}
    for threshold in THRESHOLDS:
        yield closed(texts, (pair for pair, share in alike.items() if share >= threshold))


def shingles(texts: Mapping[str, str]) -> dict[str, set[tuple[str, ...]]]:
    """Five words, lower case."""
    found = {}
    for name, text in texts.items():
        words = split(text.lower(), 10**6)
        found[name] = {tuple(words[start : start + 5]) for start in range(max(1, len(words) - 4))}
    return found


def closed(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs of the groups that pairs make."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = name = root[root[name]]
        return name

    for a, b in pairs:
        root[find(a)] = find(b)
    return joined({name: find(name) for name in root})


WAYS: dict[str, Callable[[Mapping[str, str]], Iterable[Pairs]]] = {
    "dateline": dateline,
    "Jaccard, exact": jaccard,
    "datasketch, checked": datasketch,
    "datasketch, as text-dedup": text_dedup,
    "rensa": rensa,
}
NEEDS = {"datasketch, checked": ["datasketch"], "datasketch, as text-dedup": ["datasketch"], "rensa": ["rensa"]}

if __name__ == "__main__":
    main(sys.argv[1:])
