"""Credits of agencies, beside labels given by readers: precision and recall.

    python -m tests.benchmarks.wire OUTPUT [OUTPUT …]

`data/wire*.json` have the labels: for the digest of a page's address the agency that it credits for the whole article,
or null. Those of `wire.json` are of 429 news pages of the benchmark sets andy, fundus and zyte: the answers of this
program, corrected by reading every page that names an agency. Those of `wire_blind.json` are of 221 pages of mcdate,
postlight and moz, written from the pages before the program was asked. No credit is that of a picture, "with files
from", or an agency that is only quoted. Pages without a label are skipped.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from schemas.article import digest
from transforms.stories.wire import agency

LABELS = sorted(Path(__file__).with_name("data").glob("wire*.json"))
COLUMNS = ["url", "text", "authors", "removed", "agency"]


def main(outputs: Sequence[str]) -> None:
    """Prints what is wrong and missing, and the figures."""
    labels: dict[str, str | None] = {}
    for path in LABELS:
        labels |= json.loads(path.read_text("utf-8"))
    right = found = wanted = pages = 0
    for output in outputs:
        for url, said in credits(Path(output)):
            if (key := digest(url)) in labels:
                pages, found, wanted = pages + 1, found + (said is not None), wanted + (labels[key] is not None)
                right += said is not None and said == labels[key]
                if said != labels[key]:
                    print(f"{url}: {said}, not {labels[key]}")
    print(f"{pages} pages, {wanted} credits; precision {right / max(1, found):.3f} recall {right / max(1, wanted):.3f}")


def credits(output: Path) -> Iterator[tuple[str, str | None]]:
    """Addresses of articles, with the agency that `dateline stories` finds."""
    for path in sorted((output / "articles").rglob("*.parquet")):
        for row in pq.ParquetFile(path).read(columns=COLUMNS).to_pylist():
            yield row["url"] or "", credit(row)


def credit(row: dict[str, Any]) -> str | None:
    """The agency of one article."""
    removed = [(piece["kind"], piece["text"]) for piece in row["removed"] or ()]
    return agency(row["text"], row["authors"] or (), removed) or row["agency"]


if __name__ == "__main__":
    main(sys.argv[1:])
