"""Who signed an article, as its page shows it to readers."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from schemas.article import RemovedKind
from transforms.extract.blocks import PageBlock
from transforms.extract.byline_elements import line_of, of_article
from transforms.extract.header import Header
from transforms.extract.names import (
    MAX_NAME,
    PREFIX,
    before_other_words,
    clean,
    is_person,
    is_role,
    is_signature,
    squash,
)
from transforms.extract.parsed_page import ParsedPage
from transforms.extract.signatures import signature

_LINE = 160
"""Code points of a line that may be a byline."""
_SIGNED = 60
"""The same, of one that does not stand at the headline."""
_NAME, _TOLD = 30, 400
"""Code points of a name that stands alone, and of a line that may speak of its bearer."""
_NEAREST = 5
"""Blocks below the headline among which a name may stand alone."""
TOGETHER = 6
"""People that one byline names."""
_MARKED = 3
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_PROFILE = re.compile(
    r"(?<!licenses)/(?:by|authors?|autor(?:en|es)?|auteurs?|autore|writers?|profiles?|people|person(?:en)?|journalists?|contributors?|"
    r"reporters?|columnists?|redakt(?:ion|eur|oer)|redacteur|experts?|staff|team|"
    r"avtor|yazar(?:lar)?|penulis|reporter|kirjoittaja|skribent|forfatter|autori)/[^/?#]|[?&]author=",
    re.IGNORECASE,
)
_BY_INSIDE = re.compile(
    r"(?:\d[^.!?]{0,20}|posted)\s(?:by|von|par|por)\s+(?-i:(?=[^\W\d_a-z]))|\s(?:作者|記者|记者|撰文)\s*[:：/／]?\s*",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"(?:(?:(?:written|words|story|verfasst|geschrieben|écrit|publié|escrito|scritto|geschreven)\s)?"
    r"(?:by|von|par|por|di|da|door|av)|author|autor|text|auteur|autore|автор|作者)\s?[:：]?",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:[\w’'&-]+\s){0,4}(?:editor(?:-in-chief)?|reporter|correspondent|writer|journalist|columnist|redakteur(?:in)?|"
    r"korrespondent(?:in)?|journaliste|corresponsal|redactor[a]?|giornalista|verslaggever)",
    re.IGNORECASE,
)
_REPORTER_BEHIND = re.compile(
    r"(?:\[[^\]]{1,20}\]\s*)?([가-힣]{2,4})\s*(?:선임|수습|인턴)?기자(?![가-힣])|([\u3400-\u9fff]{2,3}\s?[\u3400-\u9fff]{1,3})\s?(?:記者|特派員)\Z"
)
"""In Korean and Japanese the title follows the name."""
_CHECKED = re.compile(
    r"review|fact[- ]?check|edited|editor:|photo|foto|image|illustrat|translat|übersetz|traduit|traducid|video|podcast",
    re.IGNORECASE,
)
"""What people other than its writers do to an article."""
_SENTENCE_END = re.compile(r"\w{3}[.!?][\"”’)]?\s")
_SENTENCE = 8
"""Words in front of a name that are a sentence of its own."""
_SIGNS = re.compile(
    r"(?:written by|words by|story by|text(?:e|o)?|author|autor(?:in|a)?|auteur|autore|testo|tekst|текст|автор|作者|"
    r"撰文|記者|记者|文|von|par)(?:\s*+[:：/／]\s*|\s++(?=[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\W{0,3}(?:(?:by|von|vom|par|por|di|door|av)\s|(?:posted|written|published|created|verfasst|erstellt|geschrieben|"
    r"veröffentlicht|gepostet|publié|publicado|pubblicato|geplaatst)\s(?:[^.!?]{1,40}\s)?(?:by|von|par|por|da|door)"
    r"(?:\s|\s?:\s)|(?:author|autor|auteur|autore|автор|作者)\s?[:：]\s?)",
    re.IGNORECASE,
)
_NOT_BYLINES = frozenset(
    (
        *(RemovedKind.CAPTION, RemovedKind.COMMENTS, RemovedKind.NEWSLETTER, RemovedKind.PROMO),
        *(RemovedKind.COOKIE_BANNER, RemovedKind.RELATED_LINKS),
    )
)


def read(page: ParsedPage, header: Header) -> Iterator[tuple[str, ...]]:
    """The names that the page shows as authors, the surest place first: at the headline, in marked elements, signed."""
    yield from _at_headline(_near(header))
    yield clean(_people_marked(page.bylines))
    for block in page.blocks:
        if len(block.text) <= _SIGNED and block.kind not in _NOT_BYLINES and _SIGNS.match(block.text):
            yield _people(before_other_words(PREFIX.sub("", block.text)))


def guesses(page: ParsedPage, header: Header) -> Iterator[tuple[str, ...]]:
    """Names that nothing calls an author: by themselves below the headline or under the text, or single."""
    lines = _near(header)
    if header.found:
        yield from _alone(page.tree, page.blocks, lines[:_NEAREST])
    yield signature(page.blocks)
    yield _single(page.bylines, lines)


def more(names: Sequence[str], header: Header) -> tuple[str, ...]:
    """All whom the byline at the headline names, where these `names` are some of them and no more than it."""
    known = set(map(squash, names))
    for found in _at_headline(_near(header)):
        others = [name for name in found if squash(name) not in known]
        if others and len(known) + len(others) == len(found) <= TOGETHER and all(map(is_person, others)):
            return tuple(names) if any(map(is_role, others)) else found
    return tuple(names)


def _near(header: Header) -> list[PageBlock]:
    near = (*(header.below[1:] if header.found else header.below), *header.above)
    return [block for block in near if block.kind not in _NOT_BYLINES and not block.card]


def _at_headline(lines: Sequence[PageBlock]) -> Iterator[tuple[str, ...]]:
    label = ""
    for block in lines:
        if len(block.text) <= _LINE:
            yield _linked(block)
            yield _written(f"{label} {block.text}" if label else block.text)
            yield _with_suffix(block.text)
            yield _with_post(block.text)
        label = block.text if _LABEL_ALONE.fullmatch(block.text) else ""


def _with_post(text: str) -> tuple[str, ...]:
    """Whom a line names with a post at the paper: "Jane Doe, Political Editor"."""
    name, comma, post = text.partition(",")
    return clean([name]) if comma and is_person(name) and _POST.fullmatch(post.strip()) else ()


def _single(marked: Sequence[HtmlElement], lines: Sequence[PageBlock]) -> tuple[str, ...]:
    """A single name, as bloggers sign: after a word that says so, in a marked element or at the headline."""
    texts = [
        *((line_of(element), True) for element in islice(of_article(marked), _MARKED)),
        *((block.text, False) for block in lines),
    ]
    for text, is_marked in texts:
        if (start := _SAYS_SO.match(text)) and len(text) <= (_LINE if is_marked or " " in start[0].strip() else _NAME):
            rest = text[start.end() :]
            names = clean([before_other_words(rest)])
            if len(names) == 1 and rest.split()[0].rstrip(",;:") == names[0] and is_signature(names[0]):
                return names
    return ()


def _alone(tree: HtmlElement, blocks: Sequence[PageBlock], lines: Sequence[PageBlock]) -> Iterator[tuple[str, ...]]:
    """A name by itself below the headline, where a portrait, or "About" and "More from" elsewhere, confirm it."""
    for block in lines:
        name = block.text
        if len(name) > _NAME or block.linked or block.owner.tag in _HEADINGS or not is_person(name):
            continue
        portrait = any(name == (image.get("alt") or "").strip() for image in tree.iter("img"))
        told = re.compile(rf"(?:about|by|from|über|von|par|de)\s+{re.escape(name)}(?!\w)", re.IGNORECASE)
        if portrait or any(told.search(other.text) for other in blocks if len(other.text) <= _TOLD):
            yield clean([name])


def _linked(block: PageBlock) -> tuple[str, ...]:
    """The names in a line that link to the page of an author, or are marked as one."""
    links = (element for element in islice(block.owner.iter("a", "span"), 40) if _leads_to_author(element))
    texts = [
        text
        for element in links
        if (text := line_of(element))
        and (at := block.text.find(text)) >= 0
        and not _CHECKED.search(block.text[:at][-40:])
        and not _is_caption(block.text[:at])
    ]
    return tuple(name for name in clean(texts) if is_signature(name))


def _is_caption(before: str) -> bool:
    """Whether what stands before a name is a sentence, as in a caption before who took the picture."""
    return len(before.split()) > _SENTENCE and _SENTENCE_END.search(before) is not None


def _leads_to_author(element: HtmlElement) -> bool:
    if any("author" in (element.get(name) or "").split() for name in ("rel", "itemprop", "property")):
        return True
    return element.tag == "a" and bool(_PROFILE.search(element.get("href") or ""))


def _with_suffix(text: str) -> tuple[str, ...]:
    match = _REPORTER_BEHIND.match(text)
    return clean([match[1] or match[2]]) if match else ()


def _written(text: str) -> tuple[str, ...]:
    """The people that a line names after "By" and the like, at its start or after a date."""
    start = PREFIX.match(text)
    if start is None:
        start = _BY_INSIDE.search(text)
        if start is None:
            return ()
    names = before_other_words(text[start.end() :])
    # Chinese names stand apart by a space, which in Japanese stands inside a name.
    return _people(names.replace(" ", "、") if "记者" in start[0] else names)


def _people(text: str) -> tuple[str, ...]:
    return tuple(name for name in clean([text]) if is_person(name)) if len(text) <= 3 * MAX_NAME else ()


def _people_marked(marked: Sequence[HtmlElement]) -> list[str]:
    """The people in the first byline of the article itself, by the names of elements."""
    for element in of_article(marked):
        texts = [meta.get("content") or "" for meta in element.iter("meta") if meta.get("itemprop") == "name"]
        texts += map(line_of, element.iter("a"))
        linked = [name for text in texts for name in clean([text]) if is_person(name)]
        if linked:
            return linked
        text = before_other_words(PREFIX.sub("", line_of(element)[:1000]))
        people = list(_people(text))
        if people:
            return people
    return []
