"""Acronyms: those that a text explains, as World Health Organization (WHO), and those that a model missed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from transforms.enrich.heads import label_of
from transforms.enrich.spans import PERSONS, Span
from transforms.enrich.wordlist import stands, words

_EXPLAINED = re.compile(r"\s\(\s*[\"“‘']?([A-Z][A-Za-z.&-]{1,11}?)[\"”’']?(?:\s*[,;/][^()\n]{0,40})?\)")
_ALONE = re.compile(r"[A-Z](?<![\w'’&.@#/-][A-Z])[A-Z&]{1,4}[A-Z](?![\w&@-])")
_SHOUTED_BEFORE, _SHOUTED_AFTER = re.compile(r"[A-Z]{2}\W{1,3}\Z"), re.compile(r"\W{1,3}[A-Z]{2}")
_NUMERAL = re.compile(r"[IVXLCDM]+\Z")
_WORD = re.compile(r"\w+")
_REACH = 120
"""Code points before a bracket in which the name is sought."""


def explained(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Mentions of acronyms in brackets after their name, and of the names, if the model found neither."""
    for found in _EXPLAINED.finditer(text):
        letters = [letter for letter in found[1] if letter.isupper()]
        bounds = _name(text, found.start(), letters) if len(letters) > 1 else None
        if bounds is None:
            continue
        named = [span for span in spans if span.start < bounds[1] and span.end > bounds[0]]
        label = label_of(text[bounds[0] : bounds[1]]) or next((span.label for span in named), "ORG")
        label = "ORG" if label in PERSONS else label
        if not named:
            yield Span(*bounds, label)
        if not any(span.start < found.end(1) and span.end > found.start(1) for span in spans):
            yield Span(*found.span(1), label)


def passed_over(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    """Mentions of acronyms of three to six letters that are not among `taken`: mostly of organisations.

    What the text has in lower case too, or beside other words in capitals, is a word that is shouted. Names that the
    model found elsewhere are left to `echoes`, and a surname in capitals follows a first name.
    """
    spans = list(taken)
    known = {text[start:end] for start, end, _ in spans}
    for found in _ALONE.finditer(text):
        name, (start, end) = found[0], found.span()
        if name in _NO_NAMES or name in known or _NUMERAL.match(name):
            continue
        if any(first < end and start < last + 2 for first, last, _ in spans) or stands(text, name.lower()):
            continue
        if not (_SHOUTED_BEFORE.search(text, max(0, start - 12), start) or _SHOUTED_AFTER.match(text, end, end + 6)):
            yield Span(start, end, "ORG")


_NO_NAMES = words(
    "CEO CFO CTO COO CIO CMO SMS MMS NGO NGOS MLA MLC MNA MOU MBA PHD BSC MSC USD EUR GBP CAD AUD INR GDP GNP CPI",
    "DNA RNA PCR VPN PIN MRI ICT CBD FAQ FYI DIY DIG URL USB GPS LED LCD HIV AIDS COVID SARS PDF API SIM ATM IPO ETF",
    "GMT UTC EST PST EDT PDT CST CDT BST CET IST WAT EAT AEST AEDT ASAP LGBT LGBTQ RIP VIP POW WWI WWII PPE ICU IVF",
    "CCTV SUV CCP VAT GST PAYE KYC SME SMES MSME MSMES FDI ROI TBA TBC ETA FIR PIL RTI GM DNR DVD CGI HDTV HTML",
    "NFT NFTS AGM EGM PTSD ADHD BMI IED ICBM NEWS LIVE WATCH READ ALSO PHOTO VIDEO MORE HERE MISS JUST CET ISBN",
    "SAU MVP ERA RBI TKO PTS AVG ODI GMO STEM SOS LPG LNG CNG CFA DUI DWI GCSE TEU TEUS EEZ UAV UAVS UFO INS APP",
)
"""What is written in capitals and names nobody."""


def _name(text: str, end: int, letters: Sequence[str]) -> tuple[int, int] | None:
    """The words that end at `end` and begin with these letters, small words aside."""
    floor = text.rfind("\n", 0, end) + 1
    words = list(_WORD.finditer(text, max(floor, end - _REACH), end))
    wanted = list(letters)
    start = end
    for word in reversed(words):
        if not wanted:
            break
        # In some languages only the first word of a name has a capital.
        if word[0][0].upper() == wanted[-1] and (word[0][0].isupper() or len(word[0]) > 3):
            wanted.pop()
            start = word.start()
        elif word[0][0].isupper() or len(word[0]) > 4:
            return None
    return (start, end) if not wanted and text[start].isupper() else None
