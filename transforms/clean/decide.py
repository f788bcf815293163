"""The decision: what stays of a text, what is removed, and what is its headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import Removed
from schemas.article import RemovedKind as Kind
from transforms.clean import headline, regions
from transforms.clean.blocks import Line, blocks
from transforms.clean.judge import Judge, Removal
from transforms.clean.page import Page
from transforms.clean.rules.table import first_match

# What is removed changes the head and tail of the rest: it is judged again until nothing more is removed.
ROUNDS = 8


class Rules:
    """The table of rules about single blocks, then what follows from their verdicts for the blocks around."""

    def judge(self, page: Page) -> Sequence[Removal | None]:
        """For each block the first rule that holds, or the region it lies in."""
        verdicts: list[Removal | None] = []
        for index in range(len(page.blocks)):
            whole = not (index and verdicts[-1] is None and page.continues(index))
            rule = first_match(page, index) if whole else None
            verdicts.append(Removal(rule.kind, rule.name) if rule else None)
        return regions.extend(page, verdicts)


@dataclass(frozen=True, slots=True)
class Decision:
    """Title, the blocks that stay, and those that are removed with the verdict; each with the offset at which it
    starts."""

    title: str | None
    kept: tuple[tuple[int, Line], ...]
    cut: tuple[tuple[int, Removal, Line], ...]

    @property
    def text(self) -> str:
        """What stays, a line for each block."""
        return "\n".join(block.text for _, block in self.kept)

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What is removed, in the order of the text."""
        return tuple(Removed(verdict.kind, block.raw) for _, verdict, block in self.cut)


def decide(title: str | None, text: str, authors: Sequence[str] = (), judges: Sequence[Judge] = (Rules(),)) -> Decision:
    """Judges the blocks of a text; if several judges speak of a block, the first one counts."""
    title = " ".join(title.split()) or None if title else None
    left = blocks(text)
    chosen = title is not None
    cut: list[tuple[int, Removal, Line]] = []
    for turn in range(ROUNDS):
        page = Page([block for _, block in left], title, authors, turn > 0, chosen)
        verdicts = _first(page, judges)
        found = None if title else _headline(page, verdicts)
        if found is not None:
            title = page.blocks[found].text
            verdicts[:found] = (
                verdict or Removal(Kind.SECTION_LABEL, "headline.above") for verdict in verdicts[:found]
            )
        gone = [(at, verdict, block) for (at, block), verdict in zip(left, verdicts, strict=True) if verdict]
        if not gone and found is None:
            break
        cut += gone
        left = [pair for index, pair in enumerate(left) if not verdicts[index] and index != found]
    return Decision(title, tuple(left), tuple(sorted(cut, key=lambda piece: piece[0])))


def _first(page: Page, judges: Sequence[Judge]) -> list[Removal | None]:
    columns = [judge.judge(page) for judge in judges]
    return [next((verdict for verdict in row if verdict), None) for row in zip(*columns, strict=True)]


def _headline(page: Page, verdicts: Sequence[Removal | None]) -> int | None:
    left = [index for index, verdict in enumerate(verdicts) if verdict is None]
    found = headline.find(Page([page.blocks[index] for index in left]))
    return None if found is None else left[found]
