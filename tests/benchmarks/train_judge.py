"""Trains the judge of blocks on pages with right answers, and says how right it is on publishers that it has not seen.

    uv pip install lightgbm
    .venv/bin/python -m tests.benchmarks.train_judge FOLDER... [--folds 3] [--write]

A folder holds SET.warc.gz and SET.gold.json, see `golds`. Pages whose gold is not found on them teach nothing. Every
figure is of pages whose publisher was kept out of the training, in whatever set it stands. `--write` then trains on all
and replaces the arrays in the package; the same pages and version of LightGBM give the same bytes.

So that the judge does not lean on what other scripts and other templates lack, a third of the pages is shown twice
more: once without capitals, once without class names.
"""

import argparse
import hashlib
import logging
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from schemas.reject import Unusable
from tests.benchmarks.align import Flags, in_gold, in_pieces
from tests.benchmarks.golds import Gold, Page, pages, score
from transforms.base.decode import decode
from transforms.clean.stage import clean_text
from transforms.extract import blocks, features, markup, metadata, quick, stage, surroundings, trees
from transforms.extract.body import is_sure
from transforms.extract.wording import Said, word_columns

TREES, LEAVES = 150, 31
NAMES = 150
"""Words of class names that get a column each."""
WORDS = 120
"""Words of the text that get one."""
MIN_SITES = 8
"""Publishers that must use such a word."""
FOUND = 0.8
"""Share of a gold that must be found on its page."""
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": LEAVES,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
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


@dataclass(frozen=True, slots=True)
class Example:
    """A page as the judge sees it, a row for each block that it is asked about, and what is right."""

    page: Page
    title: str | None
    authors: tuple[str, ...]
    texts: tuple[str, ...]
    alone: npt.NDArray[np.float32]
    beside: npt.NDArray[np.float32]
    sizes: tuple[list[int], list[int], int]
    names: tuple[dict[str, int], ...]
    bags: tuple[set[str], ...]
    right: Flags
    known: Flags


def example(page: Page) -> Example | None:
    """None for a page that cannot be read."""
    logging.disable(logging.CRITICAL)
    try:
        tree = markup.parse(decode(page.capture.body, page.capture.charset))
        stage.simplify(tree)
        found = blocks.read(tree.body)
        about = metadata.read(tree, found, page.url, page.capture.captured_at, None)
        said = Said(about.title, about.description, about.authors)
        table = features.Table(found, said)
        alone = table.rows((), ())
        table.hear(quick.quick_lines(tree))
        picked = [found[index] for index in table.picked]
        right, known = _answers(page.gold, found, table.picked)
        names = tuple(surroundings.names(block.node) for block in picked)
        texts = tuple(block.text for block in picked)
        return Example(
            page,
            about.title,
            about.authors,
            texts,
            alone,
            table.rows((), ()),
            (table.of_picked(table.chars), table.of_picked(table.mass), table.total),
            names,
            tuple(table.bags()),
            right,
            known,
        )
    except Unusable:
        return None


def _answers(gold: Gold, found: list[blocks.PageBlock], picked: list[int]) -> tuple[Flags, Flags]:
    keys = [block.key for block in found]
    if gold.get("text") and not gold.get("doubt"):
        right, share = in_gold(keys, [block.text for block in found], gold["text"])
        known = np.full(len(keys), share >= FOUND)
    else:
        right, known = in_pieces(keys, gold.get("with") or [], gold.get("without") or [])
    return right[picked], known[picked]


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
    weight = np.concatenate([_weight(one) for one in shown])
    data = lightgbm.Dataset(table[known], right[known], weight=weight[known], params={"max_bin": 63, "verbose": -1})
    grown = lightgbm.train(PARAMETERS, data, TREES)
    return trees.from_lightgbm(grown.dump_model()["tree_info"], named, words)


def _weight(one: Example) -> npt.NDArray[np.float64]:
    """A page of many blocks counts less a block, a long block more."""
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
                sure = is_sure(first, *one.sizes)
                lines = [text for text, score in zip(one.texts, first if sure else second, strict=True) if score > 0]
                yield one, sure, clean_text(one.title, "\n".join(lines), one.authors).text


def main() -> None:
    """Prints figures on publishers kept out; writes the trees of all pages where that is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=3, help="0: no figures")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with Pool() as pool:
        read = pool.imap(example, pages(args.folders), chunksize=8)
        examples = [one for one in read if one is not None and len(one.texts)]
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
