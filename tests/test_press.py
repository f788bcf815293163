"""Whole pages of papers that nobody tuned for: text to the word, headline, day and authors, in many languages.

Each language meets each layout in turn, so that neither leans on the other: what a paper prints around an article is
in the page and must not be in the text.
"""

import json
from collections.abc import Callable

import pytest

from schemas.article import Article
from schemas.capture import Capture, Media
from schemas.reject import Reason, Unusable
from tests.benchmarks.quality import wrongly
from tests.press import STORIES, Story
from transforms.clean.stage import clean
from transforms.extract.stage import extract

Layout = Callable[[Story], str]


def items(*texts: str) -> str:
    return "".join(f"<li><a href='/{number}'>{text}</a></li>" for number, text in enumerate(texts))


def paragraphs(story: Story) -> str:
    return "".join(f"<p>{text}</p>" for text in story.text)


def document(story: Story, body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang='{story.language}'><head><meta charset='utf-8'>"
        f"<title>{story.title} - {story.site}</title>{head}</head><body>{body}</body></html>"
    )


def masthead(story: Story) -> str:
    """A logo that is an h1, a menu, and a banner that asks for consent."""
    return (
        f"<div class='cookie-consent'><p>{story.consent}</p><button>OK</button></div>"
        f"<header><h1 class='logo'><a href='/'>{story.site}</a></h1><nav><ul>{items(*story.menu)}</ul></nav></header>"
    )


def related(story: Story) -> str:
    return f"<section class='related'><h3>{story.more}</h3><ul>{items(*story.links)}</ul></section>"


def footer(story: Story) -> str:
    return f"<footer><ul>{items(*story.menu)}</ul><p>{story.rights}</p></footer>"


def modern(story: Story) -> str:
    """The headline and a line with author and date above the text, sharing buttons between them."""
    kicker = f"<p class='kicker'>{story.kicker}</p>" if story.kicker else ""
    top = (
        f"{kicker}<h1 class='headline'>{story.title}</h1><div class='meta'><span>{story.byline}</span></div>"
        f"<div class='date'>{story.dateline}</div><div class='share'><button>{story.share}</button></div>"
    )
    main = f"<main><article>{top}<div class='body'>{paragraphs(story)}</div>{related(story)}</article></main>"
    return document(story, f"{masthead(story)}{main}{footer(story)}")


def table(story: Story) -> str:
    """A page of the nineties: cells side by side, lines broken by br, no class."""
    menu = "<br>".join(f"<a href='/{number}'>{text}</a>" for number, text in enumerate(story.menu))
    text = "<br><br>".join(story.text)
    cell = f"<font size='5'><b>{story.title}</b></font><br>{story.dateline}<br>{story.byline}<br><br>{text}"
    rows = f"<tr><td width='120'>{menu}</td><td>{cell}</td></tr><tr><td colspan='2'>{story.rights}</td></tr>"
    return document(story, f"<table>{rows}</table>")


def builder(story: Story) -> str:
    """Divisions with generated class names and no element that means anything."""
    text = "".join(f"<div class='x7'><div class='r9'>{line}</div></div>" for line in story.text)
    links = "".join(f"<div class='k2'><a href='/{number}'>{text}</a></div>" for number, text in enumerate(story.links))
    top = f"<div class='a1'><h1>{story.title}</h1></div><div class='a2'>{story.byline}</div><div>{story.dateline}</div>"
    more = f"<div class='q4'><div>{story.more}</div>{links}</div>"
    return document(
        story, f"<div id='root'>{masthead(story)}<div class='m'>{top}{text}</div>{more}{footer(story)}</div>"
    )


def twice(story: Story) -> str:
    """One copy of everything for wide screens and one for telephones."""
    one = f"<h1>{story.title}</h1><p>{story.byline}</p><p>{story.dateline}</p>{paragraphs(story)}"
    copies = f"<div class='visible-desktop'>{one}</div><div class='visible-mobile'>{one}</div>"
    return document(story, f"{masthead(story)}<main><article>{copies}</article>{related(story)}</main>{footer(story)}")


def interrupted(story: Story) -> str:
    """Links to other articles between the paragraphs, an unclosed button, and a time and a quotation within a line."""
    first, *rest = story.text
    more = f"<p><b>{story.more}:</b> <a href='/9'>{story.links[0]}</a></p>"
    half = len(first) // 2
    broken = f"<p>{first[:half]}<span class='hidden' style='display:none'>x</span>{first[half:]}</p>"
    text = broken + more.join(f"<p>{line}</p>" for line in rest)
    top = (
        f"<h1>{story.title}</h1><p>{story.byline}</p><p><time>{story.dateline}</time></p>"
        f"<button type='button'>{story.share}"
    )
    return document(story, f"{masthead(story)}<article>{top}<div class='text'>{text}</div></article>{footer(story)}")


def slides(story: Story) -> str:
    """A picture and a paragraph on each slide, with its number."""
    shown = "".join(
        f"<div class='slide'><div>{number}/4</div><img src='{number}.jpg'>"
        f"<div class='slide-text'><p>{text}</p></div></div>"
        for number, text in enumerate(story.text, 1)
    )
    return document(
        story, f"{masthead(story)}<main>{top(story)}<div class='slider'>{shown}</div></main>{footer(story)}"
    )


def state(story: Story) -> str:
    """A page that a script builds; the text stands in its state alone."""
    told = json.dumps({"props": {"pageProps": {"article": {"id": 7, "body": paragraphs(story)}}}})
    script = f"<script id='__STATE__' type='application/json'>{told}</script>"
    return document(story, f"{masthead(story)}<div id='app'>{top(story)}</div>{script}{footer(story)}")


def cards(story: Story) -> str:
    """Each paragraph in a card of its own."""
    shown = "".join(
        f"<section class='card'><div class='card-body'><p>{text}</p></div></section>" for text in story.text
    )
    return document(story, f"{masthead(story)}<article>{top(story)}{shown}</article>{related(story)}{footer(story)}")


def tagged(story: Story) -> str:
    """The names of the article's element say what it is about, and that there is something related in it."""
    text = f"<div class='text'>{paragraphs(story)}</div>"
    main = f"<article class='post category-share tag-promo'>{top(story)}{text}{related(story)}</article>"
    return document(story, f"{masthead(story)}<main>{main}</main>{footer(story)}")


def in_a_form(story: Story) -> str:
    """The whole page in a form, as older servers wrap it, and a form to subscribe in the text."""
    first, *rest = (f"<p>{text}</p>" for text in story.text)
    letter = f"<div class='newsletter-signup'><p>{story.consent}</p><input name='mail'></div>"
    main = f"<div>{top(story)}{first}{letter}{''.join(rest)}</div>"
    return document(story, f"<form id='aspnetForm'>{masthead(story)}{main}{related(story)}{footer(story)}</form>")


def open_menu(story: Story) -> str:
    """A menu that is never closed, so that the article stands in it."""
    page = f"{masthead(story)}<div>{top(story)}{paragraphs(story)}</div>{related(story)}{footer(story)}"
    return document(story, page.replace("</ul></nav>", "</ul>"))


def top(story: Story) -> str:
    return f"<h1>{story.title}</h1><p>{story.byline}</p><p>{story.dateline}</p>"


LAYOUTS = (modern, table, builder, twice, interrupted)
PAGES = [
    (story, layout)
    for number, story in enumerate(STORIES)
    for layout in (LAYOUTS[number % 5], LAYOUTS[(number + 2) % 5])
]

PAGES += [(STORIES[number], slides) for number in (2, 6, 8, 12)]
PAGES += [(STORIES[number], state) for number in (0, 4, 10, 16)]
PAGES += [(STORIES[number], cards) for number in (1, 7, 9, 13)]
PAGES += [(STORIES[number], tagged) for number in (3, 5, 10, 14)]
PAGES += [(STORIES[number], in_a_form) for number in (0, 6, 7, 11)]
PAGES += [(STORIES[number], open_menu) for number in (2, 4, 8, 12)]


def teasers(story: Story) -> list[tuple[str, str]]:
    """A link and the beginning of the article behind it, for each of a dozen."""
    headlines = (*story.links, story.title)
    return [(f"<a href='/n/{n}'>{headlines[n % 3]} ({n})</a>", story.text[n % 4].split(". ")[0]) for n in range(14)]


def listing(story: Story, name: str, main: str) -> str:
    page = document(story, f"{masthead(story)}<main>{main}</main>{footer(story)}")
    return page.replace(f"<title>{story.title} - ", f"<title>{name} - ")


def front(story: Story) -> str:
    """Headlines with a sentence each."""
    main = "".join(f"<article class='teaser'><h2>{link}</h2><p>{text}</p></article>" for link, text in teasers(story))
    return listing(story, story.site, main)


def section(story: Story) -> str:
    """A heading, and headlines with dates below."""
    main = "".join(f"<li>{link}<time>{story.dateline}</time></li>" for link, _ in teasers(story))
    return listing(story, story.menu[1], f"<h1>{story.menu[1]}</h1><ul>{main}</ul><a href='?page=2'>2</a>")


def by_one(story: Story) -> str:
    """A person, and what they wrote."""
    main = "".join(f"<div><h3>{link}</h3><p>{text}</p></div>" for link, text in teasers(story))
    return listing(story, story.authors[0], f"<h1>{story.authors[0]}</h1>{main}")


def results(story: Story) -> str:
    """What a search found: no heading, the beginnings of texts."""
    main = "".join(f"<div class='result'>{link}<div>{text} …</div></div>" for link, text in teasers(story))
    return listing(story, "1 - 14", f"<form><input name='q'></form>{main}")


LISTS = ((front, "/"), (section, "/politics/"), (by_one, "/author/x-y"), (results, "/search?q=port"))


@pytest.mark.parametrize(("made", "path"), LISTS, ids=lambda value: getattr(value, "__name__", "at"))
def test_a_list_of_articles_is_none_in_any_language(made: Layout, path: str) -> None:
    for story in STORIES:
        capture = Capture(
            uri="memory:1", body=made(story).encode(), media=Media.HTML, url=f"https://paper.example{path}"
        )
        with pytest.raises(Unusable) as refused:
            extract(capture)
        assert refused.value.reason is Reason.NO_ARTICLE, story.language


def article(source: str) -> Article:
    capture = Capture(
        uri="memory:1", body=source.encode(), media=Media.HTML, url="https://paper.example/news/quay-81734"
    )
    return clean(extract(capture), "test")


@pytest.mark.parametrize(
    ("story", "layout"), PAGES, ids=lambda value: getattr(value, "language", None) or value.__name__
)
def test_a_page_is_read_as_its_reader_reads_it(story: Story, layout: Layout) -> None:
    read = article(layout(story))
    assert list(wrongly("\n".join(story.text), read.text)) == []
    assert read.title == story.title
    assert read.published_at is not None
    assert read.published_at.date().isoformat() == story.day
    assert read.authors == story.authors
    assert read.language == story.language
