"""Entries of feeds: pieces of pages that are all article."""

import re
from collections import deque
from collections.abc import Sequence

from schemas.article import Removed, RemovedKind
from transforms.base.address import absolute_url, article_key
from transforms.extract.anchors import Anchor
from transforms.extract.blocks import PageBlock
from transforms.extract.names import clean

_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|przez|od|oleh|автор:?|текст:?)\s+(?=\S)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』]?\Z")
_LONGEST = 120
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w.'’-]*\Z")


def without_link_to_itself(blocks: list[PageBlock], url: str | None) -> tuple[list[PageBlock], list[Removed]]:
    """The blocks without a link to the page of the entry at their end, in any language's words for "Read more".

    It is a line of its own, or stands behind the last sentence.
    """
    link = _last_link(blocks[-1], url) if blocks and url else None
    if link is None:
        return blocks, []
    last, before = blocks[-1], blocks[-1].text[: link.start].rstrip(" (")
    if not any(map(str.isalnum, before)) and len(blocks) > 1:
        return blocks[:-1], [Removed(RemovedKind.NAVIGATION, last.text)]
    if not _SENTENCE_END.search(before):
        return blocks, []
    last.text = before
    return blocks, [Removed(RemovedKind.NAVIGATION, link.label)]


def _last_link(block: PageBlock, url: str) -> Anchor | None:
    """The link with which a block ends, if it is short and leads to this address."""
    last = next(iter(deque(block.anchors, maxlen=1)), None)
    if last is None or not 0 < len(last.label) <= _LONGEST or not block.text.startswith(last.label, last.start):
        return None
    if any(map(str.isalnum, block.text[last.start + len(last.label) :])):
        return None
    key = article_key(absolute_url(last.element.get("href") or "", url) or "")
    return last if key is not None and key == article_key(url) else None


def authors(lines: Sequence[str]) -> tuple[str, ...]:
    """Who signs in one of the first two lines: "By Jane Doe and John Roe"; nobody where it is no list of names."""
    for line in lines[:2]:
        if len(line) <= _LONGEST and _BYLINE.match(line):
            names = clean([line])
            if names and all(_NAME.match(name) and name.title()[0] == name[0] for name in names):
                return names
    return ()
