"""The address that a page gives itself, if it can be believed."""

import re
from urllib.parse import parse_qsl, urlsplit

from transforms.base.address import absolute_url, canonical_url, registrable_domain
from transforms.extract.parsed_page import ParsedPage

_IDENTIFIES = re.compile(
    r"(?:.*\[)?(?:id|p|page_?id|nid|sid|aid|pid|oid|tid|uid|cid|idx|no|nr|num|seq|key|code|guid|slug|title|"
    r"(?:art(?:icle|ikel|iculo)?|story|news|nyhet|doc|item|post|content|entry|record|noticia|nota|tt_news)(?:[_-]?(?:id|no|nr|key|code))?)\]?",
    re.IGNORECASE,
)
"""Names of the parameter by which a program finds the article."""
_UNFILLED = re.compile(r"undefined|null|none|nan|false|.*(?:\{\{|\$\{|<%|\[\[|%7B%7B).*", re.IGNORECASE)
"""What a template or a script leaves where an address should stand."""
_TELLS = re.compile(r"\d{4}|[^\W_][-_][^\W_]++[-_][^\W_]")
"""A path of the article alone: a number, or words of the headline."""


def canonical(page: ParsedPage) -> str | None:
    """The page's own address: `link rel=canonical`, then `og:url`, if plausible; else its `url`, without tracking."""
    url, declared = page.url, page.declared
    here = canonical_url(url) if url else None
    links = [link.get("href") for link in declared if "canonical" in (link.get("rel") or "").lower().split()]
    stated = next((base.get("href") for base in declared if base.tag == "base" and base.get("href")), None)
    base = (absolute_url(stated, url) if stated else None) or url
    for value in (*links, *page.meta.get("og:url", ())):
        if not value or _UNFILLED.fullmatch(value.strip()):
            continue
        address = canonical_url(value, base)
        if address and _is_plausible(address, here):
            return address
    return here


def names_article(query: str) -> bool:
    """Whether a query has a parameter by which a program finds the article."""
    return any(_IDENTIFIES.fullmatch(name) for name, _ in parse_qsl(query))


def _is_plausible(address: str, here: str | None) -> bool:
    """A page of the same publisher, and not what a careless template names on every page: the home, or the program."""
    if urlsplit(address).path.strip("/") == "" and not urlsplit(address).query:
        return here is not None and urlsplit(here).path.strip("/") == "" and not _lacks_article(address, here)
    if here is None:
        return True
    return registrable_domain(address) == registrable_domain(here) and not _lacks_article(address, here)


def _lacks_article(address: str, here: str) -> bool:
    """Whether the same path without the parameter that tells its articles apart."""
    stated, asked = urlsplit(address), urlsplit(here)
    if stated.path.rstrip("/") != asked.path.rstrip("/") or _TELLS.search(asked.path):
        return False
    names = {name.lower() for name, _ in parse_qsl(stated.query)}
    return any(_IDENTIFIES.fullmatch(name) and name.lower() not in names for name, _ in parse_qsl(asked.query))
