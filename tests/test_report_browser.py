"""The page of `dateline report` in a real browser: it draws, its search and links work, and anyone can read it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.report import serve
from schemas.article import Article, Entity, Mention, Removed, RemovedKind, digest
from schemas.structure import Image, Link, Part, PartKind
from tests.benchmarks.report import make_output
from tests.browser import MISSING, THERE, browser
from tests.test_report import DAY, article, write
from tests.test_report_serve import aged, served

pytestmark = pytest.mark.skipif(not THERE, reason=MISSING)
HOSTILE = "</script><img src=x onerror=document.title='bad'>\u202e<b>bold</b>"
TEXT = "😀 Ada Ahl spoke in Lorne.\nThe vote was close. Nobody left early."


def articles() -> list[Article]:
    entities = (Entity("Ada Ahl", "PERSON", 1, (Mention(2, 9),)), Entity("Lorne", "GPE", 1, (Mention(19, 24),)))
    removed = (Removed(RemovedKind.NEWSLETTER, "Sign up for our letter"), Removed(RemovedKind.SHARE, HOSTILE))
    structure = (Part(PartKind.HEADING, 2, None, 0, 25), Part(PartKind.LIST_ITEM, 1, None, 26, 64))
    links = (Link(2, 15, "https://a.example/ahl"), Link(30, 34, "javascript:void(0)"))
    image = Image("https://a.example/vote.jpg", "The vote", None)
    vote = article(
        "Vote in Lorne", TEXT, entities=entities, removed=removed, structure=structure, links=links, image=image
    )
    edited = article(
        "Vote in Lorne",
        TEXT.replace("close", "very close").replace(" Nobody left early.", ""),
        revision_id=digest("edited"),
        captured_at=DAY + timedelta(hours=2),
    )
    french = article("L’été à Paris", "Un texte.", language="fr", source="b.example", url="javascript:void(0)")
    return [vote, edited, french, article(HOSTILE, HOSTILE, source="c.example", url=f"https://c.example/{HOSTILE}")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of(write(tmp_path_factory.mktemp("small") / "out", *articles()))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With feeds, rejects, stories, rights, everything."""
    output = tmp_path_factory.mktemp("full") / "out"
    make_output(output, 120)
    return page_of(output)


def page_of(output: Path) -> Path:
    page = output.with_suffix(".html")
    assert main(["report", str(output), "--html", str(page)]) == 0
    return page


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A tab that must have nothing to complain of, and that asks no address but the page's."""
    yield from opened(chromium)


def opened(chromium: Any, **options: Any) -> Iterator[Any]:
    context = chromium.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url[:5] not in ("file:", "http:") else None)
    yield page
    context.close()
    assert said == []


def ready(tab: Any, page: Path, where: str = "") -> None:
    tab.goto(page.as_uri() + where)
    tab.wait_for_selector("html[data-ready]", state="attached")


def titles(tab: Any) -> list[str]:
    found: list[str] = tab.locator("#list .title a").all_inner_texts()
    return found


def test_everything_is_drawn_and_every_link_leads_somewhere(tab: Any, full: Path) -> None:
    ready(tab, full)
    assert tab.locator("main > section").count() == 10
    assert tab.locator("figure svg rect").count() > 100
    links = tab.eval_on_selector_all("nav a", "links => links.map((link) => link.hash)")
    assert len(links) > 8
    assert [link for link in links if not tab.locator(link).count()] == []
    tab.locator("#stories a").first.click()
    tab.wait_for_selector("dialog[open] .text")
    assert tab.locator("dialog .removed").count() == 1


def test_search_finds_titles_without_accents_and_by_source(tab: Any, small: Path) -> None:
    ready(tab, small)
    assert len(titles(tab)) == 3
    tab.fill("#query", "ETE paris")
    assert titles(tab) == ["L’été à Paris"]
    assert tab.inner_text("#found") == "1 article"
    tab.fill("#query", "")
    tab.select_option("#source", label="a.example")
    assert titles(tab) == ["Vote in Lorne"]
    tab.select_option("#source", label="all")
    tab.check("#edited")
    assert titles(tab) == ["Vote in Lorne"]


def test_an_article_shows_names_what_was_removed_and_where_its_bytes_are(tab: Any, small: Path) -> None:
    ready(tab, small, f"#a={articles()[0].revision_id[:12]}")
    tab.wait_for_selector("dialog[open] .text")
    assert tab.locator("dialog .text mark.person").all_inner_texts() == ["Ada Ahl"]
    assert tab.locator("dialog .text mark.place").all_inner_texts() == ["Lorne"]
    assert tab.locator("dialog .removed li.promotion del").all_inner_texts() == ["Sign up for our letter"]
    assert tab.locator("dialog .removed .kind").all_inner_texts() == ["newsletter", "share"]
    assert tab.inner_text("dialog .text h3") == "😀 Ada Ahl spoke in Lorne."
    assert tab.locator("dialog .text .list-item").count() == 1
    assert tab.locator("dialog .text a").all_inner_texts() == ["Ada Ahl spoke"]
    assert tab.locator("dialog dd a[href='https://a.example/vote.jpg']").count() == 1
    assert "dateline open 'news/Vote in Lorne.html' --output out" in tab.inner_text("dialog")


def test_what_changed_between_revisions_is_marked(tab: Any, small: Path) -> None:
    ready(tab, small)
    tab.click("text=Vote in Lorne")
    tab.click("text=what changed")
    tab.wait_for_selector("dialog .diff")
    assert [text.strip() for text in tab.locator("dialog .diff ins").all_inner_texts()] == ["very"]
    assert [text.strip() for text in tab.locator("dialog .diff del").all_inner_texts()] == ["Nobody left early."]


def test_hostile_text_is_text(tab: Any, small: Path) -> None:
    ready(tab, small, f"#a={articles()[3].revision_id[:12]}")
    tab.wait_for_selector("dialog[open] .text")
    shown = HOSTILE.replace("\u202e", "\ufffd")
    assert tab.inner_text("dialog h2") == shown
    assert tab.inner_text("dialog .text p") == shown
    assert tab.locator("dialog b, dialog img, main b, main img").count() == 0
    assert tab.locator("a[href^='javascript']").count() == 0
    assert tab.title() == "out · Dateline report"


def test_all_of_it_works_by_keyboard(tab: Any, small: Path) -> None:
    ready(tab, small)
    tab.focus("#list a")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("dialog[open]")
    assert tab.evaluate("document.activeElement.closest('dialog') !== null")
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    assert "#a=" not in tab.url
    assert tab.evaluate("document.activeElement.matches('#list a')")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 360)])
def test_axe_finds_nothing_and_nothing_overflows(chromium: Any, full: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for tab in opened(chromium, color_scheme=scheme, viewport={"width": width, "height": 800}):
        ready(tab, full)
        found = [Axe().run(tab)]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.locator("#list a").first.click()
        tab.wait_for_selector("dialog[open] .text")
        found.append(Axe().run(tab, "dialog"))
        assert [result.generate_report() for result in found if result.violations_count] == []


def test_the_button_changes_light_to_dark(tab: Any, small: Path) -> None:
    ready(tab, small)
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#theme")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert tab.inner_text("#theme") == "Light"


def test_a_live_page_reads_texts_of_its_server(tab: Any, tmp_path: Path) -> None:
    with served(write(tmp_path / "out", *articles())) as (port, _):
        tab.goto(f"http://127.0.0.1:{port}/#a={articles()[0].revision_id[:12]}")
        tab.wait_for_selector("dialog[open] .text")
        assert tab.locator("dialog .text mark.person").all_inner_texts() == ["Ada Ahl"]
        tab.click("text=what changed")
        tab.wait_for_selector("dialog .diff")


def test_a_live_page_finds_titles_that_it_does_not_list(
    tab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.report.articles.LISTED", 1)
    output = write(tmp_path / "out", aged("Bridge is new", 0), aged("A <b>bridge</b> at Évora", 3), aged("A canal", 5))
    with serve._Server(0, serve.Live(str(output))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        tab.goto(f"http://127.0.0.1:{server.server_port}/")
        tab.wait_for_selector("#list li")
        tab.fill("#query", "EVORA")
        tab.wait_for_selector("#older li")
        assert tab.locator("#older .title").all_inner_texts() == ["A <b>bridge</b> at Évora"]
        assert tab.get_attribute("#older a", "href") == "https://a.example/1"
        assert tab.inner_text("#older-found").startswith("1 more")
        tab.fill("#query", "")
        assert tab.locator("#older li").count() == 0
        server.shutdown()


def test_it_prints_without_what_only_a_screen_needs(tab: Any, full: Path) -> None:
    ready(tab, full)
    tab.emulate_media(media="print")
    assert not tab.is_visible("nav")
    assert not tab.is_visible(".search")
    assert tab.is_visible("figure svg")
    assert len(tab.pdf()) > 10_000
