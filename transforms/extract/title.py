"""The headline: of all the places that may hold it, the one that headlines are found in.

Every distinct text is a candidate. Its score is a weighted sum of what is known of it: who says it, how it stands on
the page, whether others agree. The weights were fitted as a softmax over the candidates of a page, and judged on
publishers left out; see docs/extraction.md.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from transforms.extract.blocks import PageBlock
from transforms.extract.headings import Heading, clean_title, headings
from transforms.extract.names import squash
from transforms.extract.parsed_page import ParsedPage

SEPARATOR = re.compile(r"(?<!\s)(?:\s++[|‖│∣–—·•»›«‹<>/:~★☆⋆◆■-]{1,2}\s++|\s*+[|｜_]\s*+)|--|：：")
_ARTICLE = re.compile(r"the|la|le|el|il|die|der|das|de|o|a")
_IN_BRACKETS = re.compile(r"(?<=\S)\s\(([^()]{2,60})\)\Z")
_SECTION_WORDS, _SECTION_CHARS = 3, 25
"""Words and code points of the longest name of a section behind a headline."""
# Of a name in Han characters, where no space stands around the mark: "…-新华网", "…_新浪新闻".
_HAN_SITE = re.compile(
    r"(?<=\S)(?:\s?[-_—|｜]{1,2}\s?[\u3400-\u9fff]{2,4})?\s?[-_—|｜]{1,2}\s?[\u3400-\u9fff]{0,6}(?:网|網|报|報|新闻|新聞|日报|日報|ニュース|新聞社)\Z"
)
_SECTION = re.compile(
    r"(?:opinion|analysis|perspective|editorial|column|commentary|review|exclusive|watch|video|live|meinung|kommentar|"
    r"analyse|kolumne|opinión|análisis|opinião|análise|opinione|analisi|avis|mnenje|opinia|мнение)\s{1,2}[|｜]\s{1,2}(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SLUG = re.compile(r"[^\W_]{3,}")
_KICKER_ENDS = (":", "|", "–", "—", "-", "+", "/", "•", "·", "：", "｜")
_NAMED = ("dc.title", "dcterms.title", "sailthru.title", "parsely-title", "citation_title", "cxenseparse:title")
_LINE = 10
"""Letters and digits of the shortest line of the page that may be the headline without being a heading."""
_IN_TITLE = 10
"""Letters and digits up to which a text is in the title of a page by chance."""
_TELLING = 3
"""Letters of the shortest word by which a title is compared with the address."""
_SLUG_WORDS = 3
"""Words of the shortest address that says what the headline is."""
_SHORT_WORDS, _SHORT = 2, 18
"""Words, and letters and digits, below which a text is rather a section than a headline."""
_MUCH_BELOW = 600
"""Code points of running text below a heading, of which more does not say more."""
_CUT_OFF = ("…", "...")
_QUOTES = frozenset("\"'")
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        # Who says it.
        "announced": 1.5,
        "og": 1.4,
        "data": 0.7,
        "title": -0.2,
        "name": -0.6,
        "in_title": 0.6,
        "two_places": 0.4,
        "alike": 1.6,
        "slug": 1.2,
        # How it stands on the page as a heading.
        "heading": -0.8,
        "announced_too": 0.8,
        "h1": 0.5,
        "first_h1": 0.9,
        "only_h1": 0.6,
        "h3": -1.1,
        "named_h1": 0.8,
        "below": 0.6,
        "linked": -0.6,
        "elsewhere": -2.2,
        # What its letters say.
        "bare": 0.6,
        "end_of_other": 0.9,
        "has_kicker": -1.0,
        "short": -0.9,
        "cut_off": -1.0,
    }
)


@dataclass(slots=True)
class Candidate:
    """A text that may be the headline, and where it was found."""

    text: str
    places: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


def title(page: ParsedPage, site: frozenset[str], announced: str | None) -> str | None:
    """The headline of a page; None where nothing is written that could be one. `site` holds its squashed names."""
    found = candidates(page, site, announced)
    if not found:
        return None
    rows = features(found, clean_title(page.document_title), page.url)
    scores = {key: sum(WEIGHTS[name] * value for name, value in rows[key].items() if name in WEIGHTS) for key in found}
    return found[max(scores, key=lambda key: scores[key])].text


def candidates(page: ParsedPage, site: frozenset[str], announced: str | None) -> dict[str, Candidate]:
    """All texts that may be the headline, by their letters, without the name of the site."""
    article, meta = page.article, page.meta
    whole = clean_title(page.document_title)
    announced_titles: list[tuple[str, str | None]] = [
        ("announced", clean_title(announced)),
        ("data", clean_title(article.get("headline")) if article else None),
        *(("og", clean_title(value)) for value in meta.get("og:title", ())[:1]),
        *(("twitter", clean_title(value)) for value in meta.get("twitter:title", ())[:1]),
        *(("named", clean_title(value)) for name in _NAMED for value in meta.get(name, ())[:1]),
        ("title", whole),
        ("name", clean_title(article.get("name")) if article else None),
    ]
    shown = list(headings(page))
    known = {squash(text) for _, text in announced_titles if text}
    printed = {squash(heading.text) for heading in shown if heading.level == "h1"}
    alone = len(known | printed) == 1
    known |= printed
    known.update(_lines(page.blocks, whole or "", alone=alone))
    found: dict[str, Candidate] = {}

    def candidate(text: str, place: str = "") -> Candidate | None:
        text = without_site(text, site, known)
        if place == "title" and squash(text) not in printed:
            text = _before_site(text, site) if alone else _behind_site(text, site)
        key = squash(text)
        return found.setdefault(key, Candidate(text)) if key and key not in site else None

    for place, text in announced_titles:
        if text and (named := candidate(text, place)) is not None:
            named.places.append(place)
    for heading in shown:
        if (headed := candidate(heading.text)) is not None:
            headed.headings.append(heading)
    return found


def behind_headline(page: ParsedPage, headlines: Sequence[str]) -> list[str]:
    """What the title of the page has behind one of these headlines and a mark: the name of the site."""
    whole = clean_title(page.document_title) or ""
    keys = set(map(squash, headlines)) - {""}
    return [whole[split.end() :] for split in SEPARATOR.finditer(whole) if squash(whole[: split.start()]) in keys]


def _behind_site(text: str, site: frozenset[str]) -> str:
    """The title behind "Site: "."""
    name, colon, rest = text.partition(": ")
    return rest.strip() if colon and squash(name) in site and len(rest.split()) > _SECTION_WORDS else text


def _before_site(text: str, site: frozenset[str]) -> str:
    """A title of which nothing else on the page tells where it ends: up to the last bar, if little stands behind it."""
    head, bar, rest = text.rpartition(" | ")
    return head.strip() if bar and len(rest.split()) < len(head.split()) else _behind_site(text, site)


def _lines(blocks: Sequence[PageBlock], whole: str, *, alone: bool) -> Iterator[str]:
    """The lines of the page with which its title begins, before a bar; where nothing else is known before any mark."""
    heads = {squash(whole[: split.start()]) for split in SEPARATOR.finditer(whole) if alone or "|" in split[0]}
    if heads:
        yield from (
            block.key for block in blocks if len(block.key) >= _LINE and block.key in heads and not block.linked
        )


def features(
    found: Mapping[str, Candidate], document_title: str | None, url: str | None
) -> dict[str, dict[str, float]]:
    """What is known of each candidate, as numbers from 0 to 1."""
    shown = squash(document_title or "")
    slug = set(_SLUG.findall(unquote(urlsplit(url or "").path).casefold()))
    words = {key: {word.casefold() for word in _WORD.findall(candidate.text)} for key, candidate in found.items()}
    h1s = [key for key, candidate in found.items() if any(heading.level == "h1" for heading in candidate.headings)]
    rows: dict[str, dict[str, float]] = {}
    for key, candidate in found.items():
        telling = {word for word in words[key] if len(word) >= _TELLING}
        likeness = [
            len(words[key] & words[other]) / len(words[key] | words[other] or {""})
            for other in found
            if other != key and found[other].places
        ]
        others = [other.text for other in found.values() if other is not candidate]
        row: dict[str, float] = dict.fromkeys(candidate.places, 1.0)
        row.update(_standing(candidate, key, h1s))
        row["in_title"] = len(key) > _IN_TITLE and key in shown
        row["slug"] = len(slug & telling) / len(telling) if len(slug) >= _SLUG_WORDS and telling else 0.0
        row["alike"] = max(likeness, default=0.0)
        row["short"] = len(words[key]) <= _SHORT_WORDS and len(key) < _SHORT
        row["cut_off"] = candidate.text.endswith(_CUT_OFF) or any(
            _ends_at_quote(candidate.text, other) for other in others
        )
        row["two_places"] = len(candidate.places) + bool(candidate.headings) >= 2
        row["end_of_other"] = any(is_behind_kicker(candidate.text, other) for other in others)
        row["has_kicker"] = any(is_behind_kicker(other, candidate.text) for other in others)
        rows[key] = {name: float(value) for name, value in row.items() if value}
    return rows


def _ends_at_quote(text: str, other: str) -> bool:
    """Whether a quotation mark of another candidate ended it, as in an attribute where it was not escaped."""
    return len(text) < len(other) and other.startswith(text) and other[len(text) :].lstrip()[:1] in _QUOTES


def is_behind_kicker(headline: str, text: str) -> bool:
    """Whether a text is the headline with a kicker in front: a word or two, or what a colon, bar or dash ends."""
    if not 12 < len(headline) < len(text) <= 2.5 * len(headline) or not text.casefold().endswith(headline.casefold()):
        return False
    before = text[: len(text) - len(headline)]
    return not before[-1].isalnum() and (before.rstrip().endswith(_KICKER_ENDS) or len(before.split()) <= 2)


def without_site(text: str, site: frozenset[str], known: Container[str] = ()) -> str:
    """The title without the site's name and section around it; `known` are squashed titles it may be cut to."""
    splits = list(SEPARATOR.finditer(text))
    for split in splits:
        if squash(text[: split.start()]) in known:
            return text[: split.start()]
    whole = text
    for split in reversed(splits):
        rest = squash(text[split.end() :])
        bare = _ARTICLE.sub("", rest, count=1) if _ARTICLE.match(rest) else rest
        if rest and (rest in site or bare in site or any(len(name) > 3 and rest.startswith(name) for name in site)):
            text = text[: split.start()]
        elif text != whole and squash(text) not in known and _is_section(text, split):
            text = text[: split.start()]
            break
        else:
            break
    if (brackets := _IN_BRACKETS.search(text)) and squash(brackets[1]) in site:
        text = text[: brackets.start()]
    if splits and (head := squash(text[: splits[0].start()])) and head in site and splits[0].end() < len(text):
        text = text[splits[0].end() :]
    head, colon, tail = text.rpartition("：")
    if colon and squash(tail) in site:
        text = head
    text = _HAN_SITE.sub("", text)
    return text[section.end() :].strip() if (section := _SECTION.match(text)) else text.strip()


def _is_section(text: str, split: re.Match[str]) -> bool:
    """Whether what stands behind a mark is short, and a headline before it."""
    section = text[split.end() :]
    short = len(section) <= _SECTION_CHARS and len(section.split()) <= _SECTION_WORDS
    named = section[:1].isalpha() and not section[:1].islower()
    return short and named and len(text[: split.start()].split()) > _SECTION_WORDS


def _standing(candidate: Candidate, key: str, h1s: Sequence[str]) -> dict[str, float]:
    """How it stands on the page as a heading; `h1s` are the candidates that are an h1, by their letters."""
    if not candidate.headings:
        return {}
    best = max(
        candidate.headings,
        key=lambda heading: (not heading.elsewhere, not heading.linked, heading.level == "h1", heading.below),
    )
    is_h1 = best.level == "h1"
    return {
        "heading": 1.0,
        best.level: 1.0,
        "named_h1": best.named and is_h1,
        "elsewhere": best.elsewhere,
        "linked": best.linked,
        "below": min(1.0, best.below / _MUCH_BELOW),
        "bare": all(heading.bare for heading in candidate.headings),
        "only_h1": is_h1 and len(h1s) == 1,
        "first_h1": is_h1 and h1s[0] == key,
        "announced_too": bool(candidate.places),
    }
