"""The headline: found at the start of a plain text, or recognised where the text repeats the title."""

from transforms.cleaning.blocks import Block, Page, title_words

# A headline stands this near to the start.
REACH = 6


def find(page: Page) -> int | None:
    """Index of the block that is the headline of a text without title, or None.

    It is the first block, or the first after a kicker, a date or a byline of a few words.
    """
    for index, block in enumerate(page.blocks[:REACH]):
        if is_headline(page, index, block):
            following = page.at(index + 1)
            if block.size <= 3 and following and is_headline(page, index + 1, following):
                continue
            return index
        if block.size > 6 or block.stops or block.bullet:
            return None
    return None


def is_headline(page: Page, index: int, block: Block) -> bool:
    """Whether the block is written as headlines are: short, one sentence at most, before running text."""
    if block.bullet or block.cell or not 4 <= block.size <= 30 or len(block.text) > 250 or page.last <= index:
        return False
    if block.last in ",;:：，、" or block.text[-1] in ")]":
        return False
    if not block.stops:
        return True
    if block.last in "?!？！" and block.size <= 15:
        return True
    return (block.capitals > 0.8 and block.size >= 5) or echoes(page, index, block)


def echoes(page: Page, index: int, block: Block) -> bool:
    """Whether a short first sentence says what the longer next one says again, as a headline does."""
    following = page.at(index + 1)
    if following is None or block.size > 20 or following.size < 1.5 * block.size:
        return False
    telling = {word for word in block.words if len(word) > 3}
    return len(telling) >= 4 and len(telling & following.bag) >= 0.7 * len(telling)


def repeats(page: Page, index: int, block: Block) -> bool:
    """Whether the block, near the start or after the end, says what the title says."""
    if not page.title or block.size > 60 or not (index < REACH or page.in_head(index) or page.in_tail(index)):
        return False
    mine, title = " ".join(block.words), " ".join(page.title_words)
    if not mine or not title:
        return False
    if mine == title:
        return True
    if mine in title:
        return len(mine) >= 16 and len(mine) > 0.5 * len(title)
    if title in mine:
        return len(title) >= 16 and len(title) > 0.75 * len(mine)
    words = set(page.title_words)
    return len(words) >= 5 and len(words & block.bag) >= 0.85 * len(words | block.bag)


__all__ = ["echoes", "find", "is_headline", "repeats", "title_words"]
