"""Who wrote an article: of what its data and its page say, the most telling."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from transforms.base.agencies import FORMS
from transforms.extract import bylines
from transforms.extract.header import Header
from transforms.extract.jsonld import Graph
from transforms.extract.names import clean, is_handle, is_person, is_role, squash, without
from transforms.extract.parsed_page import ParsedPage

_META = (
    "author authors article:author parsely-author byl dc.creator dcterms.creator cxenseparse:author sailthru.author",
    "article.author dc:creator creator citation_author",
)
_INVERTED = frozenset(("citation_author", "dc.creator", "dc:creator", "dcterms.creator"))
"""Those in which libraries write the family name first."""
_LABELS = re.compile(
    r"(?:written|verfasst|geschrieben|écrit|escrit[oa]?|scritto|geschreven|skrevet|skriven|napisane|kirjoittanut|написано|"
    r"автор|autor|yazan|by|von|por|par)\b",
    re.IGNORECASE,
)
"""What a card on Twitter calls the author whom it names, as WordPress translates it."""


def authors(page: ParsedPage, header: Header, site: frozenset[str]) -> tuple[str, ...]:
    """The names of those who wrote it; an account's name or the publisher itself if nobody else is named.

    `site` holds the squashed names of the publisher: it signs in data what a person signs in the byline. So may its
    parent company: a name that only a meta element has gives way to the byline of another.
    """
    house: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    joined = site | {name.replace("and", "") for name in site}
    printed = "\0".join(block.key for block in (*header.above, *header.below))
    for in_meta, names in chain(
        ((False, names) for names in _in_data(page)),
        ((True, names) for names in _in_meta(page.meta)),
        ((False, names) for names in bylines.read(page, header)),
        ((False, names) for names in bylines.guesses(page, header) if not unprinted),
    ):
        names = without(names, site)
        known = unprinted or house
        if len(known) == 1 and is_person(known[0]) and names and _is_longer(names[0], known[0]):
            # A blogger is the publisher too: "Jane Doe", "By Jane DoeIn Travel".
            return known
        is_house = squash("".join(names)) in joined or all(
            squash(name) in site or is_handle(name) or (is_role(name) and name not in FORMS) for name in names
        )
        if names and not is_house:
            if in_meta and len(names) == 1 and names != unprinted and squash(names[0]) not in printed:
                unprinted = unprinted or names
            elif in_meta or not unprinted or len(names) <= bylines.TOGETHER:
                return without(bylines.more(names, header), site)
        house = house or names
    return unprinted or house


def _is_longer(name: str, known: str) -> bool:
    return squash(name) != squash(known) and squash(name).startswith(squash(known))


def _in_data(page: ParsedPage) -> Iterator[tuple[str, ...]]:
    if page.article is not None:
        yield clean(named(page.graph, page.article.get("author")))
        yield clean(named(page.graph, page.article.get("creator")))


def _in_meta(meta: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    for key in " ".join(_META).split():
        yield clean(_given_name_first(value) if key in _INVERTED else value for value in meta.get(key, ()))
    for number in "12":
        if any(map(_LABELS.match, meta.get(f"twitter:label{number}", ()))):
            yield clean(meta.get(f"twitter:data{number}", ()))


def in_meta_as_written(meta: Mapping[str, list[str]]) -> Iterator[str]:
    """What meta elements name as an author, as they write it."""
    for key in " ".join(_META).split():
        yield from meta.get(key, ())


def _given_name_first(value: str) -> str:
    """`Lee, Ann` as `Ann Lee`: citations give the family name first."""
    family, comma, given = value.partition(",")
    inverted = comma and "," not in given and len(family.split()) <= 2 and 1 <= len(given.split()) <= 2
    return f"{given.strip()} {family.strip()}" if inverted and not is_role(given) else value


def named(graph: Graph, value: Any) -> Iterator[str]:
    """The names given as authors in data, as they are written."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            person = graph.resolve(item)
            name = person.get("name") or " ".join(
                part for key in ("givenName", "familyName") if isinstance(part := person.get(key), str)
            )
            # One object has been seen to hold the list of names.
            yield from (n for n in (name if isinstance(name, list) else [name]) if isinstance(n, str))
