"""Markdown (CommonMark, tables as on GitHub) from the structure of a text, with its metadata in YAML above.

Every character of the text is text: what Markdown or HTML would take for markup is escaped.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.export.jsonl import json_text
from schemas.structure import PartKind
from transforms.base.parquet import Row

_ABOVE = (
    "title",
    "canonical_url",
    "source",
    "authors",
    "published_at",
    "modified_at",
    "language",
    "tags",
    "article_id",
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BEGINS = re.compile(r"(\s*+)([+=-]|\d{1,9}(?=[.)]))")
_RULE = "---"
_FENCE = "`" * 8
_YAML_ESCAPES = {code: f"\\u{code:04x}" for code in (0x7F, 0x85, 0x2028, 0x2029)}


def write(rows: Iterable[Row], folder: str) -> int:
    """Writes a file for each row, `<date>/<article_id>-<revision>.md`; returns how many."""
    count = 0
    for row in rows:
        path = Path(folder, str(row["date"] or "undated"), f"{row['article_id']}-{row['revision_id'][:8]}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_name(f".{path.name}.part")
        staged.write_text(markdown(row), "utf-8")
        os.replace(staged, path)
        count += 1
    return count


def markdown(row: Row) -> str:
    """A row as a page: its metadata, its headline, its text."""
    above = [f"{name}: {_yaml(json.loads(json_text(row[name])))}" for name in _ABOVE if row[name]]
    title = [f"# {escaped(row['title'])}"] if row["title"] else []
    body = _joined(_blocks(row["text"], row["structure"] or (), row["links"] or ()))
    return "\n".join([_RULE, *above, _RULE, "", "\n\n".join([*title, body]), ""])


def _yaml(value: Any) -> str:
    """JSON is YAML, except for characters above U+FFFF as two escapes, and for what YAML takes for a line end."""
    return json.dumps(value, ensure_ascii=False).translate(_YAML_ESCAPES)


class _Block(NamedTuple):
    """A line as Markdown: what it is, the quotation that it is in, and its first column."""

    kind: str | None
    quote: int | None
    text: str


def _blocks(text: str, parts: Iterable[Row], links: Iterable[Row]) -> Iterator[_Block]:
    at = 0
    parts, links = list(parts), list(links)
    opened: set[int] = set()
    rows: set[int] = set()
    for line in text.split("\n"):
        end = at + len(line)
        here = {part["kind"]: part for part in parts if part["start"] <= at < part["end"]}
        post, quote, item = (here.get(kind) for kind in (PartKind.POST, PartKind.QUOTE, PartKind.LIST_ITEM))
        if post is not None and post["start"] == at:
            yield _Block(None, None, _RULE)
            if post["time"] is not None:
                yield _Block(None, None, f"**{post['time']:%Y-%m-%d %H:%M} UTC**")
        inside = None if quote is None else quote["start"]
        words = _linked(text, at, end, [link for link in links if at <= link["start"] and link["end"] <= end])
        if PartKind.PREFORMATTED in here:
            yield _Block(PartKind.PREFORMATTED, inside, line)
        elif PartKind.TABLE_ROW in here:
            # A row has several lines if a cell has; in Markdown it must be one.
            row = here[PartKind.TABLE_ROW]
            if row["start"] not in rows:
                cells = text[at : row["end"]].rstrip("\n").split(" | ")
                yield _Block(PartKind.TABLE_ROW, inside, f"| {' | '.join(map(_cell, cells))} |")
            rows.add(row["start"])
        elif (heading := here.get(PartKind.HEADING)) is not None:
            yield _Block(PartKind.HEADING, inside, f"{'#' * heading['level']} {words}")
        elif item is not None:
            first = item["start"] not in opened
            opened.add(item["start"])
            yield _Block(PartKind.LIST_ITEM, inside, f"{'  ' * (item['level'] - 1)}{'- ' if first else '  '}{words}")
        else:
            yield _Block(None, inside, words)
        at = end + 1


def _linked(text: str, start: int, end: int, links: Iterable[Row]) -> str:
    pieces: list[str] = []
    at = start
    for link in links:
        pieces += escaped(text[at : link["start"]], at == start), "[", escaped(text[link["start"] : link["end"]], False)
        pieces.append(f"](<{link['url']}>)")
        at = link["end"]
    return "".join([*pieces, escaped(text[at:end], at == start)])


def _cell(text: str) -> str:
    return "<br>".join(map(escaped, text.split("\n")))


def escaped(text: str, begins: bool = True) -> str:
    """A text that Markdown reads as itself; `begins` a line where it may be taken for an item, a rule or a heading."""
    text = _SPECIAL.sub(r"\\\1", text)
    found = _BEGINS.match(text) if begins else None
    return f"{_escaped_start(found)}{text[found.end() :]}" if found else text


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def _joined(blocks: Iterable[_Block]) -> str:
    """Blocks with an empty line between; lines of one list, table or `pre` are together."""
    lines: list[str] = []
    last: _Block | None = None
    for block in blocks:
        same = last is not None and (last.kind, last.quote) == (block.kind, block.quote)
        together = same and block.kind in (PartKind.LIST_ITEM, PartKind.TABLE_ROW, PartKind.PREFORMATTED)
        if last is not None and not together:
            lines += _end(last)
            lines.append(">" if same and block.quote is not None else "")
        if block.kind == PartKind.PREFORMATTED and not together:
            lines.append(_quoted(block, _FENCE))
        lines.append(_quoted(block, block.text))
        if block.kind == PartKind.TABLE_ROW and not together:
            lines.append(_quoted(block, "|" + " --- |" * (block.text.count(" | ") + 1)))
        last = block
    if last is not None:
        lines += _end(last)
    return "\n".join(lines)


def _end(block: _Block) -> list[str]:
    """What closes the lines that a block is the last of."""
    return [_quoted(block, _FENCE)] if block.kind == PartKind.PREFORMATTED else []


def _quoted(block: _Block, text: str) -> str:
    return text if block.quote is None else f"> {text}"
