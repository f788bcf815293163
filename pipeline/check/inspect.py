"""Reads every file of an output as the program itself would, and says which ones are damaged."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache, partial
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.article import Article, digest
from schemas.ledger import Ledger
from schemas.reject import Reason, Reject
from schemas.revision import Revision
from schemas.story import Mark, Story
from transforms.base.parquet import parquet_files, stored_rows, write_parquet
from transforms.base.state import DamagedError
from transforms.base.storage import STAGED, listed, open_raw, read_if_present
from transforms.crawl.round.journal import last_round, read_step
from transforms.crawl.site import read_file
from transforms.crawl.state import from_json
from transforms.crawl.stream.frontier import read_frontier
from transforms.read.warc.reader import Unreadable, read_range
from transforms.stories.store import read_folded

DAMAGE = (Reason.MALFORMED, Reason.TRUNCATED, Reason.EMPTY)
AGAIN = "run again over its inputs, or replay the archive"
INDEX, ARTICLES = "_state/revisions", "articles"
_REVISION = ("article_id", "revision_id")


class Damage(NamedTuple):
    """A damaged file: its path below the output, what is wrong with it, and the remedy."""

    path: str
    what: str
    remedy: str


class Check(NamedTuple):
    """How the files of a pattern are read; `remedy` is what `--repair`, or a person, does with a damaged one."""

    pattern: str
    read: Callable[[str], object]
    remedy: str


def inspect(output: str) -> Iterator[Damage]:
    """The damaged files of an output, by path, and the rows that only one of index and articles has."""
    paths = sorted(_files(output))
    damaged: set[str] = set()
    for path in paths:
        below = path[len(output) :].lstrip("/")
        check = next((each for each in _CHECKS if fnmatch(below, each.pattern)), None)
        if check is None or STAGED in below:
            continue
        try:
            check.read(path)
        except (DamagedError, OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
            damaged.add(below)
            yield Damage(below, str(error).replace(f"{path}: ", "") or type(error).__name__, check.remedy)
    if not any(path.startswith(f"{INDEX}/") for path in damaged):
        yield from _disagreements(output, damaged)


def _files(output: str) -> set[str]:
    """Its files, those too of a folder that is a link, as to another disk."""
    below = ("archive", "archive/feeds", "archive/pages", ARTICLES, "rejects", "stories")
    links = filter(os.path.islink, (f"{output}/{each}" for each in below))
    return {path for folder in (output, *links) for path in listed(folder)}


def _disagreements(output: str, damaged: set[str]) -> Iterator[Damage]:
    """Article files that are not as the index remembers them: a file that is missing, rows that only one side has."""
    known_rows = remembered(output)
    folder = f"{output}/{ARTICLES}/"
    there = {path.removeprefix(folder) for path in parquet_files(f"{output}/{ARTICLES}")}
    for file in sorted(known_rows.keys() | there):
        below = f"{ARTICLES}/{file}"
        if below in damaged:
            continue
        rows = (
            {(row["article_id"], row["revision_id"]) for row in stored_rows(folder + file, _REVISION)}
            if file in there
            else set()
        )
        known = known_rows.get(file, set())
        if lost := len(known - rows):
            what = "is gone" if file not in there else "lacks rows"
            yield Damage(below, f"{what}: the index remembers {lost:,} more", AGAIN)
        if rows - known:
            yield Damage(INDEX, f"does not remember {len(rows - known):,} rows of {below}", "--repair rebuilds it")


def remembered(output: str) -> dict[str, set[tuple[str, str]]]:
    """The article and revision of each row that the index remembers, as far as it can be read, by file."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in listed(f"{output}/{INDEX}"):
        with suppress(OSError, ValueError):
            for row in stored_rows(path, (*_REVISION, "file")):
                found.setdefault(row["file"], set()).add((row["article_id"], row["revision_id"]))
    return found


def _table(record: type, path: str) -> None:
    """Reads all of a Parquet file, and verifies the checksums of its pages."""
    with open_raw(path) as file:
        stored = pq.ParquetFile(file, page_checksum_verification=True)
        names = set(stored.schema_arrow.names)
        missing = [field.name for field in arrow_schema(record) if not field.nullable and field.name not in names]
        if missing:
            raise ValueError(f"it has no column {missing[0]}")
        expected = _leaves(_written_schema(record))
        for name, kind in _leaves(stored.schema).items():
            if expected.get(name, kind) != kind:
                raise ValueError(f"its column {name} is {kind[1]}, not {expected[name][1]}")
        rows = 0
        for batch in stored.iter_batches(256):
            batch.validate(full=True)
            rows += batch.num_rows
            if record is Article:
                _check_texts(batch)
        if rows != stored.metadata.num_rows:
            raise ValueError(f"it has {rows} of its {stored.metadata.num_rows} rows")


@cache
def _written_schema(record: type) -> pq.ParquetSchema:
    buffer = pa.BufferOutputStream()
    write_parquet(buffer, arrow_schema(record), [])
    return pq.ParquetFile(pa.BufferReader(buffer.getvalue())).schema


def _leaves(schema: pq.ParquetSchema) -> dict[str, tuple[object, ...]]:
    """What the footer says of each column; the footer has no checksum of its own."""
    columns = (schema.column(index) for index in range(len(schema)))
    return {
        each.path: (each.physical_type, str(each.logical_type), each.max_definition_level, each.max_repetition_level)
        for each in columns
    }


def _check_texts(batch: pa.RecordBatch) -> None:
    """A row is named after its title and text, so a changed byte in them is noticed even if nothing else shows it."""
    for row in batch.select(["revision_id", "title", "text"]).to_pylist():
        if row["revision_id"] != digest(row["title"] or "", row["text"]):
            raise ValueError(f"the text of revision {row['revision_id'][:40]} is not the one that was written")


def _ledger(path: str) -> None:
    ledger = Ledger.from_json(_text(path))
    if wrong := ledger.imbalance():
        raise ValueError(f"it does not add up; {wrong[0]}")


def _archive(path: str) -> None:
    with open_raw(path) as file:
        size = file.seek(0, 2)
        bad = [record for record in read_range(file, path, 0, size) if isinstance(record, Unreadable)]
    if damage := [record for record in bad if record.reason in DAMAGE]:
        place = damage[0].capture.uri.rpartition("#")[2]
        raise ValueError(f"{len(damage):,} damaged records, the first at {place}: {damage[0].message}")


def _states(path: str) -> None:
    for number, line in enumerate(_text(path).splitlines(), 1):
        try:
            from_json(line)
        except ValueError as error:
            raise ValueError(f"line {number} is not the state of a feed ({error})") from error


def _round(path: str) -> None:
    if last_round(path.removesuffix("/_state/round.json")) is None:
        raise ValueError("it is empty")


def _text(path: str) -> str:
    text = (read_if_present(path) or b"").decode()
    if not text:
        raise ValueError("it is empty")
    return text


def _filled(read: Callable[[str], object]) -> Callable[[str], object]:
    """A reader for which a file that is not there is nothing, but an empty one is damaged."""

    def check(path: str) -> object:
        if not read_if_present(path):
            raise ValueError("it is empty")
        return read(path)

    return check


_ASIDE = "--repair sets it aside; "
_CHECKS = (
    Check("articles/*.parquet", partial(_table, Article), f"--repair sets it aside and replays; else {AGAIN}"),
    Check("rejects/*.parquet", partial(_table, Reject), f"{_ASIDE}{AGAIN}"),
    Check("stories/*.parquet", partial(_table, Story), f"{_ASIDE}`dateline stories` rebuilds it"),
    Check("archive/*.warc.gz", _archive, "its other records are read; restore it, or do without"),
    Check("_ledger/*.json", _ledger, f"{_ASIDE}what a round did not count is counted by the next one"),
    Check("_state/revisions/*.parquet", partial(_table, Revision), "--repair rebuilds the index"),
    Check("_state/stories/*.parquet", partial(_table, Mark), f"{_ASIDE}`dateline stories` rebuilds it"),
    Check("_state/stories/*.json", _filled(read_folded), f"{_ASIDE}`dateline stories` rebuilds it"),
    Check("_state/feeds/*", _states, "--repair keeps the other feeds, and restores these from the archive"),
    Check("_state/round.json", _round, f"{_ASIDE}the next round is a new one"),
    Check("_state/round/*.json", read_step, f"{_ASIDE}the round does this step again"),
    Check("_state/sites/*.json", _filled(read_file), f"{_ASIDE}sites are asked again"),
    Check("_state/stream/frontier/*.json", _filled(read_frontier), f"{_ASIDE}feeds announce the pages again"),
    Check("_state/stream/staged/*.warc.gz", _archive, "its other records are read; restore it, or do without"),
)
