"""Beside feedparser, the reader that most programs use: what differs is named here, with its reason."""

import io
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reject import Unusable
from transforms.read.feed import captures, parse_feed

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(
    path
    for folder in (ROOT / "seeds", ROOT / "tests" / "cases")
    for suffix in ("rss", "rdf", "atom")
    for path in folder.glob(f"*.{suffix}")
)
Entries = list[tuple[str | None, str | None]]
"""Title and address of each entry."""
DECLARATION = '<?xml version="1.0"?>'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns'
ITEM = (
    "<item><title>{title}</title><link>https://e.example/{n}</link><guid isPermaLink='false'>g{n}</guid>"
    "<pubDate>Wed, 06 Mar 2024 15:07:41 +0000</pubDate><description>{text}</description></item>"
)


def items(title: str = "Ferry", text: str = "It runs again.", count: int = 2) -> str:
    return "".join(ITEM.format(title=f"{title} {n}", text=text, n=n) for n in range(count))


def rss(body: str, version: str = "2.0", declaration: str = DECLARATION) -> str:
    return f'{declaration}<rss version="{version}"><channel><title>News</title>{body}</channel></rss>'


def rdf(namespace: str) -> str:
    item = "<item><title>Ferry</title><link>https://e.example/0</link></item>"
    return f'<rdf:RDF {RDF}="{namespace}"><channel><title>News</title></channel>{item}</rdf:RDF>'


def atom(attributes: str) -> str:
    entry = '<entry><title>Ferry</title><link href="https://e.example/0"/><id>tag:0</id></entry>'
    return f"<feed {attributes}><title>News</title>{entry}</feed>"


def theirs(body: bytes) -> Entries:
    return [(entry.get("title"), entry.get("link")) for entry in feedparser.parse(io.BytesIO(body)).entries]


def ours(body: bytes) -> Entries | str:
    """The same of our reader, or the reason why it is no feed."""
    try:
        found = captures(parse_feed(body, url="https://e.example/feed"), "feed")
        return [(capture.announcement.title, capture.announcement.url) for capture in found]
    except Unusable as error:
        return str(error.reason)


SAME = {
    "undeclared entities": rss(items(text="caf&eacute; &nbsp; &foo;")),
    "a bare ampersand": rss(items(title="A & B")),
    "unclosed tags in a text": rss(items(text="<p>one <b>two")),
    "tags that cross": rss(items(text="<p><b>x</p></b>")),
    "an item that does not end": rss(items()).replace("</item>", "", 1),
    "a feed that does not end": rss(items())[:-30],
    "a feed cut within an item": rss(items())[:-120],
    "blanks before the declaration": f"\n\n  {rss(items())}",
    "a warning before the declaration": f"Warning: line 3\n{rss(items())}",
    "a comment before the declaration": f"<!-- cached -->{rss(items())}",
    "a script behind the feed": f"{rss(items())}<script>x</script>more & more",
    "an undeclared prefix": rss(f"{items()}<media:x>1</media:x>"),
    "an attribute without quotes": rss(items()).replace("'false'", "false"),
    "an attribute twice": rss(items()).replace("isPermaLink='false'", "isPermaLink='false' isPermaLink='false'"),
    "CDATA that does not end": rss(items(text="<![CDATA[one")),
    "items beside the channel": f"<rss version='2.0'><channel><title>N</title></channel>{items()}</rss>",
    "no channel": f"<rss version='2.0'>{items()}</rss>",
    "a channel without rss": f"<channel><title>N</title>{items()}</channel>",
    "an entity of its own": f'<!DOCTYPE rss [<!ENTITY co "Company">]>{rss(items(title="&co;"), declaration="")}',
    **{f"RSS {version}": rss(items(), version) for version in ("0.90", "0.91", "0.92", "0.93", "0.94", "2.0")},
    "RSS 1.0": rdf("http://purl.org/rss/1.0/"),
    "RSS 0.90 of Netscape": rdf("http://my.netscape.com/rdf/simple/0.9/"),
    "CDF": '<CHANNEL><TITLE>N</TITLE><ITEM HREF="https://e.example/0"><TITLE>Ferry</TITLE></ITEM></CHANNEL>',
    "Atom 0.3": atom('version="0.3" xmlns="http://purl.org/atom/ns#"'),
    "Atom 1.0": atom('xmlns="http://www.w3.org/2005/Atom"'),
    "Atom without a namespace": atom(""),
    "latin-1 that is declared as UTF-8": rss(items(title="Café"), declaration='<?xml version="1.0" encoding="utf-8"?>'),
    "UTF-16 that is declared as UTF-8": rss(items(title="Café"), declaration='<?xml version="1.0" encoding="utf-8"?>'),
    "UTF-8 that is declared as none": rss(items(title="Café"), declaration='<?xml version="1.0" encoding="x-none"?>'),
}
CODECS = {"latin-1 that is declared as UTF-8": "latin-1", "UTF-16 that is declared as UTF-8": "utf-16"}


@pytest.mark.parametrize("name", SAME)
def test_malformed_feeds_read_as_feedparser_reads_them(name: str) -> None:
    body = SAME[name].encode(CODECS.get(name, "utf-8"))
    assert ours(body) == theirs(body) != []


Differs = tuple[str, Entries, Entries | str]
TWO: Entries = [("Ferry 0", "https://e.example/0"), ("Ferry 1", "https://e.example/1")]
DIFFERENT: dict[str, Differs] = {
    "control characters are no text, and no file of records can hold them": (
        rss(items(title="a\x08b", count=1)),
        [("a\x08b 0", "https://e.example/0")],
        [("ab 0", "https://e.example/0")],
    ),
    "the name of a host is in lower case": (
        rss("<item><title>Ferry</title><link>https://E.EXAMPLE/A</link></item>"),
        [("Ferry", "https://E.EXAMPLE/A")],
        [("Ferry", "https://e.example/A")],
    ),
    "a fragment is no part of a page's address": (
        rss("<item><title>Ferry</title><link>https://e.example/notes#n1</link></item>"),
        [("Ferry", "https://e.example/notes#n1")],
        [("Ferry", "https://e.example/notes")],
    ),
    "a second document behind the first is not the feed": (rss(items()) + rss(items()), TWO + TWO, TWO),
    "a page is a page, also with a feed within: its own feeds are looked for": (
        f"<html><body>{rss(items(), declaration='')}</body></html>",
        TWO,
        "malformed",
    ),
    "items without any root are a piece of a file": (items(), TWO, "malformed"),
    "the link of an element within the entry is not the entry's": (
        rss(
            "<item><title>Ferry</title><link>https://e.example/0</link><x:s xmlns:x='urn:x'><link>https://x.example/"
            "</link></x:s></item>"
        ),
        [("Ferry", "https://x.example/")],
        [("Ferry", "https://e.example/0")],
    ),
}


@pytest.mark.parametrize("reason", DIFFERENT)
def test_each_difference_from_feedparser_has_its_reason(reason: str) -> None:
    body, by_feedparser, by_us = DIFFERENT[reason]
    assert theirs(body.encode()) == by_feedparser
    assert ours(body.encode()) == by_us


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_stored_feeds_read_as_feedparser_reads_them(path: Path) -> None:
    body = path.read_bytes()
    without_fragments = [(title, link and link.partition("#")[0]) for title, link in theirs(body)]
    assert ours(body) == without_fragments


TEXT = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
BREAKS: list[Callable[[str], str]] = [
    lambda feed: feed,
    lambda feed: feed.replace("</item>", "", 1),
    lambda feed: feed.replace("</channel></rss>", ""),
    lambda feed: f"\n{feed}",
    lambda feed: f"{feed}<!-- 3 ms -->",
    lambda feed: feed.replace("'false'", "false"),
]


@given(
    st.lists(TEXT, min_size=1, max_size=4),
    st.sampled_from(BREAKS),
    st.sampled_from(["", " & ", " &eacute; ", " &#233; "]),
)
def test_generated_feeds_read_as_feedparser_reads_them(
    titles: list[str], damage: Callable[[str], str], inner: str
) -> None:
    found = "".join(ITEM.format(title=f"{title}{inner}x", text="Text.", n=n) for n, title in enumerate(titles))
    body = damage(rss(found)).encode()
    assert ours(body) == theirs(body)
