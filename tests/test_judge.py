"""The judge of blocks: trees as arrays say what trees say, and the quick extractor beside it what it said before."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from tests.test_quality import PAGES, TITLE
from transforms.extract import blocks, body, features, markup, quick, trees
from transforms.extract.wording import PageFacts

COLUMNS = 4
VALUES = st.floats(-5, 5, width=32)
LEAF = st.builds(lambda value: {"leaf_value": value}, st.floats(-2, 2))


def node(children: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "split_feature": st.integers(0, COLUMNS - 1),
            "threshold": st.floats(-5, 5),
            "left_child": children,
            "right_child": children,
        }
    )


def discarded(tree: HtmlElement, expressions: list[Any]) -> set[HtmlElement]:
    return {element for expression in expressions for element in expression(tree)}


def walk(tree: dict[str, Any], row: np.ndarray[Any, np.dtype[np.float32]]) -> float:
    while "split_feature" in tree:
        tree = tree["left_child" if float(row[tree["split_feature"]]) <= tree["threshold"] else "right_child"]
    return float(tree["leaf_value"])


@given(
    st.lists(st.recursive(LEAF, node, max_leaves=14), min_size=1, max_size=5),
    st.lists(st.lists(VALUES, min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=8)
    | st.lists(st.lists(VALUES, min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=2).map(
        lambda rows: rows * 150
    ),
)
@settings(deadline=None)
def test_arrays_say_what_the_trees_say(grown: list[dict[str, Any]], rows: list[list[float]]) -> None:
    table = np.array(rows, np.float32)
    arrays = trees.from_lightgbm([{"tree_structure": tree} for tree in grown], ["name"], ["word"])
    wanted = [sum(round(walk(tree, row) * trees.SCALE) for tree in grown) for row in table]
    assert arrays.score(table).tolist() == wanted


def test_trees_are_written_and_read_as_they_are(tmp_path: Path) -> None:
    model = trees.load(trees.ALONE)
    for name in ("first.npz", "second.npz"):
        trees.save(tmp_path / name, model)
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()
    assert np.array_equal(trees.load(tmp_path / "first.npz").out, model.out)


@pytest.mark.parametrize("path", [trees.ALONE, trees.BESIDE], ids=lambda path: path.stem)
def test_the_trees_of_the_package_fit_the_columns_and_are_small(path: Path) -> None:
    model = trees.load(path)
    assert model.feature.max() < len(features.columns(model.vocabulary, model.words))
    assert path.stat().st_size < 250_000


@pytest.mark.parametrize(("scores", "chosen"), [([-9, -9, -9, -9], 4), ([-9, -9, 9, 9], 2), ([-90, -90, -90, 9], 1)])
def test_a_page_of_which_nearly_all_is_the_article_is_not_lost(scores: list[int], chosen: int) -> None:
    texts = (
        f"{word} of the harbour board have asked for a longer quay, and the council will hear them." for word in "ABCD"
    )
    found = blocks.read(markup.parse(f"<html><body>{''.join(f'<p>{text}</p>' for text in texts)}</body></html>").body)
    table = features.Table(found, PageFacts(TITLE))
    judged = np.array(scores, np.int64) * trees.SCALE // 9
    body.rescue(found, table.picked, table.mass, body.settle(found, table.picked, table.mass, judged))
    assert sum(block.chosen for block in found) == chosen


def test_a_list_in_a_list_and_a_table_between_paragraphs_stay_whole() -> None:
    line = "<p>The harbour board has asked for a longer quay, and the council will hear it on Monday.</p>"
    items = "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>"
    rows = "<table><tr><td>2023</td><td>12</td></tr><tr><td>2024</td><td>40</td></tr></table>"
    found = blocks.read(markup.parse(f"<html><body><div>{line}{items}{rows}{line}</div>{rows}</body></html>").body)
    table = features.Table(found, PageFacts(TITLE))
    judged = np.array(
        [-1 if "three" in found[at].text or "|" in found[at].text else 2 for at in table.picked], np.int64
    )
    body.settle(found, table.picked, table.mass, judged)
    assert [block.text for block in found if block.chosen][1:-1] == ["one", "two", "three", "2023 | 12", "2024 | 40"]


@pytest.mark.parametrize(("scores", "kept"), [((5, -1), ["One", "Two"]), ((1, -5), []), ((5, -1, -9), ["One", "Two"])])
def test_headings_alike_stay_or_go_together(scores: tuple[int, ...], kept: list[str]) -> None:
    line = "<p>The harbour board has asked for a longer quay, and the council will hear it on Monday.</p>"
    sections = "".join(f"<h2>{name}</h2>{line}" for name in ("One", "Two")[: len(scores)])
    aside = "<aside><div><h2>Three</h2></div></aside>"
    found = blocks.read(markup.parse(f"<html><body><div>{line}{sections}</div>{aside}</body></html>").body)
    table = features.Table(found, PageFacts(TITLE))
    headings = iter(scores)
    judged = np.array([next(headings, -9) if found[at].node.tag == "h2" else 9 for at in table.picked], np.int64)
    body.settle(found, table.picked, table.mass, judged)
    assert [block.text for block in found if block.chosen and block.node.tag == "h2"] == kept


def test_the_quick_extractor_is_asked_in_doubt_alone() -> None:
    asked: list[str] = []

    def ask() -> list[str]:
        asked.append("asked")
        return []

    for source in (PAGES[0]()[0], "<html><body><p>Yes.</p><ul><li>No</li></ul></body></html>"):
        body.judge(blocks.read(markup.parse(source).body), ask, PageFacts(TITLE))
        asked.append("done")
    assert asked == ["done", "asked", "done"]


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_the_quick_extractor_says_what_it_says_with_its_own_expressions(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = markup.parse(made()[0])
    assert discarded(tree, quick.cached_discards(quick.XPATHS)) == discarded(tree, quick.XPATHS)
    lines = quick.quick_lines(tree)
    monkeypatch.setattr("trafilatura.main_extractor.OVERALL_DISCARD_XPATH", quick.XPATHS)
    assert quick.quick_lines(tree) == lines


@pytest.mark.parametrize(
    "attributes",
    [
        "id='nav' class='x'",
        "class='x' id='share-1'",
        "class='cookie' id='x'",
        "id='x' class='cookie'",
        "style='display: none'",
        "style='visibility:hidden' id='x'",
        "id='x' style='visibility:hidden'",
        "aria-hidden='true'",
        "role='Navigation'",
        "class='a hidden b'",
        "data-component='MostPopularStories'",
        "class='reply-box'",
        "",
    ],
)
def test_elements_are_discarded_as_the_expressions_have_it(attributes: str) -> None:
    parts = "".join(f"<{tag} {attributes}>A</{tag}>" for tag in ("div", "p", "span", "article", "li", "section"))
    tree = markup.parse(f"<html><body>{parts}</body></html>")
    assert discarded(tree, quick.cached_discards(quick.XPATHS)) == discarded(tree, quick.XPATHS)


def test_the_expressions_of_another_version_are_left_as_they_are() -> None:
    assert quick.cached_discards(quick.XPATHS[:1]) == quick.XPATHS[:1]
