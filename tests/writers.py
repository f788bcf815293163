"""Rows, and processes that write them side by side; they import this module, and no test with all that it needs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier

from schemas.article import Article
from tests.test_schemas import ARTICLE
from transforms.write.table import merge_rows

NOON = datetime(2024, 2, 16, 12, tzinfo=UTC)


def row(
    article: str = "a",
    revision: str = "r",
    minutes: int | None = 0,
    uri: str = "c",
    text: str = "x",
    source: str | None = "example.org",
) -> Article:
    captured = None if minutes is None else NOON + timedelta(minutes=minutes)
    made = replace(ARTICLE, article_id=article, revision_id=revision, captured_at=captured, text=text)
    return replace(made, capture_uri=uri, source=source)


COUNT = 200


def put_all(path: str, writer: str, size: int, start: Barrier) -> None:
    """Puts rows of this writer's own, `size` at a time."""
    rows = [row(f"{writer}{number:03}", uri=f"{writer}{number:03}") for number in range(COUNT)]
    start.wait(60)
    for first in range(0, COUNT, size):
        merge_rows(path, Article, rows[first : first + size])


def put_by_threads(path: str, writers: str, size: int, start: Barrier) -> None:
    with ThreadPoolExecutor(len(writers)) as pool:
        for task in [pool.submit(put_all, path, writer, size, start) for writer in writers]:
            task.result()


def put_from_outside(path: str, writers: str, size: int, start: Barrier) -> None:
    """The same where paths are in gs://, in a process that has seen no command."""
    from apache_beam.io.filesystems import FileSystems
    from apache_beam.options.pipeline_options import PipelineOptions

    FileSystems.set_options(PipelineOptions([]))
    put_by_threads(path, writers, size, start)
