"""The name under the text, as papers of many countries sign: alone in a line, at the right or in italics."""

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from transforms.extract.blocks import PageBlock
from transforms.extract.names import clean, is_person
from transforms.extract.parsed_page import flat_text

_NAME = 30
"""Code points of a name that stands alone."""
_PARAGRAPH = 80
"""Code points of a line that a signature may stand under."""
_RIGHT = re.compile(r"(?<!\w)right", re.IGNORECASE)


def signature(blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The one person who signs under a paragraph, or nobody."""
    for before, block in pairwise(blocks):
        if (
            len(block.text) <= _NAME
            and len(before.text) >= _PARAGRAPH
            and not block.linked
            and block.kind is None
            and ":" not in block.text
            and is_person(block.text)
            and (_is_at_the_right(block) or (_is_in_italics(block) and _is_spelled_as_a_name(block.text)))
        ):
            return names if len(names := clean([block.text])) == 1 else ()
    return ()


def _is_at_the_right(block: PageBlock) -> bool:
    return bool(_RIGHT.search(f"{block.owner.get('style') or ''} {block.owner.get('align') or ''}"))


def _is_in_italics(block: PageBlock) -> bool:
    first = next(islice(block.owner.iter("i", "em"), 1), None)
    return first is not None and " ".join(flat_text(first).split()) == block.text


def _is_spelled_as_a_name(text: str) -> bool:
    """Whether its words are of letters alone, each with one capital: no title, no exclamation."""
    return all(word[0].isupper() and not word.isupper() and word.replace("-", "").isalpha() for word in text.split())
