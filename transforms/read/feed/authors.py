"""Names of authors as feeds write them: with addresses, outlets, and the family name first."""

import re
from collections.abc import Iterable

from transforms.base.agencies import FORMS
from transforms.read.feed.model import plain

_MAIL = r"(?:mailto:)?[^\s()<>\[\]\"',;/@]{1,80}@[^\s()<>\[\]\"',;/]{1,200}+"
_MAIL_NAME = re.compile(rf"{_MAIL}\s?\(([^()]*)\)?", re.IGNORECASE)
_BESIDE = re.compile(rf"\s{{0,3}}[(<\[/]?\s{{0,3}}{_MAIL}\s{{0,3}}[)>\]]?", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\S)@\w{2,40}")
_BEHIND = re.compile(r"(?<=\w) ?\(([^()]*)\)")
_LONGEST = 2000
_OUTLET = re.compile(
    r"\b(?:the|news|times|post|press|agency|agence|agentur|agencia|tribune|journal|herald|guardian|gazette|daily|media|"
    r"magazine|network|observer|chronicle|standard|dispatch|courier|telegraph|review|reuters|afp|dpa|ap|bbc|cnn|npr|"
    r"zeitung|anzeiger|nachrichten|tagblatt|rundschau|kurier|redaktion|presse|le|la|el|il|diario|jornal|giornale|"
    r"corriere|gazzetta|tv|radio|fm|staff|desk|online|website|service|inc|ltd|gmbh)\b|\w\.(?:com|org|net|co|de|fr|news)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s{0,3}\|\s{0,3}|\s{1,3}(?:[–—/·•@-]|for|via)\s{1,3}|\s{0,3},\s{1,3}")
_PEOPLE = re.compile(r"\s{0,3};\s{0,3}|\s{1,3}(?:and|&)\s{1,3}", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s.'’]|\s(?:and|for|via)\s", re.IGNORECASE)
"""What stands between names, and between a name and an outlet."""
_PARTICLES = frozenset(("al", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von"))


def names(values: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """The names in author elements, each once. `outlet` is the name of the feed: no author beside a person.

    An agency stays behind the person who writes for it ("Jane Doe, AFP"): who reads it as a byline learns both.
    """
    found = (name for value in values for name in _names(plain(value[:_LONGEST]) or "", outlet))
    return tuple(dict.fromkeys(found))


def _names(text: str, outlet: str | None) -> list[str]:
    if "@" in text:
        text = _HANDLE.sub("", _BESIDE.sub(" ", _MAIL_NAME.sub(r"\1", text)))
    agency = next((inside for inside in _BEHIND.findall(text) if inside in FORMS), None)
    text = _BEHIND.sub("", text.strip(" \t\"'<>|,;:")).strip(" \t\"'()<>|,;:")
    if not text or text.lower().startswith("mailto:"):
        return []
    if not _MARKS.search(text):
        return [_with_agency(text, agency)]
    inverted = [_inverted(part) for part in _PEOPLE.split(text)]
    if all(inverted):
        return [name for name in inverted if name]
    several = text.split("/")
    if len(several) > 1 and all(" " in part.strip() and not _is_outlet(part, outlet) for part in several):
        return [part.strip() for part in several]
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    people = [part for part in parts if not _is_outlet(part, outlet)]
    if len(parts) == 1 or not people:
        return [text]
    person = ", ".join(people)
    agency = agency or next((part for part in parts if part in FORMS), None)
    return [_with_agency((_inverted(person) or person) if len(people) < len(parts) else text, agency)]


def _with_agency(person: str, agency: str | None) -> str:
    return f"{person}, {agency}" if agency else person


def _inverted(text: str) -> str | None:
    """The name of one person whose family name stands first: "Doe, Jane", "Van Dyke, J. A."; None for any other."""
    family, comma, given = (part.strip() for part in text.partition(", "))
    words = family.split()
    if not comma or "," in given or not _is_given(given) or _OUTLET.search(given):
        return None
    if len(words) > 1 and (len(words) > 2 or words[0].lower() not in _PARTICLES):
        return None
    if len(words) == 1 and _OUTLET.search(family):
        return None
    return f"{given} {family.capitalize() if family.isupper() and not given.isupper() else family}"


def _is_given(name: str) -> bool:
    """Whether it may stand behind a family name: "Jane", "Jane A.", "J. A."."""
    words = name.split()
    return len(words) == 1 or (len(words) == 2 and words[1].rstrip(".").isalpha() and len(words[1].rstrip(".")) == 1)


def _is_outlet(part: str, outlet: str | None) -> bool:
    return (outlet is not None and part.strip().casefold() == outlet.casefold()) or _OUTLET.search(part) is not None
