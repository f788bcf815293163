"""Rules about how a line starts, and which words come together in it."""

import re

from transforms.base.lexicon import hints, labels, openings, patterns
from transforms.clean.blocks import Line, words
from transforms.clean.page import Page

_MAIL = re.compile(r"[\w.+-]@[\w-]{1,60}\.\w")
_LINK = re.compile(r"https?://|www\.|\b(?:bit\.ly|t\.me)/")
_HERE = frozenset(
    (word,) for word in ["here", "hier", "ici", "aquí", "aqui", "qui", "tutaj", "här", "her", "tästä", "здесь", "тут"]
)
_REPORTING = re.compile(
    r"\(?(?:(?:additional )?(?:reporting|writing|editing|research|graphics?|production)|produced|compiled|edited)"
    r"(?: and \w+)? by\b|\(?with (?:additional )?(?:reporting|reports|files|inputs?) (?:by|from)\b"
    r"|\((?:reporting|writing|editing)\b"
)
_AROUND_NAMES = 2
"""Words beside the names in a line that says who wrote the article."""
_AFTER_BY = 5
"""The same where the line begins with "By": "By our correspondent in Lagos"."""
_LABEL = 60
"""Characters of "Correction, 2 January 2024, 12:45 p.m.:" and the like, at most."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _has(block: Line, words: frozenset[str]) -> bool:
    return not block.bag.isdisjoint(words)


def cookies(page: Page, index: int, block: Line) -> bool:
    """Speaks to the reader of cookies and consent; an article speaks of others, or quotes."""
    if block.quoted or not (_has(block, hints.COOKIE) and _has(block, hints.READER) and _has(block, hints.CONSENT)):
        return False
    return not block.prose or (_has(block, hints.OUR) and block.words[0] in hints.BANNER)


def comment_form(page: Page, index: int, block: Line) -> bool:
    """A line of the form for comments."""
    return openings.COMMENT_FORM.match(block.head) is not None


def comment_count(page: Page, index: int, block: Line) -> bool:
    """How many comments there are on this."""
    return patterns.COMMENT_COUNT.match(block.head) is not None


def tags(page: Page, index: int, block: Line) -> bool:
    """A line of tags that names itself so."""
    return not block.stops and openings.TAG.match(block.head) is not None


def navigation(page: Page, index: int, block: Line) -> bool:
    """A link to the article before or after."""
    return not block.stops and openings.NAVIGATION.match(block.head, glued=True) is not None


def copyright_notice(page: Page, index: int, block: Line) -> bool:
    """Who holds the copyright, and what may be done with the text."""
    if openings.COPYRIGHT.match(block.head) is not None:
        return True
    rest = openings.COPYRIGHT_SIGN.match(block.head)
    if rest is None:
        return False
    return not block.stops or rest[:1] in ("", ".", ":") or rest[1:2] in ("©", "(") or bool(_YEAR.search(rest[:40]))


def affiliate(page: Page, index: int, block: Line) -> bool:
    """Says that the paper earns money by its links."""
    if openings.AFFILIATE.match(block.head) is not None:
        return True
    return _has(block, hints.COMMISSION) and _has(block, hints.PURCHASE) and _has(block, hints.OUR) and not block.quoted


def first_appeared(page: Page, index: int, block: Line) -> bool:
    """Says, as the last line, where the post was published first."""
    return index == len(page.blocks) - 1 and patterns.FIRST_APPEARED.match(block.head) is not None


def related(page: Page, index: int, block: Line) -> bool:
    """A link to another article between the paragraphs: "Read more: …"."""
    bracketed = block.text[0] in "[(" and block.text[-1] in "])"
    if block.stops and block.last not in "?!" and not bracketed:
        return False
    label, colon, told = block.head.partition(":")
    if colon and len(told) > 3 and " ".join(words(label)) in labels.RELATED:
        return True
    rest = openings.RELATED.match(block.head.lstrip("([<>»→▶*+ \u200b\u2060\ufeff"))
    return rest is not None and len(rest) > 3


def related_heading(page: Page, index: int, block: Line) -> bool:
    """The heading of links to other articles, with the name of a section: "More from Business"."""
    if block.stops or block.bullet or openings.RELATED_HEADING.match(block.head) is None:
        return False
    below = page.at(index + 1)
    return below is None or below.bullet or not below.stops


def newsletter(page: Page, index: int, block: Line) -> bool:
    """Asks the reader to subscribe."""
    if block.quoted and not page.is_late(index):
        return False
    opens = openings.NEWSLETTER.match(block.head) is not None
    if _has(block, hints.NEWSLETTER):
        asks = _has(block, hints.SUBSCRIBE) and (_has(block, hints.OUR) or block.words[0] in hints.READER)
        if opens or asks:
            return True
    return opens and _has(block, hints.LETTER) and (page.is_late(index) or page.in_head(index))


def paywall(page: Page, index: int, block: Line) -> bool:
    """Says that the rest is for subscribers."""
    return openings.PAYWALL.match(block.head) is not None and not block.quoted


def promo(page: Page, index: int, block: Line) -> bool:
    """Asks the reader to follow, load, click or look."""
    if block.quoted or block.last in ":," or (block.stops and not page.is_late(index)):
        return False
    if patterns.CLICK.search(block.head) and (block.size <= 20 or page.is_late(index)):
        return True
    if openings.PROMO.match(block.head) is None:
        return False
    return _has(block, hints.CHANNEL) or bool(_LINK.search(block.head)) or block.words[-1:] in _HERE


def note(page: Page, index: int, block: Line) -> bool:
    """What the paper says of the article itself, before it or at its end."""
    if not (page.is_late(index) or page.in_head(index) or index <= 1):
        return False
    if block.quoted and ":" not in block.head[:_LABEL]:
        return False
    return openings.NOTE.match(block.head.lstrip("*([—- ")) is not None


def asks(page: Page, index: int, block: Line) -> bool:
    """Tells the reader, at the end, where to follow, to write or to listen."""
    return page.is_late(index) and not block.quoted and patterns.ASKS.search(block.head) is not None


def feedback(page: Page, index: int, block: Line) -> bool:
    """Asks the reader to write, at the end."""
    if not page.is_late(index) or block.quoted:
        return False
    if openings.FEEDBACK.match(block.head) is not None:
        return True
    return bool(_MAIL.search(block.head)) and (_has(block, hints.OUR) or openings.PROMO.match(block.head) is not None)


def reporting(page: Page, index: int, block: Line) -> bool:
    """Who worked on it, at the end."""
    if not page.is_late(index):
        return False
    return _REPORTING.match(block.head) is not None or (block.size <= 40 and bool(patterns.HELPED.search(block.head)))


def byline(page: Page, index: int, block: Line) -> bool:
    """A byline before or after the article."""
    if block.stops or not page.is_apart(index):
        return False
    if block.words in page.authors:
        return True
    opens = openings.BYLINE.match(block.head) is not None
    return (opens and block.capitals > 0.6) or _names_authors(page, block, _AFTER_BY if opens else _AROUND_NAMES)


def _names_authors(page: Page, block: Line, around: int) -> bool:
    """Whether it names authors with at most so many words around: a role, a word like "By"."""
    left, found = f" {' '.join(block.words)} ", False
    for name in page.authors:
        sought = f" {' '.join(name)} "
        if len("".join(name)) > 2 and sought in left:
            left, found = left.replace(sought, " ", 1), True
    return found and len(left.split()) <= around


def author_box(page: Page, index: int, block: Line) -> bool:
    """Who the author is, at the end: starts with the name of one."""
    if not page.is_late(index):
        return False
    for name in page.authors:
        if len(name) > 1 and block.words[: len(name)] == name and len(block.words) > len(name):
            return not hints.BIO.isdisjoint(block.words[len(name) : len(name) + 4])
    return False


def about(page: Page, index: int, block: Line) -> bool:
    """The heading above what is said about the author or the company at the end."""
    if block.stops or page.before[index] < 3 or index < len(page.blocks) - 6:
        return False
    if openings.ABOUT.match(block.head) == "":
        return True
    name, below = openings.ABOUT_NAME.match(block.head), page.at(index + 1)
    return bool(name and below and len(name) > 3 and below.head.startswith(name.strip(" :")))


def company(page: Page, index: int, block: Line) -> bool:
    """What a company says about itself at the end of a press release."""
    return page.is_late(index) and len(block.bag & hints.COMPANY) >= 5
