"""The headline: found at the start of a plain text, and known again where the text repeats the title."""

from transforms.base.lexicon import patterns
from transforms.clean.blocks import Line
from transforms.clean.page import Page

# A headline is this near to the start.
REACH = 6


def find(page: Page) -> int | None:
    """Index of the block that is the headline of a text without title, or None.

    It is the first block, or the first after a kicker, a date or a byline of a few words.
    """
    for index, block in enumerate(page.blocks[:REACH]):
        if is_headline(page, index, block):
            return index
        if block.size > 6 or block.stops or block.bullet:
            return None
    return None


def is_headline(page: Page, index: int, block: Line) -> bool:
    """Whether the block is written as headlines are: short, one sentence at most, before running text."""
    if block.bullet or block.cell or not 4 <= block.size <= 30 or len(block.text) > 250 or page.last <= index:
        return False
    if page.continues(index + 1):
        return False
    if block.last in ",;:：，、" or block.text[-1] in ")]" or not _is_language(block):
        return False
    if patterns.CLICK.search(block.head) or block.head.startswith("click "):
        return False
    if not block.stops:
        return True
    if block.last in "?!？！" and block.size <= 12:
        return True
    return (block.capitals >= 0.95 and 5 <= block.size <= 16) or echoes(page, index, block)


def _is_language(block: Line) -> bool:
    """No address, no hashtag at the end, mostly letters."""
    if "://" in block.head or "www." in block.head or "\\" in block.text or block.text.rsplit(" ", 1)[-1][0] == "#":
        return False
    return sum(char.isalpha() or char == " " or char > "\u02ff" for char in block.text) > 0.7 * len(block.text)


def echoes(page: Page, index: int, block: Line) -> bool:
    """Whether the longer second sentence repeats what a short first one says, as below a headline."""
    following = page.at(index + 1)
    if following is None or block.size > 20 or following.size < 1.5 * block.size:
        return False
    telling = {word for word in block.words if len(word) > 3}
    return len(telling) >= 4 and len(telling & following.bag) >= 0.7 * len(telling)


def repeats(page: Page, index: int, block: Line) -> bool:
    """Whether the block, near the start or after the end, says what the title says."""
    if not page.title_words or not (index < REACH or page.is_apart(index)):
        return False
    mine, title = " ".join(block.words), " ".join(page.title_words)
    if page.chosen:
        # A line that is merely similar is a heading of the text, as is the same one further down.
        if mine == title:
            return page.before[index] <= 1 or page.in_tail(index)
        short, long = sorted((mine, title), key=len)
        around = (long.startswith(short) and short == mine) or (long.endswith(short) and short == title)
        return index == 0 and around and len(short) >= 16 and len(short) > 0.5 * len(long)
    if mine == title:
        return True
    # A title is often followed by the name of the site, a headline in the text preceded by a kicker.
    if mine in title:
        return len(mine) >= 16 and len(mine) > 0.5 * len(title)
    loose = index <= 2 and (not block.stops or block.last in "?!")
    if title in mine:
        return len(title) >= 16 and len(title) > (0.4 if loose else 0.75) * len(mine)
    telling = set(page.title_words)
    both, either = len(telling & block.bag), len(telling | block.bag)
    return both >= 5 and both >= (0.35 if loose and not block.stops else 0.55 if loose else 0.85) * either
