"""What a page holds of statements: metas, links and scripts, read once for all mechanisms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

MOST = 200
"""Of each kind that are looked at; the hundredth meta of a name says nothing new."""


RSL = "application/rsl+xml"
_NAMES = frozenset(("robots", "dateline", "tdm-reservation", "tdm-policy", "content-usage"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`metas` are (name in lower case, content), `links` (rel, type, href) with the first two in lower case.

    `scripts` are the texts of licences within the page; `article` is the page's own article in its JSON-LD.
    """

    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    scripts: tuple[str, ...] = ()
    article: dict[str, Any] | None = None

    def named(self, name: str) -> list[str]:
        """The contents of the metas of a name."""
        return [content for key, content in self.metas if key == name]


NO_PAGE = Page()
"""What a document that is not a page says."""


def read(declared: Iterable[HtmlElement], article: dict[str, Any] | None = None) -> Page:
    """The statements among the metas, links and scripts of a page, those in the body too, those in a template not."""
    metas: list[tuple[str, str]] = []
    links: list[tuple[str, str, str]] = []
    scripts: list[str] = []
    for element in declared:
        tag = element.tag
        if tag == "meta":
            name = (element.get("name") or element.get("http-equiv") or "").strip().lower()
            content = (element.get("content") or "").strip()
            if (name in _NAMES or name.endswith("bot")) and content and not _in_template(element):
                metas.append((name, content))
        elif tag == "link":
            rel = (element.get("rel") or "").lower().split()
            href = (element.get("href") or "").strip()
            if "license" in rel and href and not _in_template(element):
                links.append((" ".join(rel), _media_type(element.get("type")), href))
        elif (kind := element.get("type")) and _media_type(kind) == RSL and element.text:
            scripts.append(element.text)
    return Page(metas=tuple(metas[:MOST]), links=tuple(links[:MOST]), scripts=tuple(scripts[:MOST]), article=article)


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()


def _in_template(element: HtmlElement) -> bool:
    return next(element.iterancestors("template"), None) is not None
