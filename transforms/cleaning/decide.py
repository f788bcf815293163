"""The decision: what stays of a text, what goes, and what is its headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import Removed
from schemas.article import RemovedKind as Kind
from transforms.cleaning import headline, regions, rules
from transforms.cleaning.blocks import Block, Page, blocks
from transforms.cleaning.judge import Judge, Verdict

# What goes changes what is head and tail of the rest: it is judged again until nothing more goes.
ROUNDS = 8


class Rules:
    """The table of rules about single blocks, then what follows from their verdicts for the blocks around."""

    def judge(self, page: Page) -> Sequence[Verdict | None]:
        """For each block the first rule that holds."""
        verdicts: list[Verdict | None] = []
        for index, block in enumerate(page.blocks):
            if headline.repeats(page, index, block):
                verdicts.append(Verdict(Kind.HEADLINE_REPEAT, "repeats"))
                continue
            found = rules.first_match(page, index)
            verdicts.append(Verdict(found.kind, found.name) if found else None)
        return regions.extend(page, verdicts)


@dataclass(frozen=True, slots=True)
class Decision:
    """Title, the blocks that stay, and for each block that goes its place in the text, the verdict and the block."""

    title: str | None
    kept: tuple[Block, ...]
    cut: tuple[tuple[int, Verdict, Block], ...]

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What went, in the order of the text."""
        return tuple(Removed(verdict.kind, block.raw) for _, verdict, block in self.cut)


def decide(title: str | None, text: str, judges: Sequence[Judge] = (Rules(),)) -> Decision:
    """Judges the blocks of a text; where several judges speak of a block, the first of them is heard."""
    title = " ".join(title.split()) or None if title else None
    left = list(enumerate(blocks(text)))
    cut: list[tuple[int, Verdict, Block]] = []
    for _ in range(ROUNDS):
        page = Page([block for _, block in left], title)
        verdicts = _first(page, judges)
        if title is None and (found := _headline(page, verdicts)) is not None:
            title = page.blocks[found].text
            for at in range(found):
                verdicts[at] = verdicts[at] or Verdict(Kind.SECTION_LABEL, "kicker")
            cut += [(i, v, b) for (i, b), v in zip(left[:found], verdicts, strict=False) if v]
            del left[: found + 1]
            continue
        gone = [(i, v, b) for (i, b), v in zip(left, verdicts, strict=True) if v]
        if not gone:
            break
        cut += gone
        left = [pair for pair, v in zip(left, verdicts, strict=True) if not v]
    return Decision(title, tuple(block for _, block in left), tuple(sorted(cut, key=lambda piece: piece[0])))


def _first(page: Page, judges: Sequence[Judge]) -> list[Verdict | None]:
    columns = [judge.judge(page) for judge in judges]
    return [next((v for v in row if v), None) for row in zip(*columns, strict=True)]


def _headline(page: Page, verdicts: Sequence[Verdict | None]) -> int | None:
    left = [i for i, verdict in enumerate(verdicts) if not verdict]
    found = headline.find(Page([page.blocks[i] for i in left]))
    return None if found is None else left[found]
