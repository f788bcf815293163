"""Headlines Written Like This, or IN CAPITALS, as a sentence would be: a model finds names by their capitals."""

import re
from collections import Counter
from collections.abc import Mapping

from transforms.enrich.wordlist import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:\A|[.!?:\n“\"‘]\s{0,3})\Z")
_MOSTLY = 0.7
"""Share of words with a capital, short ones aside, from which a title is in headline case."""
_STEM = 5
"""First letters in which two forms of a word agree: withdraws, withdrawn."""
_PLAIN = words(
    "a about across after again against ahead all along amid among an and another any are around as at away",
    "back be been before behind being below between beyond but by can could despite down during ever every few",
    "first for from get gets give gives go goes had has have he her here high his how if in inside into is it",
    "its just last like make makes many may more most much must near new next no not now of off old on once",
    "one only or other our out over own per put puts says see sees set sets she should since so some still",
    "such take takes than that the their them then there these they this those three through to today too top",
    "toward towards two under until up upon via want wants was we were what when where which while who why",
    "will win wins with within without would year years yet you your adds announces approves asks backs bans",
    "beats becomes begins big boosts breaks brings builds calls claims closes comes cuts deal deals denies",
    "dies drops ends eyes faces falls fears fight finds fire global grows hails helps hits holds hopes joins",
    "keeps kills launches leads leaves looks loses major meets moves names needs offers opens passes plan",
    "plans pulls pushes raises reaches rejects reports returns reveals rises rules runs seeks sends shows",
    "signs slams starts stops talks tells threat tops turns urges visits voters vows warns welcomes withdraws",
    "works world",
)


def plain(title: str, text: str) -> str:
    """A title of the same length with capitals where a sentence has them; one that is not a headline stays as it is.

    What the text writes in lower case is a common word; what it writes with a capital within a sentence is a name.
    """
    found = list(_WORD.finditer(title))
    long = [word[0][0] for word in found[1:] if len(word[0]) > 3]
    capitals = sum(map(str.isupper, long))
    if not title.isupper() and (len(long) < 2 or capitals < _MOSTLY * len(long)):
        return title
    common, capitalised = _cases(text)
    # The most frequent way of writing a word comes last, and stays.
    named = {form.lower(): (form, times) for form, times in reversed(capitalised.most_common())}
    stems = {word[:_STEM] for word in common if len(word) > _STEM}
    parts, end = [], 0
    for word in found:
        parts += [title[end : word.start()], _cased(word[0], title.isupper(), word.start() == 0, common, named, stems)]
        end = word.end()
    changed = "".join([*parts, title[end:]])
    return changed if len(changed) == len(title) else title


def _cases(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often a text writes words in lower case, and words with a capital within a sentence, as they are written."""
    common: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for word in _WORD.finditer(text):
        if word[0].islower():
            common[word[0]] += 1
        elif not _SENTENCE.search(text, max(0, word.start() - 3), word.start()):
            named[word[0]] += 1
    return common, named


def _cased(
    word: str, capitals: bool, first: bool, common: Counter[str], named: Mapping[str, tuple[str, int]], stems: set[str]
) -> str:
    lower = word.lower()
    form, times = named.get(lower, (word, 0))
    if times > common[lower]:
        return form if capitals else word
    is_common = common[lower] or lower in _PLAIN or (len(lower) > _STEM and lower[:_STEM] in stems)
    if is_common and not (word.isupper() and not capitals):
        return word.capitalize() if first else lower
    return word.capitalize() if capitals else word
