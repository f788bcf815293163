"""Names that a model cut in pieces, put together again, and pieces of titles that are no names."""

import re
from collections.abc import Iterable, Iterator, Sequence

from transforms.enrich.heads import label_of
from transforms.enrich.places.table import Kind, lookup
from transforms.enrich.spans import PERSONS, TITLES, Span
from transforms.enrich.wordlist import words

_BEFORE = re.compile(r"(?:\A|(?P<start>[.!?:\n\"“”‘’]\s{0,3})|[^\w\s]\s{0,3}|(?<=\w)\s)(?P<word>[^\W\d_]{1,40}) \Z")
_NEXT = re.compile(r"[ -]([^\W\d_a-z][\w’'-]*[\w]|[^\W\d_a-z]\w*)")
_OF = re.compile(r"\b(?:of|for|and) \Z")
_PAIR = re.compile(r"(?<!\w)([^\W\d_a-z](?=\w{0,40}[a-z])\w{1,40})[-–]([^\W\d_a-z](?=\w{0,40}[a-z])\w{1,40})\Z")
_HYPHEN = re.compile(r"-[^\W\d_][\w’'-]*")
_ADJECTIVE = re.compile(
    r"-(?:led|based|backed|run|owned|born|wide|era|style|funded|ruled|held|occupied|controlled|speaking|language"
    r"|majority|dominated|sponsored|related|linked|made|like|affiliated|friendly|bound|educated|inspired)\b",
    re.IGNORECASE,
)
_PORTFOLIO = re.compile(r"(?:['’]s)?,? (?:Prime )?(?:Minister|Secretary|Undersecretary|Prince|Princess|Premier)\b")
_NO_NAME = words(
    "A About According Across Add Added Adding After Again Against All Also Although Always Am Among An And",
    "Another Any Are Around As Asked Asking At Be Because Been Before Being Besides Between Both But By Can",
    "Could Dear Despite Did Do Does During Each Earlier Even Ever Every Few Finally First For From Had Has",
    "Have He Her Here Hers His How However I If In Indeed Instead Into Is It Its Just Last Late Later Like",
    "Many Maybe May Meanwhile Most Much My Neither New Next No Nor Not Noting Now Of Off On Once One Only Or",
    "Other Our Out Over Perhaps Regarding Said Says Second She Should Since So Some Still Such Than That The",
    "Their Then There These They This Those Though Through Thus To Today Too Two Under Unlike Until Up Upon Us",
    "Was We Well Were What When Where Whether Which While Who Why Will With Within Without Would Yes Yesterday",
    "Yet You Your Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June",
    "July August September October November December PM MP MPs CEO MD CM Miss Envoy Analyst Comrade Presidents",
    "Ministers Actor Actress Singer Author Artist Striker Midfielder Defender Goalkeeper Captain Coach Officer",
    "Leader Spokesman Spokeswoman Deputy Vice Former Attorney Undersecretary Republican Democrat Democratic",
    "Labour Conservative Liberal Tory NGOs Submissions State Affairs Defence Defense Staff",
)
"""Capitalised words before a name that are not part of it, besides titles."""


def whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """Mentions in order, apart: pieces joined, names with the words that belong to them, portfolios left out."""
    result: list[Span] = []
    for span in _adjacent(text, spans):
        start = _left(text, span, result[-1].end if result else 0)
        grown = _place(text, start, span) or Span(start, _hyphenated(text, span), span.label)
        if not _is_portfolio(text, grown) and (not result or grown.start >= result[-1].end):
            result += _pair(text, grown)
    return result


def _pair(text: str, span: Span) -> list[Span]:
    """Two persons with a dash between them, where each is named elsewhere: the Biden-Xi summit."""
    both = _PAIR.match(text, span.start, span.end) if span.label in PERSONS else None
    if both and all(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in both.groups()):
        return [Span(*both.span(1), span.label), Span(*both.span(2), span.label)]
    return [span]


def _adjacent(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Persons with one space between are one; so is what together is a place."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.start - last.end == 1 and text[last.end] in " -":
            both = text[last.start : span.end]
            if last.label in PERSONS and span.label in PERSONS and text[last.end] == " ":
                last = Span(last.start, span.end, last.label)
                continue
            if last.label not in PERSONS and _is_place(both):
                last = Span(last.start, span.end, "GPE")
                continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _left(text: str, span: Span, free: int) -> int:
    """Where a person's name begins: a first name that the model left out is before it."""
    if span.label not in PERSONS or " " in text[span.start : span.end]:
        return span.start
    found = _BEFORE.search(text, max(free, span.start - 30), span.start)
    word = found["word"] if found else ""
    if found is None or _OF.search(text, max(0, found.start("word") - 5), found.start("word")):
        return span.start
    if not word[0].isupper() or word.isupper() or len(word) < 3:
        return span.start
    if word in TITLES or word in _NO_NAME or any(place.kind is Kind.NATION for place in lookup(word)):
        return span.start
    return found.start("word")


def _place(text: str, start: int, span: Span) -> Span | None:
    """The place that a name is with the words before or after it, if there is one of that name."""
    end = None
    following = _NEXT.match(text, span.end)
    while following and following.end() - span.start < 60:
        if _is_place(text[span.start : following.end()]):
            end = following.end()
        following = _NEXT.match(text, following.end())
    if end and span.label not in ("ORG", "EVENT", "NORP"):
        return Span(span.start, end, "GPE")
    if start < span.start and _is_place(text[start : span.end]):
        return Span(start, span.end, "GPE")
    return None


def _is_place(name: str) -> bool:
    return any(place.main and place.kind is not Kind.NATION for place in lookup(name))


def _hyphenated(text: str, span: Span) -> int:
    """Where a person's name ends: Moon Jae-in."""
    found = _HYPHEN.match(text, span.end) if span.label in PERSONS else None
    return found.end() if found and not _ADJECTIVE.match(text, span.end) else span.end


def _is_portfolio(text: str, span: Span) -> bool:
    """Whether a mention is a portfolio and not an organisation: Interior Minister, Crown Prince."""
    if span.label != "ORG" or not _PORTFOLIO.match(text, span.end):
        return False
    name = text[span.start : span.end]
    return not name.isupper() and label_of(name) is None
