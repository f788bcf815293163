"""The mentions that a model finds, cut to the names within them. Pure functions, the same for every model."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.enrich.wordlist import words

LEFT_OUT = frozenset(
    ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "DATETIME", "NUMERIC_VALUE")
)
"""Labels of what is no name. All others are kept as the model says them: PERSON, NORP, ORG, GPE, LOC, FAC, EVENT, …"""
PERSONS = frozenset(("PERSON", "PER"))
PLACES = frozenset(("GPE", "LOC", "FAC", "NORP"))

_LONGEST = 200
"""Code points: no name is longer."""


class Span(NamedTuple):
    """A mention with its label; bounds in code points."""

    start: int
    end: int
    label: str


_NAME = re.compile(
    r"\W{0,20}+(?:(?:[Tt]he|THE|an?|An?|la|le|les)\s{1,9}|l['’])?(.*?)(?:['’][sS]?)?[^\w.)]{0,12}", re.DOTALL
)
TITLES = words(
    "Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cpl Sgt Adm Brig Sen Rep Gov Rev Hon Pres Fr Sr St Supt Insp",
    "Justice Sir Dame Lord Lady Mme Mlle Herr Frau Doña Señor Señora Madam Madame Shri Smt Late President",
    "Chancellor Premier King Queen Prince Princess Pope Emperor Empress Sultan Emir Amir Imam Ayatollah",
    "Maulana Sheikh Sheikha General Colonel Major Captain Lieutenant Sergeant Admiral Brigadier Commander",
    "Corporal Marshal Inspector Superintendent Constable Judge Senator Congressman Congresswoman",
    "Representative Governor Mayor Minister Secretary Ambassador Professor Doctor Reverend Bishop Archbishop",
    "Cardinal Father Brother Sister Rabbi Pastor Uncle Aunt Grandmother Grandfather Advocate Chief Director",
    "Chairman Coach Crown His Her Royal Highness Excellency Majesty HH Defendant Plaintiff Detective Councillor",
)
"""What stands before the name of a person."""
_NAMES_TOO = words("Imam Maulana Justice Brother Sister")
"""Titles that are often part of the name."""
_HONORIFIC = re.compile(rf"(?:(?:{'|'.join(sorted(TITLES - _NAMES_TOO, key=lambda t: (-len(t), t)))})\b\.?\s+)+")
_STRICT = r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Mme|Mlle|Herr|Frau)\b\.?|M\.)\s+"
_ENDS_HONORIFIC = re.compile(_STRICT + r"\Z")
_STARTS_HONORIFIC = re.compile(_STRICT)
_OFFICES = words("President Chancellor Premier Minister Senator Governor Mayor Secretary Judge Justice General Colonel")
OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(_OFFICES))}|{_STRICT})\s{{0,3}}\Z")
"""Ends with an office: what follows is a person."""
_DATES = re.compile(
    r"\d|\b(?:the|an?|this|last|next|one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion"
    r"|half|dozens?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|mornings?|afternoons?|evenings?|nights?"
    r"|\w+day|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter|today|tomorrow|yesterday|tonight|noon|midnight"
    r"|first|second|third|fourth|fifth|decades?|century|centuries|quarter|weekend|annual|daily|weekly|monthly|late"
    r"|ramadan|eid|christmas|easter|season|percent|dollars?|euros?|pounds?|am|pm|gmt|utc)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_APART = re.compile(r"\s{1,3}[-–—]\s{1,3}|(?<=\w)[-–—]\s{1,3}|\s{0,3}[;|•]\s{0,3}|(?<=[A-Za-z]{3})/(?=[A-Z][a-z])")
_CUTS = re.compile(r"[^\w\s.'’]|\n")
_SIMPLE = re.compile(r"(?!(?:The|THE|An?) )[^\W\d_a-z]\w*(?: \w+)*")
_BETWEEN_PLACES = re.compile(r"([^\W\d_a-z]\w+) (?:for|to|from|via) ([^\W\d_a-z]\w+)\Z")
_OPEN = re.compile(r"\s{0,3}[(\[]")
_PREFIX = re.compile(r"(?:anti|pro|non|inter|pre|post|ex|mid|un|pan|trans)-(?=[A-Z])")
_FUNCTION = re.compile(
    r"(?:(?:That|Before|After|When|While|In|On|At|From|With|For|But|And|As|Since|If|Though|Although|Because|Even|Only"
    r"|Also|So|Both|Like|Unlike|Under|Said|Says|Especially|However|Meanwhile|Former|Then|Thus|Today|Yesterday)\s+)+"
    r"(?:(?:the|The|an?)\s+)?"
)


_NO_NAMES = words(
    "State Opposition Interior Court Home Education Finance Justice Crown City AI HH Jr Sr Lecturer",
    "Dermatologist Independence Constitution Indigenous World Media MoU MOU CM OC Board Department Hospital",
    "Minister President PhD Covid Section Article Chapter Figure Table Appendix Supreme Republic Federal",
    "National International North South East West Mr Mrs Ms Dr Sir Madam CEO MD PM MP MPs Group Team Phase",
    "Stage Level Grade Class Day Night Morning Photo Image Video Source Read Editor Staff Reporter Update",
    "Breaking Exclusive Opinion Editorial Rebels Ferries Lawmakers Residents Protesters Farmers Workers Soldiers",
    "Troops Voters Critics Researchers Nurses Teachers Firefighters Investors Shares Stocks Prices Flights Buses",
    "Thousands Hundreds Millions Dozens People Tourists Migrants Refugees Demonstrators Gunmen Fishermen Villagers",
    "Growers Prosecutors Mourners Looters Floods Wildfires Landslides Crowds Ministers Strikers Commuters Passengers",
)
"""What a model takes for a name, but is none by itself."""


def names(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """The names within the model's mentions: one line each, without what stands around a name."""
    found = list(found)
    person = next((span.label for span in found if span.label in PERSONS), None)
    for span in found:
        if span.label in LEFT_OUT or span.end - span.start > _LONGEST:
            continue
        for start, end in _parts(text, span):
            yield from _name(text, start, end, span.label, person)


def taken(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """The mentions in which no name is sought: not the dates and numbers that look like none."""
    for span in found:
        words = text[span.start : span.end]
        if span.label not in LEFT_OUT or not words[:1].isupper() or _DATES.search(words):
            yield span


def _parts(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """A mention cut at line ends, spaced dashes and brackets that only open."""
    if not _CUTS.search(text, span.start, span.end):
        between = _BETWEEN_PLACES.match(text, span.start, span.end) if span.label == "GPE" else None
        yield from [between.span(1), between.span(2)] if between else [(span.start, span.end)]
        return
    for line in _LINE.finditer(text, span.start, span.end):
        start, end = line.span()
        for cut in _APART.finditer(text, start, end):
            yield start, cut.start()
            start = cut.end()
        opened = _OPEN.search(text, start, end)
        if opened and opened.start() > start and text.find(")", opened.start(), end) < 0:
            yield start, opened.start()
            start = opened.end()
        yield start, end


def _name(text: str, start: int, end: int, label: str, person: str | None) -> Iterator[Span]:
    if not _SIMPLE.fullmatch(text, start, end):
        match = _NAME.fullmatch(text, start, end)
        if match is None:
            return
        start, end = match.span(1)
    for pattern in (_FUNCTION, _PREFIX):
        leading = pattern.match(text, start, end)
        if leading and leading.end() < end and not text[start:end].isupper():
            start = leading.end()
    strict = _STARTS_HONORIFIC.match(text, start, end) or _ENDS_HONORIFIC.search(text, max(0, start - 8), start)
    titled = (
        (_STARTS_HONORIFIC.match(text, start, end) or _HONORIFIC.match(text, start, end))
        if (strict or label in PERSONS)
        else None
    )
    if titled:
        if text[start:end] in TITLES:
            return
        start = titled.end()
    if person and strict:
        label = person
    name = text[start:end]
    if name in _NO_NAMES or (label in PERSONS and name in TITLES):
        return
    # Of scripts with two cases, a name has an upper-case letter.
    if any(map(str.isalpha, name)) and not name.islower():
        yield Span(start, end, label)
