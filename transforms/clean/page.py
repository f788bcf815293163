"""The page: blocks in their order, and what is known of the article around them."""

from collections.abc import Sequence
from functools import cached_property

from transforms.clean.blocks import Line, words

# Pages of more blocks are not searched for repeated text: the search is quadratic.
SEARCHED = 400


class Page:
    """The context of every block.

    Head is what comes before the first block of prose, tail what comes after the last one; a page
    without prose (a poem, a table) is all body.
    """

    def __init__(
        self,
        blocks: Sequence[Line],
        title: str | None = None,
        authors: Sequence[str] = (),
        again: bool = False,
        chosen: bool = False,
    ) -> None:
        self.blocks = blocks
        self.title = title
        self.title_words = words(title or "")
        self.authors = tuple(name for author in authors if (name := words(author)))
        self.again = again
        """Whether all these blocks were in a page that was judged before."""
        self.chosen = chosen
        """Whether the title was known apart from the text, as of a page, whose blocks are chosen with an eye on it."""
        self.before: list[int] = []
        """For each block, how many blocks of prose come before it."""
        self.first, self.last = 0, len(blocks) - 1
        """Indices of the first and the last block of prose."""
        seen = 0
        for index, block in enumerate(blocks):
            self.before.append(seen)
            if block.prose:
                self.first = self.first if seen else index
                self.last = index
                seen += 1
        self.prose = seen

    def in_head(self, index: int) -> bool:
        """Whether the block comes before the running text."""
        return index < self.first

    def in_tail(self, index: int) -> bool:
        """Whether the block comes after the running text."""
        return index > self.last

    def is_apart(self, index: int) -> bool:
        """Whether the block comes before or after the running text."""
        return index < self.first or index > self.last

    def is_late(self, index: int) -> bool:
        """Whether the block is among the last ones of an article of some length."""
        return (index >= len(self.blocks) - 4 and self.before[index] >= 3) or index > self.last

    def continues(self, index: int) -> bool:
        """Whether the block continues a sentence of the one above, as in a text of fixed width."""
        above, start = self.blocks[index - 1], self.blocks[index].text[0]
        return start.islower() and not above.stops and above.size >= 5 and above.last != ":"

    def at(self, index: int) -> Line | None:
        """The block at an index, or None outside."""
        return self.blocks[index] if 0 <= index < len(self.blocks) else None

    @cached_property
    def all_words(self) -> str:
        """The words of all blocks, spaces around them, two line ends between them; nothing if there are too many."""
        if len(self.blocks) > SEARCHED:
            return ""
        return "\n" + "\n\n".join(f" {' '.join(block.words)} " for block in self.blocks) + "\n"
