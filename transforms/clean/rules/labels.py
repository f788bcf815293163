"""Rules about lines that are a label as a whole: a button, a heading of what does not belong to the article."""

from transforms.base.lexicon import hints, labels
from transforms.clean.blocks import Line
from transforms.clean.page import Page


def player(page: Page, index: int, block: Line) -> bool:
    """The label of a player, a gallery or a menu; a lone word in the running text is a heading."""
    if block.label not in labels.VIDEO or (block.stops and block.size <= 2):
        return False
    return len(block.words) > 1 or page.is_apart(index)


def consent(page: Page, index: int, block: Line) -> bool:
    """A button near a cookie banner."""
    if block.label not in labels.CONSENT:
        return False
    near = (page.at(i) for i in range(index - 4, index + 5) if i != index)
    return any(
        other and not other.bag.isdisjoint(hints.COOKIE) and not other.bag.isdisjoint(hints.READER) for other in near
    )


def comments(page: Page, index: int, block: Line) -> bool:
    """The heading of the comments, or what replaces them; "Discussion" only outside the running text."""
    if block.label not in labels.COMMENT:
        return False
    if block.bag.isdisjoint(hints.COMMENTS):
        return page.is_apart(index)
    return not block.stops or page.is_late(index)


def advert(page: Page, index: int, block: Line) -> bool:
    """The label of an advertisement."""
    return block.label in labels.ADVERT


def related(page: Page, index: int, block: Line) -> bool:
    """The heading of links to other articles."""
    return block.label in labels.RELATED and block.last != "."


def share(page: Page, index: int, block: Line) -> bool:
    """A share button or a tool of the page; a lone word only among others, or outside of the running text."""
    if block.label not in labels.SHARE or block.text[0].isdigit() or "|" in block.text:
        return False
    if len(block.words) > 1 or page.is_apart(index):
        return True
    beside = [other for other in (page.at(index - 1), page.at(index + 1)) if other and other.bullet == block.bullet]
    found = sum(other.label in labels.SHARE for other in beside)
    return found == len(beside) > 0 if block.bullet else found > 0


def paywall(page: Page, index: int, block: Line) -> bool:
    """A button that leads to a subscription or an account, outside of the running text."""
    return block.label in labels.PAYWALL and page.is_apart(index)


def tags(page: Page, index: int, block: Line) -> bool:
    """The heading of the tags, outside of the running text."""
    return block.label in labels.TAG and page.is_apart(index)


def source(page: Page, index: int, block: Line) -> bool:
    """Where it was taken from, after the article: "Source", "source site", "Quelle: dpa"."""
    if not page.in_tail(index) or block.stops or not block.words:
        return False
    return block.label in labels.SOURCE or block.words[0] in labels.SOURCE


def end(page: Page, index: int, block: Line) -> bool:
    """The mark of an agency below the last line: "- ENDS -", "انتهای پیام/"."""
    return page.in_tail(index) and index == len(page.blocks) - 1 and block.label in labels.END


def section(page: Page, index: int, block: Line) -> bool:
    """The name of a section before or after the article."""
    if block.stops or block.bullet or block.label not in labels.SECTION:
        return False
    return (index == 0 and block.size <= 2) or (page.in_tail(index) and index == len(page.blocks) - 1)
