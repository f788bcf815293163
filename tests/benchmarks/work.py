"""Counted work: the calls of functions, Python's and C's, that each step takes for a page. The same on every machine.

    .venv/bin/python -m tests.benchmarks.work        # prints the counts, to be written into WORK

A library that does the same in more steps shows here, however busy the machine is: `tests/test_work.py` fails where a
step takes half as many calls again as in WORK. What one call does within C is not seen.
"""

import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from types import FrameType
from typing import Any

from schemas.capture import Capture
from tests.benchmarks.memory import DAYS, news_page
from tests.benchmarks.overhead import MODEL
from tests.pages import START, response
from transforms.clean.stage import clean
from transforms.enrich.model import entity_model
from transforms.enrich.stage import enrich
from transforms.extract.stage import extract
from transforms.read.warc.reader import read_range

PAGES = 2
WORK = {"read": 325, "extract": 14_767, "clean": 2_831, "enrich": 16_228}
"""Calls for a page of `news_page`: trafilatura 2.0, spaCy 3.8, Python 3.11."""


def measure() -> dict[str, int]:
    """The calls of each step for a page, without those of the first one, which fills caches."""
    models = {"en": entity_model(MODEL)}
    counts = dict.fromkeys(("read", "extract", "clean", "enrich"), 0)
    for number in range(PAGES + 1):
        data = response(number, news_page(number), START.replace(day=START.day + DAYS))
        read, count_read = calls(partial(_only, data))
        document, count_extract = calls(partial(extract, read))
        article, count_clean = calls(partial(clean, document, pipeline_version="0"))
        _, count_enrich = calls(partial(enrich, article, models))
        if number:
            for step, count in zip(counts, (count_read, count_extract, count_clean, count_enrich), strict=True):
                counts[step] += count
    return {step: count // PAGES for step, count in counts.items()}


def calls(work: Callable[[], Any]) -> tuple[Any, int]:
    """What `work` returns, and how many functions it called."""
    count = 0

    def seen(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        return work(), count
    finally:
        sys.setprofile(before)


def _only(data: bytes) -> Capture:
    (capture,) = (item for item in read_range(BytesIO(data), "a.warc.gz", 0, len(data)) if isinstance(item, Capture))
    return capture


if __name__ == "__main__":
    print(measure())
