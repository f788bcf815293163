"""One line of a gazetteer, and how files hold them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.reject import Unusable
from transforms.base.storage import open_raw, read_bounded

MOST_BYTES = 4 << 30
"""Of a gazetteer's file; it is held in memory by every worker."""
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("aliases", pa.list_(pa.string())),
        pa.field("related", pa.list_(pa.string())),
    ]
)


Row = Mapping[str, Any]


class GazetteerUnusable(Exception):
    """A gazetteer that cannot be read; the message is one line with the remedy."""


class Entry(NamedTuple):
    """Somebody or something with an id. `label` is PERSON, ORG, … or "" for any.

    `related` are the ids of what an article about it is likely to name too: employers, parties, countries.
    """

    id: str
    name: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def read(path: str) -> list[Entry]:
    """The entries of a Parquet or CSV file, local or in gs://. Raises GazetteerUnusable."""
    try:
        data = read_bounded(path, MOST_BYTES)
        rows = _of_csv(data) if path.endswith(".csv") else pq.read_table(pa.BufferReader(data)).to_pylist()
        return [_entry(row) for row in rows]
    except KeyError as error:
        raise GazetteerUnusable(
            f"{path}: no column {error.args[0]!r}; a gazetteer has id and name, and may have label, aliases, related"
        ) from error
    except (Unusable, OSError, ValueError) as error:
        reason = (error.message if isinstance(error, Unusable) else str(error)).splitlines()[0]
        raise GazetteerUnusable(f"{path} is not a gazetteer ({reason}); give a Parquet or a CSV file") from error


def check(path: str) -> None:
    """Looks at the first bytes of a table alone. Raises GazetteerUnusable."""
    try:
        with open_raw(path) as file:
            head = file.read(1 << 16)
    except Exception as error:  # Beam's file systems raise errors of many libraries.
        raise GazetteerUnusable(
            f"{path} is not a gazetteer ({str(error).splitlines()[0]}); give a Parquet or a CSV file"
        ) from error
    if path.endswith(".csv"):
        columns = head.decode("utf-8-sig", "replace").partition("\n")[0].strip().split(",")
        if not {"id", "name"} <= set(columns):
            raise GazetteerUnusable(f"{path}: its first line does not name the columns id and name")
    elif not head.startswith(b"PAR1"):
        raise GazetteerUnusable(f"{path} is not a gazetteer (not Parquet); give a Parquet or a CSV file")


def _of_csv(data: bytes) -> Iterator[Row]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def _entry(row: Row) -> Entry:
    """In CSV, aliases and related are separated by |."""
    id_, name = row["id"], row["name"]
    if not isinstance(id_, str) or not isinstance(name, str) or not id_ or not name.strip():
        raise ValueError(f"an entry without id or name: {row}"[:200])
    return Entry(id_, name, str(row.get("label") or ""), _several(row.get("aliases")), _several(row.get("related")))


def _several(value: str | list[str] | None) -> tuple[str, ...]:
    parts = value.split("|") if isinstance(value, str) else value or ()
    return tuple(part.strip() for part in parts if part and part.strip())


def to_table(entries: Iterable[Entry]) -> pa.Table:
    """Entries as Arrow, to be written as Parquet."""
    rows = [
        {
            **entry._asdict(),
            "label": entry.label or None,
            "aliases": list(entry.aliases),
            "related": list(entry.related),
        }
        for entry in entries
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
