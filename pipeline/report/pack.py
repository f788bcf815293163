"""The articles of a report as data that a browser unpacks: JSON, deflated, in base64."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.report.articles import by_turns
from pipeline.report.rows import Place, Rows
from pipeline.report.text import harmless, web_address
from transforms.base.parquet import Row

LIST_LIMIT, TEXTS_LIMIT = 1_400_000, 2_900_000
"""Bytes of a page that the list of articles and their texts may take."""
CANDIDATES = 3_000
"""Articles whose text is read, to see how many there is room for."""
CHUNK = 48
"""Articles that are packed together, and so unpacked together."""
LONGEST = 50_000
"""Characters of a text that a page holds."""
_TITLE, _ADDRESS = 300, 500
_META = (
    "authors", "tags", "published_from", "modified_at", "feed_url", "canonical_url", "access", "agency",
    "dateline_place", "words", "licence", "credit", "capture_digest", "pipeline_version", "models",
)  # fmt: skip
TEXT = ("revision_id", "title", "text", "removed", "entities", "structure", "links", "image", *_META)


class Packed(NamedTuple):
    """The list, the chunks of texts, and of how many articles."""

    listing: str
    chunks: list[str]
    listed: int
    with_text: int


def packed(value: Any) -> str:
    """A value as base64 of raw deflate (RFC 1951) of JSON."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(data, 9, wbits=-15)).decode()


def pack(rows: Rows, listed: Mapping[Place, Row], first: Iterable[Place], texts: bool = True) -> Packed:
    """The list of articles, and as many texts as there is room for."""
    order = list(listed)
    while len(packed(index(listed, order, {}))) > LIST_LIMIT:
        order = order[: len(order) * 3 // 4]
    kept = {place: listed[place] for place in order}
    chunks, chunk_of = _chunks(rows, kept, first) if texts else ([], {})
    return Packed(packed(index(kept, order, chunk_of)), chunks, len(order), len(chunk_of))


def _chunks(rows: Rows, listed: Mapping[Place, Row], first: Iterable[Place]) -> tuple[list[str], dict[Place, int]]:
    wanted = list(by_turns(listed, first))[:CANDIDATES]
    read = {place: record(row, LONGEST) for place, row in rows.at(wanted, TEXT)}
    number = {place: number for number, place in enumerate(listed)}
    chunks: list[str] = []
    chunk_of: dict[Place, int] = {}
    size = 0
    for start in range(0, len(wanted), CHUNK):
        places = [place for place in wanted[start : start + CHUNK] if place in read]
        # What a source repeats lies close together, where deflate finds it.
        places.sort(key=lambda place: (listed[place]["source"] or "", place))
        chunk = packed([{"n": number[place], **read[place]} for place in places])
        if size + len(chunk) > TEXTS_LIMIT:
            if size > TEXTS_LIMIT * 3 // 4:
                break
            continue
        size += len(chunk)
        chunk_of |= dict.fromkeys(places, len(chunks))
        chunks.append(chunk)
    return chunks, chunk_of


def index(listed: Mapping[Place, Row], order: Sequence[Place], chunk_of: Mapping[Place, int]) -> dict[str, Any]:
    """The list by columns. An article's number is that of its newest revision; -1 is no text, or nothing."""
    heads = [listed[place] for place in order]
    numbers: dict[str, int] = {}
    sources = sorted({head["source"] or "" for head in heads})
    languages = sorted({head["language"] or "" for head in heads})
    place_of = {name: number for number, name in enumerate(sources)}
    return {
        "sources": [harmless(name) for name in sources],
        "languages": [harmless(name) for name in languages],
        "id": [head["revision_id"][:12] for head in heads],
        "article": [numbers.setdefault(head["article_id"], number) for number, head in enumerate(heads)],
        "title": [_short(harmless(head["title"] or ""), _TITLE) for head in heads],
        "source": [place_of[head["source"] or ""] for head in heads],
        "language": [languages.index(head["language"] or "") for head in heads],
        "url": [_short(web_address(head["url"]), _ADDRESS) for head in heads],
        "published": [_seconds(head["published_at"]) for head in heads],
        "captured": [_seconds(head["captured_at"]) for head in heads],
        "capture": [harmless(head["capture_uri"]) for head in heads],
        "chunk": [chunk_of.get(place, -1) for place in order],
    }


def record(row: Row, longest: int) -> dict[str, Any]:
    """An article as a page shows it: mentions are a flat list of offsets; a text is cut after `longest` characters."""
    text = row["text"][:longest]
    return {
        "id": row["revision_id"][:12],
        "title": harmless(row["title"] or ""),
        "text": harmless(text),
        "cut": len(row["text"]) - len(text),
        "removed": [[piece["kind"], harmless(piece["text"][:longest])] for piece in row["removed"] or ()],
        "entities": [_entity(entity, longest) for entity in row["entities"] or ()],
        "parts": [_part(part) for part in row["structure"] or ()],
        "links": [[link["start"], link["end"], web_address(link["url"])] for link in row["links"] or ()],
        "image": _image(row["image"]),
        "meta": {name: _shown(row[name]) for name in _META if row[name] not in (None, [], "")},
    }


def _entity(entity: Row, longest: int) -> list[Any]:
    mentions = [(mention["start"], mention["end"]) for mention in entity["mentions"]]
    offsets = [offset for start, end in mentions if 0 <= start < end <= longest for offset in (start, end)]
    return [harmless(entity["name"]), entity["label"], harmless(entity.get("id") or ""), entity["count"], offsets]


def _part(part: Row) -> list[Any]:
    return [part["kind"], part["level"], _seconds(part["time"]), part["start"], part["end"]]


def _image(image: Row | None) -> list[str] | None:
    """Address, caption and credit: a page loads no picture."""
    if image is None:
        return None
    return [web_address(image["url"]), harmless(image["caption"] or ""), harmless(image["credit"] or "")]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return harmless(f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value))


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def _seconds(time: datetime | None) -> int | None:
    return int(time.timestamp()) if time else None
