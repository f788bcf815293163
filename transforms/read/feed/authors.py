"""Names of authors as feeds write them: with addresses, outlets, and the family name first."""

import re
from collections.abc import Iterable

from transforms.read.feed.model import plain

_MAIL = r"(?:mailto:)?[^\s()<>\[\]\"',;]{1,80}@[^\s()<>\[\]\"',;]{1,200}"
_MAIL_NAME = re.compile(rf"\A{_MAIL}\s*\(([^()]*)\)?\s*\Z", re.IGNORECASE)
_BESIDE = re.compile(rf"\s{{0,3}}[(<\[]?\s{{0,3}}{_MAIL}\s{{0,3}}[)>\]]?", re.IGNORECASE)
_LONGEST = 2000
_OUTLET = re.compile(
    r"\b(?:the|news|times|post|press|agency|agence|agentur|agencia|tribune|journal|herald|guardian|gazette|daily|media|"
    r"magazine|network|observer|chronicle|standard|dispatch|courier|telegraph|review|reuters|afp|dpa|ap|bbc|cnn|npr|"
    r"zeitung|anzeiger|nachrichten|tagblatt|rundschau|kurier|redaktion|presse|le|la|el|il|diario|jornal|giornale|"
    r"corriere|gazzetta|tv|radio|fm|staff|desk|online|website|service|inc|ltd|gmbh)\b|\w\.(?:com|org|net|co|de|fr|news)\b",
    re.IGNORECASE,
)


def names(values: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """The names in author elements, each once. `outlet` is the name of the feed: no author beside a person."""
    found = (name for value in values for name in _names(plain(value[:_LONGEST]) or "", outlet))
    return tuple(dict.fromkeys(found))


def _names(text: str, outlet: str | None) -> list[str]:
    person = _MAIL_NAME.match(text)
    text = person[1] if person else _BESIDE.sub(" ", text) if "@" in text else text
    text = text.strip(" \t\"'()<>|,;")
    if not text or text.lower().startswith("mailto:"):
        return []
    parts = [
        part.strip() for part in re.split(r"\s{0,3}\|\s{0,3}|\s{1,3}[–—-]\s{1,3}|\s{0,3},\s{1,3}", text) if part.strip()
    ]
    people = [part for part in parts if not _is_outlet(part, outlet)]
    if len(parts) == 1 or not people:
        return [text]
    if len(people) < len(parts):
        return people
    if len(parts) == 2 and "," in text and " " not in parts[0] and _is_given(parts[1]):
        return [f"{parts[1]} {parts[0]}"]
    return [text]


def _is_given(name: str) -> bool:
    """Whether it may stand behind a family name: "Jane", "Jane A.", "J. A."."""
    words = name.split()
    return len(words) == 1 or (len(words) == 2 and words[1].rstrip(".").isalpha() and len(words[1].rstrip(".")) == 1)


def _is_outlet(part: str, outlet: str | None) -> bool:
    return (outlet is not None and part.casefold() == outlet.casefold()) or _OUTLET.search(part) is not None
