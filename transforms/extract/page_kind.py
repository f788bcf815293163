"""Article or not: whether a page is an article of its own, or a front, a section, a tag page, a shop, a list of others.

A linear decision over numbers about blocks, links, data and address. The weights are fitted by
`tests/benchmarks/page_kind.py` over pages outside the repository; how well is in docs/extraction.md.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from lxml import etree

from transforms.extract.blocks import PageBlock
from transforms.extract.canonical import names_article
from transforms.extract.names import squash
from transforms.extract.parsed_page import ParsedPage

_PROSE = 80
"""Code points of the shortest block that is running text."""
_SEVERAL = 4
"""Linked headings, each with a paragraph, that make a list where there is nothing else."""
_LEAD, _TEASER = 6, 60
"""Letters of a link that may be a headline, and bytes of the text that stands below one: two lines in any script."""
_BESIDE = 300
"""Bytes of text that stand below no link, on a page of results: a paragraph."""
_FEW = 6
"""Blocks that are links, fewer than which no list has."""
_MORE = re.compile(
    r"(?:read|see|view|load|show|continue|learn|find out)\s+(?:more|all|full|reading)|older|newer|next page|"
    r"weiterlesen|"
    r"mehr (?:lesen|anzeigen|erfahren|laden)|lire (?:la suite|plus)|leer más|ver más|leia mais|leggi (?:tutto|di più)|"
    r"lees (?:meer|verder)|läs mer|les mer|læs mere|czytaj|více|далее|подробнее|читать|さらに|続き|もっと|更多|더보기",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:€|USD|EUR|kr\b|zł|₽|円)|add to (?:cart|bag|basket)|in den warenkorb", re.IGNORECASE
)
_GOODS = re.compile(
    r"^(?:product|offer|aggregateoffer|store|hotel|restaurant|localbusiness|event|jobposting)", re.IGNORECASE
)
_MANY = re.compile(
    r"(?<![a-z])(?:home(?:page)?|front(?:-?page)?|archive|categor(?:y|ies)|tag(?:-\w+)?|taxonomy|"
    r"section(?:-?front|-?page)?|blog|search|listing|index|hub|topic|path-frontpage|landing)(?![a-z])",
    re.IGNORECASE,
)
_MAX_KINDS = 200
"""Objects in data that are asked whether they are goods."""
_FILES = (".html", ".htm", ".php", ".shtml", ".aspx")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_USUAL_ADDRESS: Mapping[str, float] = MappingProxyType(
    {"depth": 2.3, "slug": 4.5, "slug_digits": 2.0, "slug_length": 3.4}
)
"""Of an article whose address does not say what it is, or that has none: the mean of articles."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        # Blocks and links.
        "prose_share": 2.93,
        "near": 1.4,
        "teasers": -1.99,
        "linked": -2.25,
        "blocks": -0.6,
        "short_links": 0.4,
        "more": -0.52,
        "prices": -0.43,
        # Data and names.
        "articles": 1.29,
        "says_article": 1.14,
        "says_goods": -1.66,
        "signed": 0.95,
        "named_many": -0.74,
        "headline": 0.22,
        # Address.
        "path_date": 1.66,
        "file": 1.27,
        "slug": 0.17,
        "slug_digits": 0.15,
        "slug_length": 0.66,
        "depth": 0.26,
    }
)
BIAS = -4.24
LIMIT = -1.6
"""The score below which a page is not an article."""


def is_article(numbers: Mapping[str, float]) -> bool:
    """Whether a page with these features is an article. One with few links is no list, whatever else it is."""
    if numbers["few_links"]:
        return True
    if numbers["only_teasers"] and not numbers["articles"] and not numbers["says_article"]:
        return False
    return BIAS + sum(WEIGHTS[name] * numbers[name] for name in WEIGHTS) >= LIMIT


def features(page: ParsedPage, headline: str | None, authors: Sequence[str]) -> dict[str, float]:
    """What tells an article from a list, as numbers by name; counts as logarithms, shares from 0 to 1."""
    kinds = [kind.lower() for kind in page.meta.get("og:type", ())]
    tree = page.tree
    names = f"{tree.body.get('class') or ''} {tree.body.get('id') or ''} {tree.get('class') or ''}"[:2000]
    words = len(re.findall(r"\w+", headline or ""))
    return {
        **_of_blocks(page.blocks),
        **_of_address(page.url),
        # Where no spaces are written, three letters are about a word.
        "headline": min(20.0, words if (headline or "").isascii() else max(words, len(squash(headline or "")) / 3)),
        "articles": math.log1p(len(page.graph.articles())),
        "says_article": float("article" in kinds),
        "says_goods": float(
            any(kind.startswith("product") for kind in kinds)
            or any(_is_goods(node.get("@type")) for node in page.graph.nodes[:_MAX_KINDS])
        ),
        "signed": float(bool(authors)),
        "named_many": float(bool(_MANY.search(names))),
    }


def _of_blocks(blocks: Sequence[PageBlock]) -> dict[str, float]:
    total = linked = prose = prose_blocks = teasers = more = prices = short_links = 0
    linked_headings = links = led = unled = 0
    last_heading = last_link = -10
    homes: Counter[etree._Element | None] = Counter()
    for index, block in enumerate(blocks):
        size = len(block.text)
        is_linked = 5 * block.linked > 4 * size
        total += size
        links += is_linked
        linked += min(size, block.linked)
        more += size <= 40 and bool(_MORE.match(block.text))
        prices += size <= 60 and bool(_PRICE.search(block.text))
        if block.node.tag in _HEADINGS:
            linked_headings += is_linked
            last_heading = index if is_linked else last_heading
        elif is_linked:
            short_links += size < 40
        if is_linked:
            last_link = index if len(block.key) >= _LEAD else last_link
        elif 4 * size >= _TEASER and (length := len(block.text.encode())) >= _TEASER:
            led += index - last_link <= 2
            unled += length if index - last_link > 2 and block.kind is None else 0
        if size >= _PROSE and 2 * block.linked < size and block.kind is None and not block.card:
            prose_blocks += 1
            prose += size
            teasers += index - last_heading <= 3
            parent = block.owner.getparent()
            homes[parent.getparent() if parent is not None else None] += size
    return {
        "blocks": math.log(max(1, len(blocks))),
        "linked": linked / max(1, total),
        "prose_share": prose / max(1, total),
        "near": max(homes.values(), default=0) / max(1, prose),
        "teasers": teasers / max(1, prose_blocks),
        "few_links": float(links < _FEW),
        "only_teasers": float(
            (linked_headings >= _SEVERAL and 10 * teasers >= 9 * max(_SEVERAL, prose_blocks))
            or (led >= 2 * _SEVERAL and unled <= _BESIDE)
        ),
        "short_links": math.log1p(short_links),
        "more": math.log1p(more),
        "prices": math.log1p(prices),
    }


def _of_address(url: str | None) -> dict[str, float]:
    parts = urlsplit(url or "")
    path = parts.path.strip("/")
    last = path.rpartition("/")[2]
    found = {
        "path_date": float(bool(re.search(r"/20\d\d/", parts.path))),
        "file": float(last.lower().endswith(_FILES)),
    }
    if not url or names_article(parts.query):
        return {**found, **_USUAL_ADDRESS}
    return {
        **found,
        "depth": float(min(6, path.count("/") + bool(path))),
        "slug": float(min(10, len(re.findall(r"[-_+]+|%20", last)))),
        "slug_digits": float(min(12, sum(map(str.isdigit, last)))),
        "slug_length": math.log1p(len(last)),
    }


def _is_goods(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and _GOODS.search(name) for name in kinds)
