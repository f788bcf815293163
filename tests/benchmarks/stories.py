"""How many articles a second `dateline stories` compares, and how much memory an article takes.

    python -m tests.benchmarks.stories [--articles 20000] [--days 10] [--workers 1]

Makes articles of invented words, with a vocabulary like that of news (Zipf's law), of which a fifth are edited copies
and a fifth tell an event again, runs the command over them, once over a tenth and once over all, and prints articles a
second of CPU, and the memory that an article of a span takes: what peaks above that of the tenth.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from schemas.arrow import to_table
from schemas.article import SCHEMA_VERSION, Article, digest
from transforms.base.parquet import to_parquet

START = datetime(2024, 2, 1, tzinfo=UTC)
VOCABULARY, WORDS = 60_000, 500
SPAN = 5
"""Days that are held at once: four before a day, and itself."""


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = measured(Path(folder, "small"), args.articles // 10, args.days)
        large = measured(Path(folder, "large"), args.articles, args.days)
    held = (args.articles - args.articles // 10) * min(SPAN, args.days) / args.days
    figures = {
        "articles": args.articles,
        "per_second_of_cpu": round(0.9 * args.articles / (large["cpu"] - small["cpu"])),
        "kib_per_article_held": round((large["rss"] - small["rss"]) / held, 2),
        "small": small,
        "large": large,
    }
    print(json.dumps(figures, indent=1))


def measured(folder: Path, count: int, days: int) -> dict[str, float]:
    """CPU and wall seconds, and KiB at the peak, of the command over `count` articles."""
    by_file: dict[str, list[Article]] = defaultdict(list)
    for article in articles(count, days):
        assert article.captured_at is not None
        by_file[f"date={article.captured_at:%Y-%m-%d}/{article.captured_at:%Y%m%dT%H0000Z}.parquet"].append(article)
        if article.captured_at.hour == 23 and len(by_file) > 48:
            flush(folder, by_file)
    flush(folder, by_file)
    began = time.monotonic()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("dateline"), "stories", folder], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, status
    return {
        "cpu": round(used.ru_utime + used.ru_stime, 2),
        "wall": round(time.monotonic() - began, 2),
        "rss": used.ru_maxrss,
    }


def flush(folder: Path, by_file: dict[str, list[Article]]) -> None:
    """Writes what was made."""
    for name, rows in by_file.items():
        path = folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_parquet(to_table(Article, rows)))
    by_file.clear()


def articles(count: int, days: int) -> Iterator[Article]:
    """Articles in order of time."""
    rng = random.Random(f"stories {count}")
    vocabulary = ["".join(rng.choices("etaoinshrdlucmfwypvbgk", k=rng.randint(3, 10))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    recent: list[list[str]] = []
    for number in range(count):
        at = START + timedelta(days=days) * number / count
        kind = rng.random()
        words = rng.choices(vocabulary, cum_weights=weights, k=max(60, round(rng.gauss(WORDS, 200))))
        if kind < 0.2 and recent:
            original = rng.choice(recent)
            cut = rng.randrange(len(original) // 2, len(original))
            words = [*words[:30], *original[10:cut], *words[30:60]]
        elif kind < 0.4 and recent:
            names = [word for word in rng.choice(recent) if word[0].isupper()]
            for name in names:
                words[rng.randrange(len(words))] = name
        else:
            for _ in range(8):
                words[rng.randrange(len(words))] = rng.choice(vocabulary).title()
        recent = [*recent[-200:], words]
        text = "\n".join(" ".join(words[place : place + 60]) for place in range(0, len(words), 60))
        yield article(number, at, " ".join(words[:8]), text)


def article(number: int, at: datetime, title: str, text: str) -> Article:
    """A row."""
    url = f"https://outlet{number % 97}.example/{number}"
    return Article(
        article_id=digest(url),
        revision_id=digest(title, text),
        url=url,
        canonical_url=url,
        source=f"outlet{number % 97}.example",
        feed_url=None,
        title=title,
        text=text,
        authors=(),
        tags=(),
        published_at=None,
        modified_at=None,
        captured_at=at,
        published_from=None,
        language="en",
        entities=None,
        removed=(),
        capture_uri=f"made/{number}",
        capture_digest=digest(str(number)),
        schema_version=SCHEMA_VERSION,
        pipeline_version="0",
        models=(),
    )


if __name__ == "__main__":
    main()
