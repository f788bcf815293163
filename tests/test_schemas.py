"""The record's published forms, and that a version once published stays as it is."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pyarrow as pa

from schemas.arrow import arrow_schema, to_table
from schemas.article import Article, Entity, Gone, Mention, Removed, RemovedKind
from schemas.coder import decode, encode
from schemas.publish import published
from schemas.story import Story

# Version 1 of the record, as DESIGN.md gives it. A column that is dropped, renamed or retyped needs version 2.
VERSION_1 = {
    "article_id": "string",
    "revision_id": "string",
    "url": "string",
    "canonical_url": "string",
    "source": "string",
    "feed_url": "string",
    "title": "string",
    "text": "string",
    "authors": "list<element: string not null>",
    "tags": "list<element: string not null>",
    "published_at": "timestamp[us, tz=UTC]",
    "modified_at": "timestamp[us, tz=UTC]",
    "captured_at": "timestamp[us, tz=UTC]",
    "published_from": "string",
    "language": "string",
    "entities": "list<element: struct<name: string not null, label: string not null, count: int64 not null, "
    "mentions: list<element: struct<start: int64 not null, end: int64 not null> not null> not null> not null>",
    "removed": "list<element: struct<kind: string not null, text: string not null> not null>",
    "capture_uri": "string",
    "capture_digest": "string",
    "schema_version": "int64",
    "pipeline_version": "string",
    "models": "list<element: string not null>",
}

STORIES_1 = {
    "article_id": "string",
    "revision_id": "string",
    "copy_of": "string",
    "similarity": "double",
    "matched_by": "string",
    "wire": "string",
    "story_id": "string",
    "first_published_at": "timestamp[us, tz=UTC]",
    "lag_seconds": "int64",
    "members": "int64",
    "outlets": "int64",
}

ARTICLE = Article(
    article_id="a" * 32,
    revision_id="b" * 32,
    url="https://example.org/a",
    canonical_url=None,
    source="example.org",
    feed_url=None,
    title="Ä title",
    text="One.\nTwo 😀.",
    authors=("A B",),
    tags=(),
    published_at=datetime(1, 1, 1, tzinfo=UTC),
    modified_at=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    captured_at=None,
    published_from="meta",
    language="en",
    entities=(Entity("Two", "ORG", 1, (Mention(5, 8),)),),
    removed=(Removed(RemovedKind.SHARE, "Tweet"),),
    capture_uri="seeds/a.txt",
    capture_digest="c" * 32,
    schema_version=1,
    pipeline_version="0",
    models=("m-1",),
)


def test_no_column_is_dropped_renamed_or_retyped_within_a_version() -> None:
    have = {field.name: str(field.type) for field in arrow_schema(Article)}
    # A struct may get more fields, nullable ones at its end.
    entities = have["entities"].removesuffix("> not null>")
    was = VERSION_1["entities"].removesuffix("> not null>")
    assert entities.startswith(f"{was}, ")
    assert all(field.nullable for field in list(arrow_schema(Article).field("entities").type.value_type)[4:])
    assert have.items() >= {name: kind for name, kind in VERSION_1.items() if name != "entities"}.items()
    stories = {field.name: str(field.type) for field in arrow_schema(Story)}
    assert stories.items() >= STORIES_1.items()


def test_published_files_are_what_the_code_says() -> None:
    folder = Path(__file__).parent.parent / "schemas"
    assert {name: (folder / name).read_text("utf-8") for name in published()} == published()


def test_a_row_is_valid_by_the_published_json_schema() -> None:
    (row,) = to_table(Article, [ARTICLE]).to_pylist()
    row |= {name: value.isoformat() for name, value in row.items() if isinstance(value, datetime)}
    schema = json.loads(published()["article.v1.schema.json"])
    jsonschema.validate(row, schema)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_bigquery_knows_every_column() -> None:
    fields = json.loads(published()["article.v1.bigquery.json"])
    assert [field["name"] for field in fields] == [*arrow_schema(Article).names, "date"]
    assert {field["type"] for field in fields} <= {"STRING", "INTEGER", "TIMESTAMP", "RECORD", "DATE", "BYTES"}


def test_articles_travel_unchanged() -> None:
    there = decode(encode(ARTICLE))
    assert there == ARTICLE
    assert isinstance(there, Article)
    assert isinstance(there.removed[0], Removed)
    assert decode(encode(Gone("a", "b"))) == Gone("a", "b")


def test_null_and_empty_entities_differ() -> None:
    from dataclasses import replace

    table = to_table(Article, [replace(ARTICLE, entities=None), replace(ARTICLE, entities=())])
    assert table.column("entities").to_pylist() == [None, []]
    assert isinstance(table, pa.Table)


def test_what_an_article_says_of_an_entity_travels_whole() -> None:
    entity = Entity("Two", "ORG", 1, (Mention(5, 8),), "wikidata:Q2", 0.5, (Mention(0, 1),))
    row = replace(ARTICLE, entities=(entity,), dateline_place="OSLO", agency="Reuters", words=2)
    assert decode(encode(row)) == row
