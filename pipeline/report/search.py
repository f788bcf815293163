"""Search over the titles of a whole output, for a report that lists the newest articles only."""

import time
from collections.abc import Callable, Container
from functools import reduce
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.report.rows import Place, Rows
from pipeline.report.text import harmless, web_address
from transforms.base.parquet import Row

FOUND = 200
"""Articles that a search gives at most: those of the newest days."""
SECONDS = 5.0
"""How long a search goes on: about ten million titles on a local disk."""
LONGEST = 200
"""Characters of a query that are looked for."""
_COLUMNS = ("revision_id", "title", "source", "url", "published_at", "captured_at")
_MARKS = r"\pM"


class Found(NamedTuple):
    """Articles, the newest days first, and whether all titles were looked at and all that match are given."""

    articles: list[dict[str, Any]]
    is_complete: bool


def search(rows: Rows, query: str, but: Container[Place], clock: Callable[[], float] = time.monotonic) -> Found:
    """The articles whose titles have every word of a query, without regard to accents and case, `but` some.

    Reads a row group at a time, so memory does not grow with the output; `clock` gives seconds.
    """
    words = _folded(pa.array([query[:LONGEST]]))[0].as_py().split()
    end = clock() + SECONDS
    found: list[dict[str, Any]] = []
    for batch in rows.batches(_COLUMNS, newest_first=True) if words else ():
        titles = _folded(pc.fill_null(batch.table.column("title"), ""))
        matches = reduce(pc.and_, (pc.match_substring(titles, word) for word in words))
        for row in pc.indices_nonzero(matches).to_pylist():
            if Place(batch.first.file, batch.first.row + row) not in but:
                found.append(_shown(batch.table.slice(row, 1).to_pylist()[0]))
                if len(found) == FOUND:
                    return Found(found, False)
        if clock() >= end:
            return Found(found, False)
    return Found(found, True)


def _folded(texts: Any) -> Any:
    """Without accents and case, as the page folds what it lists."""
    return pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(texts, "NFKD"), _MARKS, ""))


def _shown(row: Row) -> dict[str, Any]:
    when = row["published_at"] or row["captured_at"]
    return {
        "id": row["revision_id"][:12],
        "title": harmless(row["title"] or ""),
        "source": harmless(row["source"] or ""),
        "url": web_address(row["url"]),
        "when": int(when.timestamp()) if when else None,
    }
