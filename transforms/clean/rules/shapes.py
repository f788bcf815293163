"""Rules about the shape and the place of a line, without a word of any language."""

import re

from transforms.base.lexicon import hints
from transforms.base.lexicon.phrases import WORD
from transforms.base.months import month
from transforms.clean.blocks import Line
from transforms.clean.page import SEARCHED, Page

_CODE_SIGNS = frozenset("[{<=")
# "[gallery ids="1,2"]", "[/caption]", "[vc_row]"; "[stack trace omitted]" and "[email protected]" are words of a text.
_SHORTCODE = re.compile(
    r"\[(?:/[a-z_]{3,20}|[a-z]{1,12}_[a-z_]{2,20}|audio|caption|embed|gallery|playlist|video"
    r"|[a-z_]{3,20}\s[^\]=]{0,100}=[^\]]{0,100})\]|\{\{|<!--"
)
_SETTING = re.compile(r"(?:^|\s)[\w-]{2,30}=[(\"'{\[][^)\"'}\]]{0,80}[)\"'}\]]")
_SCRIPT = re.compile(r"(?:window\.|document\.|\(adsbygoogle|googletag\.|//<!\[cdata)")
_STATEMENT = re.compile(r"(?:function\s?\(|var \w+ ?=|\$\(|@media |if \(|try \{)")
_LISTED = re.compile(r"[{}\[\](),;\\]$|^\s?(?:[}\])$#>|]|//|--)|[\w)] ?[:+]?= ?\S")
"""How lines of a program begin and end."""
_MUCH_CODE = 3
_PLACE = re.compile(r"[,:\d]")
# "2024-03-05 21:10 Source: Herald Author: Ann Lee", as papers of Asia have it above an article.
_DAY = re.compile(r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_ORIGIN = re.compile(
    r"(?:来源|來源|作者|记者|記者|编辑|編輯|责编|出典|筆者|출처|기자|입력|source|author|by|quelle|autor|fuente|fonte|источник|автор"
    r"|المصدر|الكاتب|स्रोत|लेखक|nguồn|tác giả|sumber|penulis)\s?[:：]"
)
_YEAR = re.compile(r"(?:19|20)\d\d|25[5-9]\d")
_APART = re.compile(r"[\s,.;:|/()\[\]+–—·•-]+")
_COUNTER = re.compile(r"(\d{1,3})\s?(?:/|of|von|de|di|sur|van|av|z|из)\s?(\d{1,3})", re.IGNORECASE)
_SLIDES = 3
_SEPARATOR = re.compile(r"\s?[,;|#•·]\s?")
_INITIALS = re.compile(
    r"\([a-zäöüß]{2,4}(?:[/,] ?[\w]{2,5})*\)$|(?:[A-Z]{2,5}/)+[a-z]{2,4}$|[a-z]{2,4}(?:/[A-Za-z]{2,5})+$"
    r"|\(END\)$|(?:[^\W\d_][\w.'’-]{0,30} ){0,4}[\w.+-]{1,40}@[\w.-]{1,60}\.[a-z]{2,10}$"
    r"|[（(](?:记者|記者|文)?\s?[\u3040-\u30ff\u3400-\u9fff·・ 　]{2,10}[）)]$"
)
_AND = frozenset(("and", "und", "et", "y", "e", "en", "i", "och", "og", "ja", "a", "și", "ve", "и", "&"))
_PARTICLES = frozenset(
    ("von", "van", "de", "del", "della", "di", "da", "dos", "der", "den", "la", "le", "al", "el", "bin", "for")
)
_NUMBER_OR_WORD = re.compile(r"\d+|[^\W\d_]+")


def code(page: Page, index: int, block: Line) -> bool:
    """What a theme or a script left behind: shortcodes, settings, statements.

    If there is much of it, or more of a program beside it, the text is about it. Of a page, whose scripts are known,
    a statement is shown to be read.
    """
    if not _is_code(page, block) or any(_is_listed(page, page.at(beside)) for beside in (index - 1, index + 1)):
        return False
    return sum(_is_code(page, other) for other in page.blocks[:SEARCHED]) <= _MUCH_CODE


def _is_code(page: Page, block: Line) -> bool:
    """Whether it is not a human language."""
    if _CODE_SIGNS.isdisjoint(block.text):
        return False
    if _SCRIPT.match(block.head) or (not page.chosen and _STATEMENT.match(block.head)):
        return True
    found = sum(len(match.group()) for match in _SHORTCODE.finditer(block.text))
    if not page.chosen:
        found += sum(len(match.group()) for match in _SETTING.finditer(block.text))
    return found * 2 > len(block.text) or (found > 10 and not block.stops)


def _is_listed(page: Page, block: Line | None) -> bool:
    """Whether a line is of a program, as far as one can tell of a line."""
    if block is None or block.prose or _is_code(page, block):
        return False
    return _LISTED.search(block.text) is not None


def tag_list(page: Page, index: int, block: Line) -> bool:
    """Short items with separators after the article, no sentence; after a colon they are line-ups or winners."""
    if not page.in_tail(index) or block.stops or block.bullet or block.cell or ":" in block.text:
        return False
    items = [item for item in _SEPARATOR.split(block.text) if item]
    if any(item.count(" ") > 3 for item in items) or sum(item[0].isdigit() for item in items) > 1:
        return False
    return len(items) > 3 or (len(items) > 1 and block.text[-2:] in (" ,", " ;", " |"))


def date_line(page: Page, index: int, block: Line) -> bool:
    """When it appeared: numbers, names of months and days, little words around them, and a time zone."""
    if not (page.is_apart(index) or index < 4):
        return False
    if page.chosen and page.in_head(index) and not block.stops and _is_day(block):
        return True
    words = _NUMBER_OR_WORD.findall(block.text)
    numbers = [word for word in words if word.isdigit()]
    others = [word for word in words if not word.isdigit() and word.casefold() not in hints.DATE]
    if not numbers or len(words) < 3 or len(others) > 1 or not all(word.isupper() and len(word) < 5 for word in others):
        return False
    return page.is_apart(index) or (len(numbers) > 2 and any(len(number) == 4 for number in numbers))


def counter(page: Page, index: int, block: Line) -> bool:
    """The number of a slide, if each has one: "3/12", "3 of 12"."""
    if (found := _COUNTER.fullmatch(block.text)) is None or int(found[1]) > int(found[2]):
        return False
    others = filter(None, (_COUNTER.fullmatch(other.text) for other in page.blocks[:SEARCHED]))
    return [other[2] for other in others].count(found[2]) >= _SLIDES


def _is_day(block: Line) -> bool:
    """A whole date, in any language whose months are known, and a word or two around it: a day of the week, a label."""
    words = [word for word in _APART.split(block.head) if word]
    if not any(_YEAR.fullmatch(word) for word in words) and _DAY.search(block.head) is None:
        return False
    others = [word for word in words if not word[0].isdigit() and word not in hints.DATE]
    months = [word for word in others if month((word,)) is not None]
    dated = _DAY.search(block.head) is not None or months or len(others) < sum(not word[0].isdigit() for word in words)
    return bool(dated) and sum(word[0].isdigit() for word in words) >= 2 and len(others) - len(months) <= 2


def origin(page: Page, index: int, block: Line) -> bool:
    """When it appeared and where it is from or by whom, in one line above or below the text."""
    if block.stops or not (page.is_apart(index) or index < 3):
        return False
    return _DAY.search(block.head) is not None and _ORIGIN.search(block.head) is not None


def initials(page: Page, index: int, block: Line) -> bool:
    """Who wrote it: by mail ("Ann Lee ann@town-paper.example"), in brackets ("（山田太郎）"), in letters of the house
    ("AGY/abc")."""
    return page.in_tail(index) and _INITIALS.match(block.text) is not None


def role(page: Page, index: int, block: Line) -> bool:
    """Who did what for the paper: "Editing: Ann Lee". But "Referee: Ann Lee" is news."""
    if not page.is_late(index) or block.stops or any(char.isdigit() or char in "/@" for char in block.text):
        return False
    what, colon, names = block.text.replace("：", ": ").partition(":")
    if not colon or what.count(" ") > 3 or hints.ROLE.isdisjoint(WORD.findall(what.casefold())):
        return False
    found = names.split()
    return 1 <= len(found) <= 8 and all(not name[0].islower() or name in _AND for name in found)


def repeated(page: Page, index: int, block: Line) -> bool:
    """Says again, word for word, what a longer block says: a quote pulled out of the text."""
    if block.size < 8 or index <= page.first or not block.quoted:
        return False
    mine = f" {' '.join(block.words)} "
    return page.all_words.count(mine) > page.all_words.count(f"\n{mine}\n")


def kicker(page: Page, index: int, block: Line) -> bool:
    """A word or two above the article."""
    if index != 0 or page.chosen or not page.title or not 0 < page.first <= 2:
        return False
    if not block.bag.isdisjoint(hints.OPENER):
        return False
    # "OSLO, NORWAY" is where the article was written, "10:45" when.
    return not block.stops and not block.bullet and not block.cell and _PLACE.search(block.text) is None


def names(page: Page, index: int, block: Line) -> bool:
    """Names between headline and article: who wrote it, and for whom."""
    if (
        index != 0
        or page.first != 1
        or page.chosen
        or not page.title
        or block.stops
        or block.bullet
        or block.shouts
        or block.cell
    ):
        return False
    found = block.text.split()
    return (
        all(word[0].isupper() or word in _AND or word in _PARTICLES for word in found)
        and _PLACE.search(block.text) is None
    )
