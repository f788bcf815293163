"""The headline of an article, without what templates put around it."""

import pytest

from tests.forms import HEADLINE, NAMED, document, meta, page, prop
from tests.test_extract import in_data


@pytest.mark.parametrize(
    "title",
    [
        *(
            f"{HEADLINE}{mark}Harbour Post"
            for mark in (" - ", " | ", " – ", " — ", " :: ", " » ", " • ", " · ", " / ", " < ", " ~ ")
        ),
        *(
            f"{HEADLINE}{mark}Harbour Post"
            for mark in (" : ", " > ", "| ", " |", " -- ", " // ", " ‹ ", " « ", " ★ ", " ⋆ ")
        ),
        *(f"Harbour Post{mark}{HEADLINE}" for mark in (" - ", " | ", " – ", ": ", " » ", " :: ", " • ")),
        f"{HEADLINE} | Local | Harbour Post",
        f"{HEADLINE} - Local news - Harbour Post",
        f"{HEADLINE} (Harbour Post)",
        f"{HEADLINE} | Harbour Post - News from the coast",
        f"{HEADLINE} - HARBOUR POST",
        f"{HEADLINE} - The Harbour Post",
        f"{HEADLINE} | harbour-post.example",
        f"{HEADLINE} on Harbour Post",
        f"  {HEADLINE}\n - Harbour Post ",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str) -> None:
    source = page(NAMED, title=title, h1="<div><img src='logo.png' alt='Harbour Post'></div>")
    assert document(source).title in (HEADLINE, f"{HEADLINE} on Harbour Post")


@pytest.mark.parametrize(
    ("head", "h1", "wanted"),
    [
        ("", "<h1>Before | After: how the harbour changed</h1>", "Before | After: how the harbour changed"),
        ("", "<h1>Board votes - again - to deepen the channel</h1>", "Board votes - again - to deepen the channel"),
        ("", "<h1>Harbour Post: how a newspaper was founded</h1>", "Harbour Post: how a newspaper was founded"),
        (prop("og:title", "Channel to be deepened, says board"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (prop("og:title", "Board votes to deepen the ch..."), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (prop("og:title", "Board votes to deepen the cha…"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (prop("og:title", "Board votes to deepen"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (prop("og:title", f"{HEADLINE} | Harbour Post"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (prop("og:title", "Harbour Post"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        (
            prop("og:title", "Board &amp;amp; council: &amp;quot;deepen&amp;quot; it"),
            "",
            'Board & council: "deepen" it',
        ),
        (prop("og:title", "Board&amp;#8217;s vote to deepen the channel"), "", "Board’s vote to deepen the channel"),
        (
            prop("og:title", "&lt;em&gt;Moby&lt;/em&gt; returns to the harbour at last"),
            "",
            "Moby returns to the harbour at last",
        ),
        (in_data(headline="Board &quot;votes&quot; to deepen the channel"), "", 'Board "votes" to deepen the channel'),
        (in_data(headline="Board &amp;#39;votes&amp;#39; to deepen it"), "", "Board 'votes' to deepen it"),
        ("", f"<p class='kicker'>Harbour</p><h1>{HEADLINE}</h1>", HEADLINE),
        ("", f"<h1><span class='article__kicker'>Harbour</span> {HEADLINE}</h1>", HEADLINE),
        ("", f"<h1><span class='c-overline'>Ports:</span> {HEADLINE}</h1>", HEADLINE),
        ("", f"<h1>{HEADLINE} <span class='badge-premium'>Plus</span></h1>", HEADLINE),
        ("", f"<h1>{HEADLINE} <a class='headerlink' href='#x'>¶</a></h1>", HEADLINE),
        ("", f"<h1>{HEADLINE}<button>Share</button></h1>", HEADLINE),
        ("", f"<h1>{HEADLINE}<svg><title>Icon</title></svg></h1>", HEADLINE),
        ("", "<h1>Board votes to deep&shy;en the chan&shy;nel</h1>", HEADLINE),
        ("", "<h1>Board&nbsp;votes to deepen the&#8203; channel</h1>", HEADLINE),
        ("", f"<h1 id='logo'><a href='/'><img src='l.png' alt='Harbour Post'></a></h1><h2>{HEADLINE}</h2>", HEADLINE),
        ("", f"<h1><a href='/'>Harbour Post</a></h1><h2 class='entry-title'>{HEADLINE}</h2>", HEADLINE),
        ("", f"<h1>{HEADLINE}</h1><h2>Work will begin in October and last three years</h2>", HEADLINE),
        ("", f"<h1>{HEADLINE}</h1><h1>More from the harbour this week</h1>", HEADLINE),
        ("", f"<div itemprop='headline'>{HEADLINE}</div>", HEADLINE),
        ("", f"<div property='headline'>{HEADLINE}</div>", HEADLINE),
        (meta(**{"DC.title": HEADLINE}), "", HEADLINE),
        (meta(**{"sailthru.title": HEADLINE}), "", HEADLINE),
        (meta(**{"parsely-title": HEADLINE}), "", HEADLINE),
        (prop("og:title", HEADLINE) + prop("og:title", "A film about ferries"), f"<h1>{HEADLINE}</h1>", HEADLINE),
        ("", "<h1>LIVE: Board votes on the channel</h1>", "LIVE: Board votes on the channel"),
        ("", "<h1>“We will dig,” says harbour board</h1>", "“We will dig,” says harbour board"),
        ("", "<h1>C++ and C# at the harbour school</h1>", "C++ and C# at the harbour school"),
        ("", "<h1>AT&amp;T lays a cable through the harbour</h1>", "AT&T lays a cable through the harbour"),
        ("", "<h1>Is x &lt; y? The harbour school asks</h1>", "Is x < y? The harbour school asks"),
    ],
)
def test_the_headline_that_readers_see(head: str, h1: str, wanted: str) -> None:
    title = f"{wanted.replace('&', '&amp;').replace('<', '&lt;')} - Harbour Post" if h1 else "Harbour Post"
    assert document(page(NAMED + head, title=title, h1=h1)).title == wanted


def test_a_site_that_only_its_title_names() -> None:
    source = page(title=f"{HEADLINE} | The Quay Paper", h1="")
    assert document(source).title == HEADLINE
