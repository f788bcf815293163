"""Makes the published schema files from the record types: `python -m schemas.publish [--check]`.

A version once published never changes: a column that is dropped, renamed or retyped needs a new SCHEMA_VERSION,
which makes new files beside the old ones.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas.article import SCHEMA_VERSION, Article
from schemas.columns import Column, columns
from schemas.reject import Reject
from schemas.story import Story

_JSON: dict[type, dict[str, str]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    datetime: {"type": "string", "format": "date-time"},
}
PARTITION = "UTC day of published_at, else of captured_at, else 1970-01-01; from the name of the folder, not in files"
_BIGQUERY = {str: "STRING", int: "INTEGER", float: "FLOAT", bool: "BOOLEAN", bytes: "BYTES", datetime: "TIMESTAMP"}


def json_schema(record: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of one row."""
    return {
        "type": "object",
        "properties": {column.name: _json_column(column) for column in columns(record)},
        "required": [column.name for column in columns(record)],
        "additionalProperties": False,
    }


def _json_column(column: Column) -> dict[str, Any]:
    kind: dict[str, Any] = json_schema(column.kind) if column.is_struct else dict(_JSON[column.kind])
    if column.repeated:
        kind = {"type": "array", "items": kind}
    if column.nullable:
        kind["type"] = [kind["type"], "null"]
    return {"description": column.description, **kind}


def bigquery_schema(record: type) -> list[dict[str, Any]]:
    """BigQuery's table schema. It has no null lists: a list that is null in Parquet loads as an empty one."""
    return [_bigquery_column(column) for column in columns(record)]


def _bigquery_column(column: Column) -> dict[str, Any]:
    mode = "REPEATED" if column.repeated else "NULLABLE" if column.nullable else "REQUIRED"
    kind: dict[str, Any] = {"type": "RECORD", "fields": bigquery_schema(column.kind)} if column.is_struct else {}
    return {
        "name": column.name,
        "mode": mode,
        "description": column.description,
        **(kind or {"type": _BIGQUERY[column.kind]}),
    }


def published() -> dict[str, str]:
    """File name to content of every published schema."""
    files: dict[str, Any] = {}
    for record in (Article, Reject, Story):
        name = f"{record.__name__.lower()}.v{SCHEMA_VERSION}"
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": record.__name__}
        row, table = json_schema(record), bigquery_schema(record)
        if record is Article:
            row["properties"]["date"] = {"description": PARTITION, "type": "string", "format": "date"}
            table.append({"name": "date", "mode": "NULLABLE", "description": PARTITION, "type": "DATE"})
        files[f"{name}.schema.json"] = head | row
        files[f"{name}.bigquery.json"] = table
    return {name: json.dumps(content, indent=2, ensure_ascii=False) + "\n" for name, content in files.items()}


def main(arguments: list[str]) -> int:
    """Writes the files, or with --check says which differ."""
    folder = Path(__file__).parent
    stale = [name for name, text in published().items() if _read(folder / name) != text]
    if "--check" not in arguments:
        for name in stale:
            (folder / name).write_text(published()[name], "utf-8")
        return 0
    for name in stale:
        print(f"schemas/{name} is not what the code says: run `make schemas`, with a new version if a column went")
    return bool(stale)


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
