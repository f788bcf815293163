"""Regions: what the verdict on one block says about the blocks around it."""

import re
from itertools import groupby

from schemas.article import RemovedKind as Kind
from transforms.base.lexicon import hints
from transforms.clean.judge import Removal
from transforms.clean.page import Page
from transforms.clean.rules.pictures import is_caption

Verdicts = list[Removal | None]

_RELATED = frozenset(("labels.related", "phrases.related_heading"))
_TEASER = re.compile(r"\S (?=.{5})[^:]{2,40}: [\"'“„»«‘]?[^\W\d_a-z]\S*(?: \S+){3}")
_PICTURES = frozenset(("pictures.credit", "pictures.bracketed_credit"))


def extend(page: Page, verdicts: Verdicts) -> Verdicts:
    """The verdicts with those that follow from them."""
    for index, verdict in enumerate(verdicts):
        if verdict is None:
            continue
        if _is_comments(page, index, verdict) and _after_article(page, index):
            _take(verdicts, index + 1, len(page.blocks), Removal(Kind.COMMENTS, "regions.comments"))
            break
        if verdict.by in _RELATED:
            _take(verdicts, index + 1, related(page, index), Removal(Kind.RELATED_LINKS, "regions.related"))
        elif verdict.by == "labels.tags":
            _take(verdicts, index + 1, tags(page, index), Removal(Kind.TAGS, "regions.tags"))
        elif verdict.kind is Kind.NEWSLETTER:
            _take(verdicts, index + 1, letters(page, index), Removal(Kind.NEWSLETTER, "regions.letters"))
        elif verdict.by == "phrases.about":
            _take(verdicts, index + 1, len(page.blocks), Removal(Kind.ABOUT, "regions.about"))
        elif verdict.by in _PICTURES and is_caption(page.at(index - 1)):
            _take(verdicts, index - 1, index, Removal(Kind.CAPTION, "regions.caption"))
    teasers(page, verdicts)
    scraps(page, verdicts)
    return verdicts


def _take(verdicts: Verdicts, start: int, end: int, verdict: Removal) -> None:
    for index in range(start, end):
        verdicts[index] = verdicts[index] or verdict


def _is_comments(page: Page, index: int, verdict: Removal) -> bool:
    if verdict.by == "labels.comments":
        bag = page.blocks[index].bag
        return not bag.isdisjoint(hints.COMMENTS) and not bag <= hints.COMMENT
    return verdict.by == "phrases.comment_count"


def _after_article(page: Page, index: int) -> bool:
    """Whether an article came before: three paragraphs, not much shorter than what follows."""
    before = page.before[index]
    return before >= 3 and 4 * before >= page.prose - before


def related(page: Page, index: int) -> int:
    """The end of the list below a heading of links: of bullets, or of lines that are no sentences."""
    bulleted = (below := page.at(index + 1)) is not None and below.bullet
    end = index + 1
    while (block := page.at(end)) and end - index <= (30 if bulleted else 12):
        if block.bullet != bulleted or block.size > 40 or (not bulleted and block.stops and block.last not in "?!"):
            break
        end += 1
    # A short line right above a paragraph is a subheading of the article.
    if block and not bulleted and end - index > 1 and page.blocks[end - 1].size <= 6 and block.prose:
        end -= 1
    return end


def teasers(page: Page, verdicts: Verdicts) -> None:
    """A list of headlines, each after a word or two and a colon, is one of links to other articles."""
    start = page.first + 1
    for bulleted, run in groupby(page.blocks[start:], key=lambda block: block.bullet):
        items = list(run)
        if bulleted and len(items) >= 2 and not any(block.last == "." for block in items):
            found = sum(1 for block in items if block.size <= 20 and _TEASER.match(block.text))
            if found >= 2 and found * 3 >= len(items) * 2:
                _take(verdicts, start, start + len(items), Removal(Kind.RELATED_LINKS, "regions.teasers"))
        start += len(items)


def tags(page: Page, index: int) -> int:
    """The end of the tags below their heading: one line with commas, or short ones."""
    end = index + 1
    while (block := page.at(end)) and end - index <= 20 and not block.stops:
        if block.size > 4 and not (end == index + 1 and "," in block.text):
            break
        end += 1
    return end


def letters(page: Page, index: int) -> int:
    """The end of a newsletter box: one more line, if it speaks of it to the reader."""
    block = page.at(index + 1)
    if block is None or block.size > 40 or block.quoted or block.bag.isdisjoint(hints.READER):
        return index + 1
    speaks = not block.bag.isdisjoint(hints.NEWSLETTER) or (block.size <= 20 and page.is_late(index + 1))
    return index + 2 if speaks else index + 1


def scraps(page: Page, verdicts: Verdicts) -> None:
    """Removes short lines after the article that stand between removed pieces."""
    for index in range(len(page.blocks) - 2, page.last, -1):
        block = page.blocks[index]
        between = verdicts[index] is None and verdicts[index - 1] and verdicts[index + 1]
        if between and block.size <= 6 and not block.stops:
            verdicts[index] = Removal(Kind.BOILERPLATE, "regions.scraps")
