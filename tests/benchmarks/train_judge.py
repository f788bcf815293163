"""Trains the judge of blocks on pages with right answers, and says how right it is on publishers that it has not seen.

    uv pip install lightgbm
    .venv/bin/python -m tests.benchmarks.train_judge FOLDER... [--folds 3] [--cache FILE] [--write]

A folder holds SET.warc.gz and SET.gold.json, see `golds`. Pages whose gold is not found on them teach nothing. Every
figure is of pages whose publisher was kept out of the training, in whatever set it stands. `--write` then trains on all
and replaces the arrays in the package; the same pages and version of LightGBM give the same bytes.

Reading the pages takes longest. `--cache` keeps what was seen on them in a file, so that other parameters are tried in
minutes; it is read where neither the pages nor the code that looks at them changed.

So that the judge does not lean on what other scripts and other templates lack, a third of the pages is shown twice
more: once without capitals, once without class names.
"""

import argparse
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from tests.benchmarks.examples import Example, read
from tests.benchmarks.golds import score
from transforms.clean.stage import clean_text
from transforms.extract import body, features, surroundings, trees
from transforms.extract.names import squash
from transforms.extract.wording import word_columns

TREES, LEAVES = 300, 31
NAMES = 150
"""Words of class names that get a column each."""
WORDS = 120
"""Words of the text that get one."""
MIN_SITES = 8
"""Publishers that must use such a word."""
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": LEAVES,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.15,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}


def vocabulary(examples: Sequence[Example]) -> list[str]:
    """The words of class names that tell most, of those that many publishers use."""
    sites: dict[str, set[str]] = {}
    weight: dict[str, float] = defaultdict(float)
    for one in examples:
        yes, no = max(1, int(one.right.sum())), max(1, int((~one.right).sum()))
        for names, right in zip(one.names, one.right, strict=True):
            for name in names:
                sites.setdefault(name, set()).add(one.page.site)
                weight[name] += 1 / yes if right else -1 / no
    told = {name: abs(weight[name]) * math.log(len(seen)) for name, seen in sites.items() if len(seen) >= MIN_SITES}
    return sorted(told, key=lambda name: (-told[name], name))[:NAMES]


def telling_words(examples: Sequence[Example]) -> list[str]:
    """The words of short blocks that tell most, of those that many publishers use."""
    sites: dict[str, tuple[set[str], set[str]]] = {}
    for one in examples:
        for bag, right, known in zip(one.bags, one.right, one.known, strict=True):
            for word in bag if known else ():
                sites.setdefault(word, (set(), set()))[int(right)].add(one.page.site)
    told = {
        word: abs(math.log((len(yes) + 3) / (len(no) + 3))) * math.log(len(yes | no))
        for word, (no, yes) in sites.items()
        if len(yes | no) >= 2 * MIN_SITES and not word.isdigit()
    }
    return sorted(told, key=lambda word: (-told[word], word))[:WORDS]


def rows(
    examples: Sequence[Example], alone: bool, vocabulary: Sequence[str], words: Sequence[str]
) -> npt.NDArray[np.float32]:
    """The rows of all pages, the words of class names and of the text behind the other columns."""
    return np.vstack(
        [
            np.hstack(
                [
                    one.alone if alone else one.beside,
                    surroundings.name_columns(one.names, vocabulary),
                    word_columns(one.bags, words),
                ]
            )
            for one in examples
        ]
    )


def train(examples: Sequence[Example], alone: bool) -> trees.Trees:
    """The trees of these pages, for a judge that is alone or has a quick extractor beside it."""
    named, words = vocabulary(examples), telling_words(examples)
    shown = [*examples, *(plain for one in examples[::3] for plain in (_caseless(one), _nameless(one)))]
    table, right = rows(shown, alone, named, words), np.concatenate([one.right for one in shown])
    known = np.concatenate([one.known for one in shown])
    data = lightgbm.Dataset(table[known], right[known], weight=_weights(shown), params={"max_bin": 63, "verbose": -1})
    grown = lightgbm.train(PARAMETERS, data, TREES)
    return trees.from_lightgbm(grown.dump_model()["tree_info"], named, words)


def _weights(examples: Sequence[Example]) -> npt.NDArray[np.float64]:
    """Of each block with an answer: a long block counts more; a page grows with the root of what its blocks weigh."""
    weights = [_weight(one)[one.known] for one in examples]
    totals = np.array([weight.sum() for weight in weights])
    return np.concatenate(
        [weight * (totals.mean() / total) ** 0.5 for weight, total in zip(weights, totals, strict=True)]
    )


def _weight(one: Example) -> npt.NDArray[np.float64]:
    sizes = np.array([len(text) for text in one.texts])
    return np.asarray(len(sizes) ** -0.5 * (1 + np.log1p(sizes) / 4))


def _caseless(one: Example) -> Example:
    return _without(one, ("capitals", "shouts", "lower"))


def _nameless(one: Example) -> Example:
    return replace(_without(one, ("kind",)), names=tuple({} for _ in one.names))


def _without(one: Example, suffixes: tuple[str, ...]) -> Example:
    columns = [at for at, name in enumerate(features.columns(())) if name.rsplit("_", 1)[-1] in suffixes]
    alone, beside = one.alone.copy(), one.beside.copy()
    for table in (alone, beside):
        table[:, columns] = np.minimum(table[:, columns], 0)
    return replace(one, alone=alone, beside=beside)


def fold(site: str, folds: int) -> int:
    """In which part a publisher is kept out; the same in every run."""
    return int(hashlib.md5(site.encode()).hexdigest(), 16) % folds


def held_out(examples: Sequence[Example], folds: int) -> Iterator[tuple[Example, bool, str]]:
    """For each page whether the judge was sure, and the text, as trees say that never saw its publisher."""
    for part in range(folds):
        seen = [one for one in examples if fold(one.page.site, folds) != part and one.known.any()]
        judges = [(alone, train(seen, alone)) for alone in (True, False)]
        for one in examples:
            if fold(one.page.site, folds) == part:
                first, second = (
                    model.score(rows([one], alone, model.vocabulary, model.words)) for alone, model in judges
                )
                for block in one.blocks:
                    block.chosen = False
                sure = body.is_sure(body.settle(one.blocks, one.picked, one.mass, first), *one.sizes)
                if not sure:
                    body.rescue(one.blocks, one.picked, one.mass, body.settle(one.blocks, one.picked, one.mass, second))
                lines = [block.text for block in body.put_together(one.blocks, squash(one.title or ""))]
                yield one, sure, clean_text(one.title, "\n".join(lines), one.authors).text


def main() -> None:
    """Prints figures on publishers kept out; writes the trees of all pages where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=3, help="0: no figures")
    parser.add_argument("--cache", type=Path, help="file that keeps what was seen on the pages")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    examples = read(args.folders, args.cache)
    print(f"{len(examples)} pages, {sum(int(one.known.sum()) for one in examples):,} blocks with an answer", flush=True)
    found = list(held_out(examples, args.folds))
    for group in dict.fromkeys(one.page.group for one, _, _ in found):
        figures = score((one.page.gold, text) for one, _, text in found if one.page.group == group)
        print(f"{group:10}", *(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)
    if found:
        print(f"sure on {sum(sure for _, sure, _ in found) / len(found):.0%}")
    if args.write:
        answered = [one for one in examples if one.known.any()]
        for path, alone in ((trees.ALONE, True), (trees.BESIDE, False)):
            trees.save(path, train(answered, alone))
            print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
