"""Pages with right answers, kept outside of the repository, and how near a text comes to them.

A folder holds SET.warc.gz and SET.gold.json: {url: {"text": …, "lead": …, "with": […], "without": […], "doubt": …}},
each key where it is known. Measures are those of the public benchmarks that the sets come from: runs of four words,
counted a page, precision and recall averaged over pages (scrapinghub's article-extraction-benchmark); pieces of text
that must be in or out (trafilatura's evaluation); the last six words of the lead (postlight's parser).
"""

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.capture import Capture
from transforms.base.address import registrable_domain
from transforms.read.warc.reader import read_range

Gold = Mapping[str, Any]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A stored page and what is right about it; `site` is what is kept apart when a model is held against it."""

    group: str
    url: str
    site: str
    gold: Gold
    capture: Capture


def pages(folders: Iterable[Path], only: Sequence[str] = ()) -> Iterator[Page]:
    """All pages with a gold answer of the sets in these folders, set by set."""
    for folder in folders:
        for path in sorted(folder.glob("*.warc.gz")):
            name = path.name.removesuffix(".warc.gz")
            answers = path.with_name(f"{name}.gold.json")
            if not answers.exists() or (only and name not in only):
                continue
            golds = json.loads(answers.read_text("utf8"))
            with path.open("rb") as file:
                for capture in read_range(file, str(path), 0, path.stat().st_size):
                    url = capture.url if isinstance(capture, Capture) else None
                    if isinstance(capture, Capture) and url and url in golds:
                        yield Page(name, url, registrable_domain(url) or url, golds[url], capture)


def words(text: str) -> list[str]:
    """The words of a text, as the benchmarks count them."""
    return _WORD.findall(text)


def score(got: Iterable[tuple[Gold, str]]) -> dict[str, float]:
    """The measures of a set: (gold, text) for each of its pages, the text empty where there is no article."""
    rows = list(got)
    found: dict[str, float] = {"pages": len(rows), "missing": sum(not text for _, text in rows)}
    whole = [agreement(gold["text"], text) for gold, text in rows if gold.get("text") and not gold.get("doubt")]
    if whole:
        precision = statistics.mean([p for p, _, _ in whole if p is not None] or [0.0])
        recall = statistics.mean(r for _, r, _ in whole)
        found |= {"f1": _harmonic(precision, recall), "precision": precision, "recall": recall}
        found["exact"] = statistics.mean(same for _, _, same in whole)
    leads = [(_plain(gold["lead"]).split()[-6:], _plain(text)) for gold, text in rows if _plain(gold.get("lead") or "")]
    if leads:
        found["~lead"] = statistics.mean(f"{' '.join(lead)} " in f"{text} " for lead, text in leads)
    pieces = [(gold, _white(text)) for gold, text in rows if gold.get("with") or gold.get("without")]
    if pieces:
        right = sum(_white(piece) in text for gold, text in pieces for piece in gold.get("with") or ())
        wrong = sum(_white(piece) in text for gold, text in pieces for piece in gold.get("without") or ())
        wanted = sum(len(gold.get("with") or ()) for gold, _ in pieces)
        found["chunks_f1"] = _harmonic(right / max(1, right + wrong), right / max(1, wanted))
    return found


def agreement(gold: str, text: str) -> tuple[float | None, float, bool]:
    """Precision (None of no text), recall, and whether every word agrees, in order."""
    wanted, found = shingles(gold), shingles(text)
    hits = (wanted & found).total()
    return (
        hits / found.total() if found else None,
        hits / wanted.total() if wanted else 0.0,
        words(gold) == words(text),
    )


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, each as often as it occurs; a shorter text is one run."""
    found = words(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3)) if found)


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _plain(text: str) -> str:
    return " ".join(words(text.lower()))


def _white(text: str) -> str:
    return " ".join(text.split())
