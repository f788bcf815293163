"""The table of rules: the first that holds for a block names its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.article import RemovedKind as Kind
from transforms.clean import headline
from transforms.clean.blocks import READ, Line
from transforms.clean.page import Page
from transforms.clean.rules import labels, phrases, pictures, shapes

Test = Callable[[Page, int, Line], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A block of at most `limit` words for which the test holds is of the kind.

    `alone` says that the test looks at nothing but the block: asked once, it need not be asked again.
    """

    kind: Kind
    limit: int
    test: Test
    alone: bool = False

    @property
    def name(self) -> str:
        """Where the rule is found: module and function."""
        return f"{self.test.__module__.rpartition('.')[2]}.{self.test.__name__}"


RULES = (
    Rule(Kind.HEADLINE_REPEAT, 60, headline.repeats),
    Rule(Kind.WIDGET, 60, shapes.code),
    Rule(Kind.WIDGET, 12, labels.player),
    Rule(Kind.WIDGET, 3, shapes.counter),
    Rule(Kind.COOKIE_BANNER, 120, phrases.cookies, alone=True),
    Rule(Kind.COOKIE_BANNER, 6, labels.consent),
    Rule(Kind.COMMENTS, 40, phrases.comment_form, alone=True),
    Rule(Kind.COMMENTS, 40, phrases.comment_count, alone=True),
    Rule(Kind.COMMENTS, 12, labels.comments),
    Rule(Kind.ADVERTISEMENT, 10, labels.advert, alone=True),
    Rule(Kind.RELATED_LINKS, 10, labels.related, alone=True),
    Rule(Kind.SHARE, 10, labels.share),
    Rule(Kind.SUBSCRIPTION, 8, labels.paywall),
    Rule(Kind.TAGS, 60, phrases.tags, alone=True),
    Rule(Kind.TAGS, 4, labels.tags),
    Rule(Kind.TAGS, 60, shapes.tag_list),
    Rule(Kind.SOURCE_LINE, 5, labels.source),
    Rule(Kind.SOURCE_LINE, 60, phrases.first_appeared),
    Rule(Kind.BOILERPLATE, 4, labels.end),
    Rule(Kind.SECTION_LABEL, 4, labels.section),
    Rule(Kind.NAVIGATION, 40, phrases.navigation, alone=True),
    Rule(Kind.COPYRIGHT, 120, phrases.copyright_notice, alone=True),
    Rule(Kind.ADVERTISEMENT, 80, phrases.affiliate, alone=True),
    Rule(Kind.RELATED_LINKS, 35, phrases.related, alone=True),
    Rule(Kind.RELATED_LINKS, 7, phrases.related_heading),
    Rule(Kind.SUBSCRIPTION, 40, phrases.paywall, alone=True),
    Rule(Kind.NEWSLETTER, 60, phrases.newsletter),
    Rule(Kind.PROMO, 50, phrases.promo),
    Rule(Kind.PROMO, 40, phrases.feedback),
    Rule(Kind.PROMO, 60, phrases.asks),
    Rule(Kind.NOTE, 120, phrases.note),
    Rule(Kind.BYLINE, 60, phrases.reporting),
    Rule(Kind.BYLINE, 12, phrases.byline),
    Rule(Kind.BYLINE, 6, shapes.initials),
    Rule(Kind.BYLINE, 12, shapes.role),
    Rule(Kind.AUTHOR_BOX, 120, phrases.author_box),
    Rule(Kind.ABOUT, 7, phrases.about),
    Rule(Kind.ABOUT, 150, phrases.company),
    Rule(Kind.DATELINE, 14, shapes.date_line),
    Rule(Kind.DATELINE, 40, shapes.origin),
    Rule(Kind.CAPTION, 70, pictures.caption, alone=True),
    Rule(Kind.CREDIT, 30, pictures.credit),
    Rule(Kind.CAPTION, 60, pictures.named_caption, alone=True),
    Rule(Kind.CREDIT, 6, pictures.bracketed_credit),
    Rule(Kind.PULL_QUOTE, 60, shapes.repeated),
    Rule(Kind.SECTION_LABEL, 3, shapes.kicker),
    Rule(Kind.BYLINE, 8, shapes.names),
)


_LONGEST = max(rule.limit for rule in RULES)
_BY_SIZE = tuple(tuple(rule for rule in RULES if size <= rule.limit) for size in range(_LONGEST + 2))
_AGAIN = tuple(tuple(rule for rule in rules if not rule.alone) for rules in _BY_SIZE)


def first_match(page: Page, index: int) -> Rule | None:
    """The first rule of the table that holds for the block."""
    block = page.blocks[index]
    if len(block.text) > READ:
        return None
    for rule in (_AGAIN if page.again else _BY_SIZE)[min(block.size, _LONGEST + 1)]:
        if rule.test(page, index, block):
            return rule
    return None
