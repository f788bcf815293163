"""XML of feeds as a tree whose names do not depend on prefixes or versions of namespaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree

from schemas.reject import Reason, Unusable
from transforms.read.feed.wellformed import balance, clean_characters, has_long_tag

_DECLARATION = re.compile(r' xmlns(?::[\w.-]+)?="[^"]*"')
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FEEDS = (
    *("http://purl.org/rss/1.0/", "http://purl.org/net/rss1.1#", "http://my.netscape.com/rdf/simple/0.9/"),
    *("http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/", "http://blogs.law.harvard.edu/"),
    *(
        "http://cyber.law.harvard.edu/",
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/",
        "http://my.userland.com/",
    ),
)
"""Beginnings of the namespaces of RSS and Atom. Those of later modules of RSS 1.0 begin as its own."""
_MODULES = {
    "http://purl.org/dc/elements/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/": "other",
    "http://www.itunes.com/": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://prismstandard.org/namespaces/": "prism",
    "http://rssnamespace.org/feedburner/": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
}
_PREFIXES = {"atom": "", "atom10": "", "a10": "", "rss": ""} | {name: name for name in _MODULES.values()}


@dataclass(frozen=True, slots=True)
class Document:
    """A tree, whether the text was not well formed, and by number the entries that could not be read."""

    root: etree._Element
    recovered: bool
    problems: dict[int, str]


def parse_xml(text: str) -> Document:
    """The tree of a text that begins with its root element; Unusable(MALFORMED) if there is none."""
    text = clean_characters(text)
    if not has_long_tag(text):
        try:
            return Document(_parse(text, recover=False), False, {})
        except etree.XMLSyntaxError:
            pass
    balanced = balance(text)
    try:
        root = _parse(balanced.text, recover=True)
    except etree.XMLSyntaxError as error:
        raise Unusable(Reason.MALFORMED, f"XML that cannot be read ({error}); check what the server sends") from None
    if root is None:
        raise Unusable(Reason.MALFORMED, "XML that cannot be read; check what the server sends")
    return Document(root, True, balanced.problems)


def _parse(text: str, *, recover: bool) -> etree._Element:
    # A parser of its own: threads wait for each other at one that is shared.
    parser = etree.XMLParser(
        recover=recover, huge_tree=True, resolve_entities=False, no_network=True, collect_ids=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def name_of(element: etree._Element) -> str:
    """The name of an element, in lower case: of RSS and Atom alone, of known modules with their usual prefix."""
    return _name(str(element.tag))


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    local = local.lower()
    if not namespace:
        prefix, found, rest = local.rpartition(":")
        return local if not found else _prefixed(_PREFIXES.get(prefix, "other"), rest)
    uri = namespace[1:].strip().lower().replace("https://", "http://")
    module = next((name for start, name in _MODULES.items() if uri.startswith(start)), None)
    if module is None:
        module = "" if uri.startswith(_FEEDS) else "other"
    return _prefixed(module, local)


def _prefixed(prefix: str, local: str) -> str:
    return f"{prefix}:{local}" if prefix else local


def text_of(element: etree._Element) -> str:
    """The content of an element as a document of its own: text as it is, elements within as markup."""
    if not len(element):
        return element.text or ""
    for inner in element.iterdescendants(etree.Element):
        try:
            inner.tag = str(inner.tag).rpartition("}")[2]
        except ValueError:  # With a prefix that is declared nowhere, of a feed that is not well-formed.
            inner.tag = "span"
    etree.cleanup_namespaces(element)
    if len(element) == 1 and element[0].tag == "div" and not ((element.text or "") + (element[0].tail or "")).strip():
        element = element[0]  # The div around XHTML is not of the content (RFC 4287, section 3.1.1.3).
    pieces = [element.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in element)]
    return _DECLARATION.sub("", "".join(pieces))


def language_of(element: etree._Element) -> str | None:
    """xml:lang, of the element or of what it is in."""
    return next((value for each in _outwards(element) if (value := each.get(f"{_XML}lang"))), None)


def base_of(element: etree._Element, base: str | None) -> str | None:
    """What relative addresses in an element are relative to: xml:base over `base`. A broken one counts for nothing."""
    for each in reversed(list(_outwards(element))):
        value = (each.get(f"{_XML}base") or "").strip()
        if value:
            try:
                base = urljoin(base or "", value)
            except ValueError:
                continue
    return base


def _outwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()
