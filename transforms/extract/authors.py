"""Who wrote an article: names out of data and bylines."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from transforms.extract.jsonld import Graph, Node

_META = (
    "author article:author parsely-author byl dc.creator dcterms.creator cxenseparse:author sailthru.author",
    "article.author dc:creator creator citation_author",
)
MAX_NAME = 80
MAX_AUTHORS = 50
_MAX_BYLINES = 100

_PREFIX = re.compile(
    r"^(?:(?:written|words|story|reported|reporting|posted|published|report|reviewed|text|texte|texto|testo|tekst)\s+)?"
    r"(?:by|von|vom|por|par|di|door|av|af|przez|od|oleh|bởi|от|автор|автори|autor(?:in|en|es)?|autora|autore|auteurs?|"
    r"authors?|författare|forfatter|text|texte|texto|testo|tekst|foto|redakcja|作者|記者|记者|文)"
    r"(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[（【][^)\]）】]*[)\]）】]")
_CUT = re.compile(
    r"(?:\s[|·•–—-]\s|\s*[|·•]|\s(?:is|ist|est|es)\s(?:a|an|the|ein|eine|un|une|una)\s|\s+(?:on|am|at|für|for)\s+"
    r"|[,.]?\s*\d|\s*@|\s*https?:|\n).*",
    re.DOTALL | re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[;|•·、；]\s*|\s+(?:and|und|et|y|og|och|en|e|и|ve|&|with|mit)\s+|\s*,\s+(?:and|und|et)\s+")
_COMMA = re.compile(r"\s*[,，]\s*")
_NO_NAME = re.compile(r"https?:|www\.|@|^\W*$|^[\d\W]+$|[<>{}=]|\.(?:html?|php|jpe?g|png)$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|producer|bureau chief|staff writer|"
    r"redakteur(?:in)?|redaktor(?:in)?|korrespondent(?:in)?|journaliste?|correspondant[e]?|corresponsal|redactor[a]?|"
    r"periodista|giornalista|redacteur|verslaggever|freelance|photographer|fotograf)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    ("admin", "administrator", "editor", "staff", "redaktion", "redaction", "webmaster", "unknown", "null", "none")
)
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?<![a-z])(?:text|article|post|entry|story)?[_-]?(?:authors?|bylines?|by-line|autor(?:en|es|in)?|auteurs?|autore)"
    r"(?:[_-]?(?:s|names?|link|line|text|info|list))?(?![a-z])|(?<![a-z])(?:writer|journalist|reporter)s?(?![a-z])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"related|teaser|recommend|comment|sidebar|footer|caption|figure|image|photo|credit|quote|more-|newsletter|"
    r"promo|popular|trending|gallery|(?<![a-z])bio",
    re.IGNORECASE,
)


def authors(
    tree: HtmlElement, graph: Graph, article: Node | None, meta: dict[str, list[str]], site: set[str]
) -> tuple[str, ...]:
    """The names of those who wrote it; the house itself where nobody else is named.

    `site` holds the squashed names of the publisher: it signs in data what a person signs in the byline.
    """
    house: tuple[str, ...] = ()
    for names in _candidates(tree, graph, article, meta):
        if names and not all(squash(name) in site for name in names):
            return names
        house = house or names
    return house


def squash(text: str) -> str:
    """Letters and digits alone, lower case: what remains of a name through spelling."""
    return "".join(filter(str.isalnum, text.casefold()))


def clean(values: Iterable[str]) -> tuple[str, ...]:
    """Names out of author strings: split, without labels, roles, brackets, addresses; each once, in order."""
    names: dict[str, str] = {}
    for value in values:
        for name in _names(value):
            names.setdefault(squash(name), name)
    names.pop("", None)
    if any(not _DOMAIN.match(name) for name in names.values()):
        names = {key: name for key, name in names.items() if not _DOMAIN.match(name)}
    return tuple(names.values())[:MAX_AUTHORS]


def _names(value: str) -> Iterator[str]:
    text = " ".join(unescape(value[:2000]).split())
    text = _BRACKETS.sub("", _PREFIX.sub("", text))
    for part in _SPLIT.split(text):
        yield from (name for piece in _by_comma(part) if (name := _name(piece)))


def _by_comma(part: str) -> list[str]:
    pieces = _COMMA.split(part)
    return [
        piece for i, piece in enumerate(pieces) if i == 0 or not (_ROLE.search(piece) or piece in ("Jr.", "Sr.", "Jr"))
    ]


def _name(piece: str) -> str | None:
    name = _PREFIX.sub("", piece).strip(" ,;:|/–—-•·\u200b")
    if not 2 <= len(name) <= MAX_NAME or _NO_NAME.search(name) or name.casefold() in _NOBODY or len(name.split()) > 7:
        return None
    return name


def _candidates(
    tree: HtmlElement, graph: Graph, article: Node | None, meta: dict[str, list[str]]
) -> Iterator[tuple[str, ...]]:
    if article is not None:
        yield clean(_in_data(graph, article.get("author")))
        yield clean(_in_data(graph, article.get("creator")))
    for key in " ".join(_META).split():
        yield clean(meta.get(key, ()))
    yield clean(_bylines(tree))


def _in_data(graph: Graph, value: Any) -> Iterator[str]:
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


def _bylines(tree: HtmlElement) -> list[str]:
    """The people in the first byline of the article itself."""
    tags = ("a", "span", "div", "p", "address", "strong", "b", "h3", "h4", "h5", "li", "td")
    for element in islice(filter(_is_byline, tree.iter(*tags)), _MAX_BYLINES):
        if _is_elsewhere(element):
            continue
        linked = [name for a in element.iter("a") for name in clean([_text(a)]) if _is_person(name)]
        if linked:
            return linked
        text = _CUT.sub("", _PREFIX.sub("", _text(element)[:1000]))
        people = [name for name in clean([text]) if _is_person(name)] if len(text) <= 3 * MAX_NAME else []
        if people:
            return people
    return []


def _is_person(name: str) -> bool:
    """Whether a name is written as people's are: two words or more, each with a capital, not all in capitals."""
    words = [word for word in re.split(r"[\s.-]+", name) if word]
    if not name.isascii() and not name.upper().isupper():
        # A script without capitals, as Chinese, writes names together.
        return 2 <= len(name) <= 20
    big = [word for word in words if word[0].isupper() or word[0] in "'’"]
    return 2 <= len(words) <= 5 and len(big) >= 2 and words[0] in big and words[-1] in big and not name.isupper()


def _is_byline(element: HtmlElement) -> bool:
    return (
        "author" in (element.get("rel") or "").split()
        or (element.get("itemprop") or "") in ("author", "author name", "name author")
        or bool(_BYLINE.search(element.get("class") or ""))
    )


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether it stands in a box beside the article; looks no further up than the box."""
    for ancestor in (element, *islice(element.iterancestors(), 5)):
        if ancestor.tag in ("aside", "figure", "figcaption", "footer", "nav", "blockquote"):
            return True
        if ancestor.tag in ("html", "body", "main") or (ancestor is not element and ancestor.find(".//h1") is not None):
            return False
        if _ELSEWHERE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())
