"""What there is to see on pages with right answers: what the judge of blocks learns from.

Reading a page takes longer than learning from it, so what was seen can be kept in a file. It counts as long as neither
the pages nor the code that looks at them change.
"""

import hashlib
import logging
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from schemas.reject import Unusable
from tests.benchmarks import align
from tests.benchmarks.align import Flags, in_gold, in_pieces
from tests.benchmarks.golds import Gold, Page, pages
from transforms import base
from transforms.base.decode import decode
from transforms.extract import blocks, features, markup, metadata, quick, stage, surroundings
from transforms.extract.wording import PageFacts

FOUND = 0.8
"""Share of a gold that must be found on its page."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page as the judge sees it, a row for each block that it is asked about, and what is right."""

    page: Page
    title: str | None
    authors: tuple[str, ...]
    blocks: tuple[blocks.PageBlock, ...]
    """All of the page, without its elements."""
    picked: list[int]
    mass: list[int]
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
        about = metadata.read(list(tree.iter()), found, page.url, page.capture.captured_at, None)
        facts = PageFacts(about.title, about.description, about.authors)
        table = features.Table(found, facts)
        alone = table.rows((), ())
        table.hear(quick.quick_lines(tree))
        picked = [found[index] for index in table.picked]
        right, known = _answers(page.gold, found, table.picked)
        names = tuple(surroundings.names(block.node) for block in picked)
        texts = tuple(block.text for block in picked)
        return Example(
            replace(page, capture=replace(page.capture, body=b"")),
            about.title,
            about.authors,
            _bare(found),
            table.picked,
            table.mass,
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


def _bare(found: list[blocks.PageBlock]) -> tuple[blocks.PageBlock, ...]:
    """Blocks that can be stored: with the elements that they stand in, and those around, as names alone."""
    bare: dict[blocks.Node | None, blocks.Node] = {}

    def of(node: blocks.Node, parent: blocks.Node | None) -> blocks.Node:
        found = bare.setdefault(node, replace(node, element=cast(Any, None), parent=None, names=None))
        found.parent = found.parent or parent
        return found

    return tuple(
        replace(block, node=of(block.node, around and of(around, None)), box=None, pieces=(), linking=())
        for block in found
        for around in (block.node.parent,)
    )


def _answers(gold: Gold, found: list[blocks.PageBlock], picked: list[int]) -> tuple[Flags, Flags]:
    keys = [block.key for block in found]
    if gold.get("text") and not gold.get("doubt"):
        right, share = in_gold(keys, [block.text for block in found], gold["text"])
        known = np.full(len(keys), share >= FOUND)
    else:
        right, known = in_pieces(keys, gold.get("with") or [], gold.get("without") or [])
    return right[picked], known[picked]


def read(folders: Sequence[Path], cache: Path | None) -> list[Example]:
    """What there is to see on the pages; from the cache where it holds just that."""
    source = _source(folders)
    if cache is not None and cache.exists():
        with cache.open("rb") as file:
            if pickle.load(file) == source:
                known: list[Example] = pickle.load(file)
                return known
    with Pool() as pool:
        found = pool.imap(example, pages(folders), chunksize=8)
        examples = [one for one in found if one is not None and len(one.texts)]
    if cache is not None:
        with cache.open("wb") as file:
            pickle.dump(source, file)
            pickle.dump(examples, file)
    return examples


def _source(folders: Sequence[Path]) -> str:
    """A digest of the pages, by name, size and time, and of the code that looks at them."""
    archives = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    sizes = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in archives]
    here, extract, lower = (Path(module.__file__ or "").parent for module in (align, blocks, base))
    looks = [here / "align.py", here / "examples.py", *sorted(lower.rglob("*.py")), *sorted(extract.glob("*.py"))]
    code = [path.read_text("utf8") for path in looks if path not in (extract / "body.py", extract / "groups.py")]
    return hashlib.sha256("\n".join([*sizes, *code]).encode()).hexdigest()
