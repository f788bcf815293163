"""The files of articles that are loaded, by name and digest."""

import hashlib
from datetime import date

import pyarrow as pa

from schemas.article import Article
from transforms.base.parquet import from_parquet, to_parquet
from transforms.base.partitions import HIVE_NO_DATE, NO_DATE
from transforms.base.state import from_json, to_json
from transforms.base.storage import open_raw, read_if_present, stamped, write_whole
from transforms.load.plan import DIGEST, Version

DAY = pa.field("date", pa.date32(), metadata={"description": "day of published_at, else of captured_at"})


def article_files(output: str) -> dict[str, str]:
    """The files below `articles/`, named from there on without their ending, and a stamp that changes when one does."""
    folder = f"{output}/articles/"
    return {
        path.partition(folder)[2].removesuffix(".parquet"): stamp
        for path, stamp in stamped(f"{output}/articles").items()
        if path.endswith(".parquet") and not path.rpartition("/")[2].startswith((".", "_"))
    }


def digests(output: str, stamps: dict[str, str]) -> dict[str, str]:
    """The digest of each file. What was read before and still has its stamp is not read again."""
    path = f"{output}/_state/digests.json"
    data = read_if_present(path)
    known = from_json(data, dict[str, tuple[str, str]], path) if data else {}
    new = {
        file: known[file] if known.get(file, ("", ""))[0] == stamp else (stamp, _digest(_read(output, file)))
        for file, stamp in stamps.items()
    }
    if new != known:
        write_whole(path, to_json(new))
    return {file: digest for file, (_, digest) in new.items()}


def with_day(output: str, version: Version) -> bytes:
    """A file's rows with their day as a column, as Parquet. OSError if the file is no longer this version."""
    data = _read(output, version.file)
    if _digest(data) != version.digest:
        raise OSError(f"{version.file} changed while it was read; run the command again")
    rows = from_parquet(data, Article)
    day = date.fromisoformat(version.day.replace(HIVE_NO_DATE, NO_DATE))
    return to_parquet(rows.append_column(DAY, pa.array([day] * rows.num_rows, pa.date32())))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGEST]


def _read(output: str, file: str) -> bytes:
    with open_raw(f"{output}/articles/{file}.parquet") as opened:
        data: bytes = opened.read()
    return data
