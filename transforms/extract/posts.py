"""The posts of a live blog on its page: elements that say so, or that its data names (schema.org/LiveBlogPosting)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from transforms.extract.blocks import Node, PageBlock
from transforms.extract.data_dates import parse
from transforms.extract.jsonld import Node as Data
from transforms.extract.layout import Post
from transforms.extract.names import squash

_UPDATE = "liveBlogUpdate"
_TIMES = frozenset(("datePublished", "dateCreated"))


def posts(blocks: Sequence[PageBlock], data: Data | None) -> dict[Node, Post]:
    """The elements that are posts, by microdata, else by an id or a headline that the data has for one."""
    chosen = [block for block in blocks if block.chosen]
    nodes = _elements(chosen)
    found = {node: Post(node, _time_in(node)) for node in nodes if node.element.get("itemprop") == _UPDATE}
    updates = [] if found else list(stated(data))
    if updates:
        times = {name: time_of(update) for update in updates for name in _names(update)}
        found = {node: Post(node, times[name]) for node in nodes if (name := node.element.get("id")) in times}
    return found or (_by_headline(chosen, updates) if updates else {})


def stated(data: Data | None) -> Iterator[Data]:
    """The posts that the data of a page has, in its order."""
    updates = data.get(_UPDATE) if data else None
    yield from (update for update in (updates if isinstance(updates, list) else [updates]) if isinstance(update, dict))


def time_of(update: Data) -> datetime | None:
    """When a post was published, as the data says."""
    parsed = parse(update.get("datePublished")) or parse(update.get("dateCreated"))
    return parsed.moment if parsed else None


def _elements(blocks: Sequence[PageBlock]) -> list[Node]:
    """All elements around blocks, each once."""
    found: dict[Node, None] = {}
    for block in blocks:
        node: Node | None = block.node
        while node is not None and node not in found:
            found[node] = None
            node = node.parent
    return list(found)


def _around(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent


def _time_in(node: Node) -> datetime | None:
    for element in node.element.iter("time", "meta", "span"):
        if element.get("itemprop") in _TIMES or (element.tag == "time" and element.get("datetime")):
            parsed = parse(element.get("datetime") or element.get("content"))
            if parsed:
                return parsed.moment
    return None


def _names(update: Data) -> Iterator[str]:
    """What may be the id of its element: the fragment of its address, or all of its @id."""
    for value in (update.get("@id"), update.get("url")):
        if isinstance(value, str) and value:
            try:
                name = urlsplit(value).fragment
            except ValueError:
                continue
            if name or not value.startswith("http"):
                yield name or value


def _by_headline(blocks: Sequence[PageBlock], updates: Sequence[Data]) -> dict[Node, Post]:
    """Of each headline that the data has the largest element around it without another one."""
    times: dict[str, datetime | None] = {}
    for update in updates:
        headline = update.get("headline")
        if isinstance(headline, str) and (key := squash(unescape(headline))):
            times.setdefault(key, time_of(update))
    heads = {block.node: times[block.key] for block in blocks if block.key in times}
    under = Counter(node for head in heads for node in _around(head))
    if len(heads) < 2:
        return {}
    largest = {head: [node for node in _around(head) if under[node] == 1][-1:] for head in heads}
    return {node: Post(node, heads[head]) for head, nodes in largest.items() for node in nodes}
