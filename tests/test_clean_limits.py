"""Both sides of the limits by which cleaning tells lines apart: one word or line more, and the verdict turns."""

import pytest

from schemas.article import RemovedKind as Kind
from tests.test_clean import HEADLINE, LAST, LEAD, SECOND, THIRD, TITLE, around, removed
from transforms.clean.stage import clean_text

NAMES = ["harbour", "bridge", "council", "river", "school", "ferry", "market", "tower", "garden", "engine"]


def words(count: int, end: str = "") -> str:
    """So many words that say nothing that a rule knows."""
    return " ".join(["The", *(NAMES[n % len(NAMES)] + "abcdefgh"[n // len(NAMES)] for n in range(count - 1))]) + end


def kinds(text: str) -> dict[str, Kind]:
    """What cleaning takes out of a text with a title, and as what."""
    return {text: kind for kind, text in removed(clean_text(TITLE, text))}


@pytest.mark.parametrize(("count", "is_headline"), [(3, False), (4, True), (29, True), (30, True), (31, False)])
def test_a_headline_has_4_to_30_words(count: int, is_headline: bool) -> None:
    assert (clean_text(None, f"{words(count)}\n{around()}").title == words(count)) == is_headline


@pytest.mark.parametrize(("length", "is_headline"), [(249, True), (250, True), (251, False)])
def test_a_headline_has_at_most_250_characters(length: int, is_headline: bool) -> None:
    line = words(12)
    line += "x" * (length - len(line))
    assert (clean_text(None, f"{line}\n{around()}").title == line) == is_headline


@pytest.mark.parametrize(("count", "is_headline"), [(11, True), (12, True), (13, False)])
def test_a_question_is_a_headline_up_to_12_words(count: int, is_headline: bool) -> None:
    assert (clean_text(None, f"{words(count, '?')}\n{around()}").title == words(count, "?")) == is_headline


@pytest.mark.parametrize(("mark", "most"), [("- ", 30), ("", 12)])
def test_a_list_of_links_goes_up_to_its_longest(mark: str, most: int) -> None:
    links = [f"{mark}{words(8)} {chr(97 + n % 26)}{n}" for n in range(most + 2)]
    gone = kinds("\n".join([around(), "You might also like", *links]))
    assert [link in gone for link in links] == [True] * most + [False] * 2


@pytest.mark.parametrize(("count", "goes"), [(40, True), (41, False)])
def test_an_item_of_a_list_of_links_has_at_most_40_words(count: int, goes: bool) -> None:
    item = f"- {words(count)}"
    assert (item in kinds(f"{around()}\nYou might also like\n{item}")) == goes


@pytest.mark.parametrize(("count", "goes"), [(3, False), (4, True), (40, True), (41, False)])
def test_a_caption_above_a_credit_has_4_to_40_words(count: int, goes: bool) -> None:
    gone = kinds("\n".join([LEAD, SECOND, words(count), "Photo: Ann Lee", THIRD, LAST]))
    assert gone["Photo: Ann Lee"] is Kind.CREDIT
    assert (gone.get(words(count)) is Kind.CAPTION) == goes


@pytest.mark.parametrize(("count", "goes"), [(20, True), (21, False)])
def test_a_list_of_teasers_has_at_most_20_words_an_item(count: int, goes: bool) -> None:
    items = [f"- Harbour news: {words(count - 2)} {n}" for n in "ab"]
    items = [item.rsplit(" ", 2)[0] + f" last{n}" for n, item in zip("ab", items, strict=True)]
    gone = kinds("\n".join([around(), *items]))
    assert [item in gone for item in items] == [goes, goes]


@pytest.mark.parametrize(("count", "stays"), [(5, True), (6, True), (7, False)])
def test_a_subheading_behind_a_list_of_links_has_at_most_6_words(count: int, stays: bool) -> None:
    gone = kinds("\n".join([LEAD, SECOND, "You might also like", words(8), words(9), words(count), THIRD, LAST]))
    assert gone[words(8)] is gone[words(9)] is Kind.RELATED_LINKS
    assert (words(count) not in gone) == stays


@pytest.mark.parametrize(("count", "goes"), [(20, True), (21, False)])
def test_a_line_to_the_reader_below_the_offer_of_a_newsletter_has_at_most_20_words(count: int, goes: bool) -> None:
    line = f"All that you need, {words(count - 3)[4:]}."
    assert len(line.split()) == count
    gone = kinds("\n".join([around(), "Sign up for our newsletter", line]))
    assert gone["Sign up for our newsletter"] is Kind.NEWSLETTER
    assert (line in gone) == goes


@pytest.mark.parametrize(
    ("line", "is_caption"),
    [
        ("The bridge at dusk, seen from Oslo (photo: Ann Lee)", True),
        ("The bridge at dusk, seen from Oslo. (Photo: Ann Lee).", True),
        ("The bridge at dusk, seen from Oslo (photo: Ann Lee).", False),
    ],
)
def test_brackets_in_lower_case_before_a_full_stop_are_part_of_the_sentence(line: str, is_caption: bool) -> None:
    assert (kinds(around(line)).get(line) is Kind.CAPTION) == is_caption


@pytest.mark.parametrize(("names", "goes"), [("Reuters News Pictures", True), ("Reuters News Pictures Desk", False)])
def test_a_credit_between_slashes_has_at_most_8_words(names: str, goes: bool) -> None:
    line = f"Ann Bo Cy Dee Ed Fay/{names}"
    assert (kinds(around(line)).get(line) is Kind.CREDIT) == goes
    assert f"- {line}" not in kinds(around(f"- {line}"))


@pytest.mark.parametrize(
    ("line", "near"),
    [
        (f"{HEADLINE} says the mayor of the town", 3),  # 0.6 of its letters are the headline.
        (f"{HEADLINE} says the mayor of the town?", 3),
        (f"{HEADLINE} says the mayor of the town.", 0),  # A sentence.
        (f"At last: {HEADLINE}", 6),  # 0.84, anywhere near the start.
    ],
)
def test_a_line_that_says_more_than_the_headline_goes_among_the_first_three_only(line: str, near: int) -> None:
    body = [LEAD, SECOND, THIRD, LAST, f"{LEAD} Again.", f"{SECOND} Again."]
    texts = ["\n".join([HEADLINE, *body[:index], line, *body[index:]]) for index in range(len(body))]
    gone = [(Kind.HEADLINE_REPEAT, line) in removed(clean_text(None, text)) for text in texts]
    assert gone == [index < near for index in range(len(body))]
