"""Rules about one block: small, named, ordered; each sees the block, its place and its neighbours."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from schemas.article import RemovedKind as Kind
from transforms.cleaning import wording
from transforms.cleaning.blocks import Block, Page

Test = Callable[[Page, int, Block], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind with a test. `limit` is the longest block, in words, that the test is asked about."""

    kind: Kind
    name: str
    limit: int
    test: Test


RULES: list[Rule] = []


def rule(kind: Kind, limit: int) -> Callable[[Test], Test]:
    """Puts a test into the table, in the order of the source."""

    def enter(test: Test) -> Test:
        RULES.append(Rule(kind, test.__name__, limit, test))
        return test

    return enter


def first_match(page: Page, index: int) -> Rule | None:
    """The first rule of the table that holds for the block."""
    block = page.blocks[index]
    if len(block.text) > 2_000:
        return None
    return next((rule for rule in RULES if block.size <= rule.limit and rule.test(page, index, block)), None)


def _apart(page: Page, index: int) -> bool:
    return page.in_head(index) or page.in_tail(index)


def _addresses(block: Block) -> bool:
    return not block.bag.isdisjoint(wording.READER_WORDS)


# Code and widgets ---------------------------------------------------------------------------------------------------

_SHORTCODE = re.compile(
    r"\[/?[a-z_]{3,20}(?:\s[^\]]{0,200})?\]|\{\{|<!--|(?:^|\s)[\w-]{2,30}=[(\"'{\[][^)\"'}\]]{0,80}[)\"'}\]]"
)
_SCRIPT = re.compile(
    r"^(?:function\s?\(|var \w+|window\.|document\.|\$\(|\(adsbygoogle|googletag|@media|if \(|try \{|//<!\[CDATA)"
    r"|\}\);?$"
)


@rule(Kind.WIDGET, 60)
def code(page: Page, index: int, block: Block) -> bool:
    """What a theme or a script left behind: shortcodes, settings, statements."""
    found = sum(len(match.group()) for match in _SHORTCODE.finditer(block.text))
    return found * 2 > len(block.text) or (found > 10 and not block.stops) or bool(_SCRIPT.search(block.text))


@rule(Kind.WIDGET, 12)
def player(page: Page, index: int, block: Block) -> bool:
    """The label of a player, a gallery or a menu."""
    return block.label in wording.VIDEO_LABELS and not block.stops


# Banners ------------------------------------------------------------------------------------------------------------


@rule(Kind.COOKIE_BANNER, 120)
def cookies(page: Page, index: int, block: Block) -> bool:
    """Speaks to the reader of cookies and consent; an article speaks of others, or quotes."""
    if block.bag.isdisjoint(wording.COOKIE_WORDS) or block.quoted:
        return False
    return _addresses(block) and not block.bag.isdisjoint(wording.CONSENT_WORDS)


@rule(Kind.COOKIE_BANNER, 5)
def consent(page: Page, index: int, block: Block) -> bool:
    """A button near a cookie banner."""
    if block.label not in wording.CONSENT_LABELS:
        return False
    near = [page.at(i) for i in range(index - 4, index + 5) if i != index]
    return any(other and not other.bag.isdisjoint(wording.COOKIE_WORDS) and _addresses(other) for other in near)


# Comments -----------------------------------------------------------------------------------------------------------


@rule(Kind.COMMENTS, 40)
def comment_form(page: Page, index: int, block: Block) -> bool:
    """A line of the form for comments."""
    return wording.COMMENT_FORM.match(block.head) is not None


@rule(Kind.COMMENTS, 40)
def comment_count(page: Page, index: int, block: Block) -> bool:
    """How many comments there are on this."""
    return wording.COMMENT_COUNT.match(block.head) is not None


@rule(Kind.COMMENTS, 12)
def comment_label(page: Page, index: int, block: Block) -> bool:
    """The heading of the comments, or what stands in their place."""
    return block.label in wording.COMMENT_LABELS and (not block.stops or "comment" in block.label)


# Labels -------------------------------------------------------------------------------------------------------------


@rule(Kind.ADVERTISEMENT, 10)
def advert(page: Page, index: int, block: Block) -> bool:
    """The label of an advertisement."""
    return block.label in wording.ADVERT_LABELS


@rule(Kind.RELATED_LINKS, 10)
def related_label(page: Page, index: int, block: Block) -> bool:
    """The heading of links to other articles."""
    return block.label in wording.RELATED_LABELS and block.last != "."


@rule(Kind.SHARE, 10)
def share(page: Page, index: int, block: Block) -> bool:
    """A share button or a tool of the page."""
    return block.label in wording.SHARE_LABELS


@rule(Kind.TAGS, 60)
def tag_opening(page: Page, index: int, block: Block) -> bool:
    """A line that says it is of tags."""
    return not block.stops and wording.TAG_OPENINGS.match(block.head) is not None


@rule(Kind.TAGS, 4)
def tag_label(page: Page, index: int, block: Block) -> bool:
    """The heading of the tags."""
    return _apart(page, index) and block.label in wording.TAG_LABELS


_SEPARATOR = re.compile(r"\s*[,;|#•·]\s*")


@rule(Kind.TAGS, 60)
def tag_list(page: Page, index: int, block: Block) -> bool:
    """Short items with separators after the article, no sentence."""
    if not page.in_tail(index) or block.stops or block.bullet or block.cell:
        return False
    items = [item for item in _SEPARATOR.split(block.text) if item]
    if any(item.count(" ") > 3 for item in items):
        return False
    return len(items) > 3 or (len(items) > 1 and block.text[-2:] in (" ,", " ;", " |"))


@rule(Kind.SOURCE_LINE, 5)
def source(page: Page, index: int, block: Block) -> bool:
    """Where it was taken from, after the article."""
    if not page.in_tail(index) or block.stops:
        return False
    return block.label in wording.SOURCE_LABELS or (block.words[:1] and block.words[0] in wording.SOURCE_LABELS) is True


# Openings -----------------------------------------------------------------------------------------------------------


@rule(Kind.NAVIGATION, 40)
def navigation(page: Page, index: int, block: Block) -> bool:
    """A link to the article before or after."""
    return not block.stops and wording.NAVIGATION_OPENINGS.match(block.head, glued=True) is not None


@rule(Kind.COPYRIGHT, 120)
def copyright_line(page: Page, index: int, block: Block) -> bool:
    """Who owns it, and what may be done with it."""
    return wording.COPYRIGHT_OPENINGS.match(block.head) is not None


@rule(Kind.ADVERTISEMENT, 80)
def affiliate(page: Page, index: int, block: Block) -> bool:
    """Says that links earn money."""
    return wording.AFFILIATE_OPENINGS.match(block.head) is not None


@rule(Kind.RELATED_LINKS, 35)
def related_opening(page: Page, index: int, block: Block) -> bool:
    """A link to another article between the paragraphs: "Read more: …"."""
    rest = wording.RELATED_OPENINGS.match(block.head)
    return rest is not None and len(rest) > 3 and not block.stops


@rule(Kind.NEWSLETTER, 60)
def newsletter(page: Page, index: int, block: Block) -> bool:
    """Asks the reader to subscribe."""
    if wording.NEWSLETTER_OPENINGS.match(block.head) is None:
        return False
    return not block.bag.isdisjoint(wording.NEWSLETTER_HINTS)


@rule(Kind.BYLINE, 60)
def reporting(page: Page, index: int, block: Block) -> bool:
    """Who worked on it, in brackets at the end."""
    return (
        block.text[0] == "("
        and block.text.rstrip(".")[-1] == ")"
        and bool(
            re.match(
                r"\((?:reporting|editing|writing|additional|with|graphic|produc|compil)\w*\b.{0,80}\b(?:by|from)\b",
                block.head,
            )
        )
    )


@rule(Kind.BYLINE, 10)
def byline(page: Page, index: int, block: Block) -> bool:
    """By whom, before or after the article."""
    if not _apart(page, index) or block.stops:
        return False
    return wording.BYLINE_OPENINGS.match(block.head) is not None and block.capitals > 0.6


@rule(Kind.DATELINE, 14)
def date_line(page: Page, index: int, block: Block) -> bool:
    """When it appeared."""
    if not _apart(page, index):
        return False
    words = re.findall(r"\d+|[^\W\d_]+", block.head)
    numbers = sum(word.isdigit() for word in words)
    return numbers > 0 and len(words) > 2 and all(word.isdigit() or word in wording.DATE_WORDS for word in words)


# Pictures -----------------------------------------------------------------------------------------------------------

_CREDIT = re.compile(r"[(\[（]([^()\[\]（）]{2,80})[)\]）]\.?$")
_SLASHED = re.compile(r"^(?:(?:AP|AFP|EPA)\s)?[A-Z][\w.&' -]{1,40}(?:\s?/\s?[A-Z][\w.,&' -]{1,40}){1,3}$")


@rule(Kind.CAPTION, 70)
def caption(page: Page, index: int, block: Block) -> bool:
    """Ends with the credit of a picture, in brackets."""
    match = _CREDIT.search(block.text)
    if match is None:
        return False
    inside = match.group(1)
    words = set(re.findall(r"\w+", inside.casefold()))
    return (len(words) <= 10 and not words.isdisjoint(wording.PHOTO_WORDS)) or bool(_SLASHED.match(inside))


@rule(Kind.CREDIT, 30)
def credit(page: Page, index: int, block: Block) -> bool:
    """The credit of a picture on its own line."""
    if block.stops and block.size > 12:
        return False
    return wording.CAPTION_OPENINGS.match(block.head) is not None or (
        block.size <= 10 and bool(_SLASHED.match(block.text))
    )
