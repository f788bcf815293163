"""A quick extractor's opinion of what the article of a page is: trafilatura without its own second opinions.

A third of its time goes into two XPath expressions that hold regular expressions against the id and class of every
element. Templates name thousands of elements alike, so the same tests are made here once for each pair of names.
"""

import logging
import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction, main_extractor
from trafilatura.settings import Document as Found
from trafilatura.settings import Extractor

from transforms.extract import markup

# Every outcome is named in a record or a reject; the library's own lines would only repeat it for each page.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

Discard = Callable[[etree._Element], list[etree._Element]]

_OPTIONS = Extractor(output_format="python", comments=False, fast=True)
_DISCARD = "OVERALL_DISCARD_XPATH"
_TEST = re.compile(r"re:test\(@(id\|@class|id|class|id\|@style), '([^']*)'\)")
_SECTIONS = frozenset(("div", "item", "list", "p", "section", "span"))


def quick_lines(tree: HtmlElement) -> list[str]:
    """What it takes for the article, one block a line; nothing if it fails. The tree stays as it is."""
    try:
        found = bare_extraction(tree, options=_OPTIONS)
    except Exception:
        # Its errors are of odd markup: the paragraphs of the page can still be read.
        return []
    return markup.lines(found.body) if isinstance(found, Found) else []


def cached_discards(expressions: list[etree.XPath]) -> list[Discard | etree.XPath]:
    """One pass that finds the same elements; the expressions themselves where they are not the two that are known."""
    if tuple(_shape(expression.path) for expression in expressions) != _SHAPES:
        return list(expressions)
    tests = [re.compile(test) for expression in expressions for _, test in _TEST.findall(expression.path)]
    either, section_ids, section_classes, hides, ids, classes = tests

    @lru_cache(maxsize=8192)
    def is_section(first: str, name: str, names: str) -> bool:
        return bool(either.search(first) or section_ids.search(name) or section_classes.search(names))

    @lru_cache(maxsize=8192)
    def is_hidden(first: str, name: str, names: str) -> bool:
        return bool(
            names == "comments-title" or first.startswith("reply-") or ids.search(name) or classes.search(names)
        )

    def discard(tree: etree._Element) -> list[etree._Element]:
        found = []
        for element in tree.iterdescendants(etree.Element):
            get = element.get
            name, names, style = get("id") or "", get("class") or "", get("style") or ""
            first = name or names
            if name and names and _comes_first(element, "class"):
                first = names
            styled = name or style
            if name and style and _comes_first(element, "style"):
                styled = style
            if (
                ((name or names) and (is_hidden(first, name, names) or _is_in(element, is_section(first, name, names))))
                or (styled and hides.search(styled))
                or (style and ("display:none" in style or "display: none" in style))
                or get("aria-hidden") == "true"
                or (element.tag in _SECTIONS and _says_so(element))
            ):
                found.append(element)
        return found

    return [discard]


def _is_in(element: etree._Element, named: bool) -> bool:
    return named and element.tag in _SECTIONS


def _comes_first(element: etree._Element, attribute: str) -> bool:
    """Whether it stands before the id: of two attributes XPath reads the first in the source."""
    keys = element.keys()
    return keys.index(attribute) < keys.index("id")


def _says_so(element: etree._Element) -> bool:
    get = element.get
    return (
        "nav" in (get("role") or "").replace("N", "n")
        or get("data-lp-replacement-content") is not None
        or "MostPopularStories" in (get("data-component") or "")
    )


def _shape(path: str) -> str:
    """An expression without its regular expressions and spaces."""
    return re.sub(r"\s+", " ", _TEST.sub("?", path)).strip()


_SHAPES = (
    ".//*[self::div or self::item or self::list or self::p or self::section or self::span][ "
    "@data-lp-replacement-content or contains(translate(@role, 'N', 'n'), 'nav') or "
    "contains(@data-component, 'MostPopularStories') or ? or ? or ?]",
    ".//*[@class='comments-title' or starts-with(@id|@class, 'reply-') or ? or contains(@style, 'display:none') or "
    "contains(@style, 'display: none') or ? or ? or @aria-hidden='true']",
)
XPATHS: list[etree.XPath] = list(getattr(main_extractor, _DISCARD))
"""The library's own."""
setattr(main_extractor, _DISCARD, cached_discards(XPATHS))
