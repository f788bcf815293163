"""Names of months and weekdays in the languages of the news, of Unicode's CLDR as Babel carries it.

A name is the whole one or a beginning of it that no other month of the language shares ("févr." and "fév" of février),
without its accents and dots. Where a feed does not say its language, a name counts if it is one month in all languages
that have it: "listopad" is November in Polish and October in Croatian, so it is neither. To find that out takes the
data of 57 locales, 0.2 s and 60 MB of each process, so it is written down in months.tsv: a line for each month, made by

    python -m transforms.base.months > transforms/base/months.tsv
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.localedata import LocaleDataDict

_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "sv", "nb", "da", "fi", "is", "ca", "eu", "gl", "ro", "pl", "cs", "sk"),
    *("sl", "hr", "sr", "bs", "mk", "bg", "ru", "uk", "be", "el", "tr", "hu", "et", "lv", "lt", "sq", "az", "kk", "uz"),
    *("ka", "hy", "ar", "fa", "he", "ur", "hi", "bn", "mr", "ta", "te", "id", "ms", "fil", "vi", "th"),
    *("sw", "af", "cy"),
)
"""Those whose names are tried where a feed does not say its language."""
_ALIASES = {"no": "nb", "nn": "nb", "tl": "fil", "iw": "he", "in": "id", "zh": "en", "ja": "en", "ko": "en"}
_EXTRA = {"mrz": 3, "sept": 9, "set": 9, "ιουν": 6, "ιουλ": 7, "μαιος": 5, "janner": 1, "feber": 2, "setiembre": 9}
"""Abbreviations of editorial systems that are no beginning of a name, and names of single countries."""
_COUNTRIES = {"ar": ("ar_DZ", "ar_MA", "ar_SY")}
"""Where a language has further names of months; what two of them mean otherwise is none."""
_OF_DAYS = ("zh", "zh_Hant", "ja", "ko")
"""Languages of which the weekdays alone are names."""
_SHORTEST = 3
_UNKNOWN = (ValueError, LookupError, UnknownLocaleError)
_KEPT = 256
"""Languages whose names are kept: a feed says what language it likes."""
_MARKS = re.compile(r"[\u0300-\u036f.'’]")


def fold(word: str) -> str:
    """A word without case, accents and dots."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))


def month(words: Iterable[str], language: str | None = None) -> tuple[int, str] | None:
    """The month, 1 to 12, that one of the words names, and that word; English ones count everywhere.

    `language` is the ISO 639 code of the text, None if it is not known.
    """
    keys = {word: fold(word) for word in words}
    name = _ALIASES.get(language or "", language)
    for read in (_english, (lambda key: _months(name).get(key)) if name else _anywhere):
        for word, key in keys.items():
            # A syllable of India or Thailand is a letter or two; in Latin letters these may be any word.
            if (len(key) >= _SHORTEST or not key.isascii()) and (found := read(key)):
                return found, word
    return None


def is_weekday(word: str, language: str | None = "en") -> bool:
    """Whether a word is a weekday, in English also the beginning of one.

    `language` is an ISO 639 code, None for any of those that this module knows, of which the first question takes long.
    """
    key = fold(word)
    if len(key) >= 2 and any(day.startswith(key) for day in _DAYS.split()):
        return True
    if language is None:
        return key in _all_weekdays()
    return key in _weekdays(language if language in _OF_DAYS else _ALIASES.get(language, language))


@cache
def _all_weekdays() -> frozenset[str]:
    return frozenset().union(*map(_weekdays, (*_LANGUAGES, *_OF_DAYS)))


@lru_cache(_KEPT)
def _weekdays(language: str) -> frozenset[str]:
    try:
        widths = _locale_data(language, "days")["format"]
    except _UNKNOWN:
        return frozenset()
    return frozenset(fold(name) for width in ("wide", "abbreviated") for name in widths.get(width, {}).values())


def _english(key: str) -> int | None:
    if key in _EXTRA:
        return _EXTRA[key]
    return next((number for number, name in enumerate(_MONTHS.split(), 1) if name.startswith(key)), None)


def _anywhere(key: str) -> int | None:
    return _unambiguous().get(key)


@cache
def _unambiguous() -> dict[str, int]:
    lines = files(__package__).joinpath("months.tsv").read_text("utf8").splitlines()
    return {name: number for number, line in enumerate(lines, 1) for name in line.split("\t")}


def table() -> str:
    """months.tsv as Babel's data of today gives it: for each month the names that are it in all languages."""
    numbers: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for name, number in _months(language).items():
            numbers.setdefault(name, set()).add(number)
    names: dict[int, list[str]] = {}
    for name in sorted(numbers):
        number, *others = numbers[name]
        if not others:
            names.setdefault(number, []).append(name)
    return "".join("\t".join(names[number]) + "\n" for number in sorted(names))


@lru_cache(_KEPT)
def _months(language: str) -> dict[str, int]:
    names: dict[str, set[int]] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in _named(language, context, width):
                for key in _beginnings(fold(name)):
                    names.setdefault(key, set()).add(number)
                if not name.isdigit():
                    names.setdefault(fold(name), set()).add(number)
    # A whole name is one, also where another one begins with it.
    for width in ("abbreviated", "wide"):
        for number, name in _cldr(language, "format", width).items():
            names[fold(name)] = {number}
    found = {key: numbers.pop() for key, numbers in names.items() if len(numbers) == 1}
    # In Hebrew, "in" is a letter before the name.
    return found | {f"ב{key}": number for key, number in found.items() if language == "he"}


def _beginnings(name: str) -> list[str]:
    return [name[:length] for length in range(min(_SHORTEST, len(name)), len(name) + 1)]


def _named(language: str, context: str, width: str) -> Iterator[tuple[int, str]]:
    for name in (language, *_COUNTRIES.get(language, ())):
        yield from _cldr(name, context, width).items()


def _cldr(language: str, context: str, width: str) -> dict[int, str]:
    try:
        return dict(_locale_data(language, "months")[context].get(width, {}))
    except _UNKNOWN:
        return {}


def _locale_data(language: str, key: str) -> Mapping[str, Any]:
    """What `Locale.months` and `Locale.days` give, whatever was asked of other locales before.

    Babel writes what a locale's aliases stand for into the data that it shares with others, so that the second of two
    locales may have names of the first (python-babel/babel#1234): what this module reads is a copy.
    """
    data = localedata.load(str(Locale.parse(language)))
    copied: Mapping[str, Any] = LocaleDataDict({key: deepcopy(data[key])})[key]
    return copied


if __name__ == "__main__":
    print(table(), end="")
