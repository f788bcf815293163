"""Regions: what the verdict on one block says about the blocks around it."""

from schemas.article import RemovedKind as Kind
from transforms.cleaning import wording
from transforms.cleaning.blocks import Block, Page
from transforms.cleaning.judge import Verdict

Verdicts = list[Verdict | None]


def extend(page: Page, verdicts: Verdicts) -> Verdicts:
    """The verdicts with those that follow from them."""
    for spread in (related, comments, tags, letters, captions, labels):
        spread(page, verdicts)
    return verdicts


def related(page: Page, verdicts: Verdicts) -> None:
    """A heading of links takes the list below it: bullets, or lines that are no sentences."""
    for index, verdict in enumerate(verdicts):
        if verdict is None or verdict.by != "related_label":
            continue
        listed = None
        for at in range(index + 1, min(index + 31, len(page.blocks))):
            block = page.blocks[at]
            if listed is None:
                listed = block.bullet
            if block.bullet != listed or block.size > 40 or (not listed and block.stops and block.last not in "?!"):
                break
            if not listed and at - index > 12:
                break
            verdicts[at] = verdicts[at] or Verdict(Kind.RELATED_LINKS, "related")


def comments(page: Page, verdicts: Verdicts) -> None:
    """The heading of the comments takes all that follows, once an article came before it."""
    for index, verdict in enumerate(verdicts):
        if verdict is None or verdict.kind is not Kind.COMMENTS or verdict.by == "comment_form":
            continue
        if page.before[index] < 3 or page.before[index] * 5 < page.before[-1] - page.before[index]:
            continue
        for at in range(index + 1, len(page.blocks)):
            verdicts[at] = verdicts[at] or Verdict(Kind.COMMENTS, "comments")
        return


def tags(page: Page, verdicts: Verdicts) -> None:
    """The heading of the tags takes the line below it, or the short ones."""
    for index, verdict in enumerate(verdicts):
        if verdict is None or verdict.by != "tag_label":
            continue
        for at in range(index + 1, min(index + 21, len(page.blocks))):
            block = page.blocks[at]
            if block.stops or not (block.size <= 4 or (at == index + 1 and "," in block.text)):
                break
            verdicts[at] = verdicts[at] or Verdict(Kind.TAGS, "tags")


def letters(page: Page, verdicts: Verdicts) -> None:
    """The heading of a newsletter box takes the line below it that speaks of it to the reader."""
    for index, verdict in enumerate(verdicts):
        block = page.at(index + 1)
        if verdict is None or verdict.kind is not Kind.NEWSLETTER or block is None or verdicts[index + 1]:
            continue
        if block.size <= 40 and not block.quoted and _of_letters(block):
            verdicts[index + 1] = Verdict(Kind.NEWSLETTER, "letters")


def _of_letters(block: Block) -> bool:
    return not block.bag.isdisjoint(wording.NEWSLETTER_HINTS) or (
        block.size <= 20 and not block.bag.isdisjoint(wording.READER_WORDS)
    )


def captions(page: Page, verdicts: Verdicts) -> None:
    """A credit on its own line takes the caption above it, where that is no sentence."""
    for index, verdict in enumerate(verdicts):
        above = page.at(index - 1)
        if verdict is None or verdict.kind is not Kind.CREDIT or above is None or verdicts[index - 1]:
            continue
        if not above.stops and 4 <= above.size <= 40 and not above.bullet and above.last not in ":,;":
            verdicts[index - 1] = Verdict(Kind.CAPTION, "captions")


def labels(page: Page, verdicts: Verdicts) -> None:
    """After the article, the name of a section, or a scrap between pieces that go."""
    for index in range(len(page.blocks) - 1, page.last, -1):
        block = page.blocks[index]
        ends = index + 1 == len(page.blocks) or verdicts[index + 1] is not None
        if verdicts[index] is None and ends and not block.stops:
            if block.label in wording.SECTION_LABELS:
                verdicts[index] = Verdict(Kind.SECTION_LABEL, "labels")
            elif block.size <= 6 and verdicts[index - 1] is not None and index + 1 < len(page.blocks):
                verdicts[index] = Verdict(Kind.BOILERPLATE, "labels")
