"""Which file a row belongs to: a function of partition, capture window and shard, so writing it again replaces it."""

from datetime import date, timedelta

from schemas.article import Article
from schemas.reject import Reject
from transforms.base.partitions import NO_DATE
from transforms.base.windows import capture_window

# The first newspaper was printed in 1605. A date up to a day after the capture is a time zone, a later one a mistake.
EARLIEST, LATEST = date(1605, 1, 1), date(2099, 12, 31)
SLACK = timedelta(days=1)


def article_file(article: Article, window: int, shards: int) -> str:
    """`date=…/<capture window>-<shard>-of-<shards>.parquet`, below OUTPUT/articles; `window` in seconds."""
    shard = int(article.article_id[:8], 16) % shards
    return f"date={partition(article)}/{capture_window(article.captured_at, window)}-{shard:05}-of-{shards:05}.parquet"


def reject_file(reject: Reject, window: int) -> str:
    """`<capture window>.parquet`, below OUTPUT/rejects/<run>."""
    return f"{capture_window(reject.captured_at, window)}.parquet"


def partition(article: Article) -> str:
    """The day of published_at (in UTC) if that is plausible, else of captured_at, else NO_DATE."""
    published, captured = article.published_at, article.captured_at
    if published is not None:
        latest = min(captured.date(), LATEST) + SLACK if captured is not None else LATEST
        if EARLIEST <= published.date() <= latest:
            return published.date().isoformat()
    return captured.date().isoformat() if captured is not None else NO_DATE
