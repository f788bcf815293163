"""Google news sitemaps, and sitemap indexes (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from schemas.capture import Announcement
from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url
from transforms.base.language import language_tag
from transforms.read.feed.model import Entry, Feed, FeedFormat, Place, Problem, check_number, plain
from transforms.read.feed.tree import parse_xml


def parse_sitemap(text: str, *, url: str | None) -> Feed:
    """The news in a sitemap, or the sitemaps in an index. Raises Unusable(MALFORMED) if there is neither.

    A sitemap without `<news:news>` lists a whole site, so it is no feed; of a mixed one the news are the entries.
    """
    document = parse_xml(text)
    root = document.root
    index = _local(root) == "sitemapindex"
    items = [item for item in root if _local(item) in ("url", "sitemap")]
    check_number(len(items))
    entries, problems = [], []
    for position, item in enumerate(items):
        news = next((element for element in item.iter() if _local(element) == "news"), None)
        if index or news is not None:
            entries.append(_entry(item, news, url))
        else:
            problems.append(Problem(position=position, message="an address without <news:news>"))
    if items and not entries:
        raise Unusable(Reason.MALFORMED, "a sitemap without <news:news>; name the site's news sitemap or its feed")
    return Feed(
        kind=FeedFormat.SITEMAP_INDEX if index else FeedFormat.NEWS_SITEMAP,
        entries=tuple(entries),
        url=url,
        recovered=document.recovered,
        problems=tuple(problems),
    )


def merged(index: Feed, sitemaps: Iterable[Feed]) -> Feed | None:
    """The entries of an index's sitemaps as one feed; None if none of them has news.

    An index in an index is not followed: the protocol has none, and one could lead on without end.
    """
    news = [sitemap for sitemap in sitemaps if sitemap.kind is FeedFormat.NEWS_SITEMAP]
    if index.entries and not news:
        return None
    entries = tuple(entry for sitemap in news for entry in sitemap.entries)
    return replace(index, kind=FeedFormat.NEWS_SITEMAP, entries=entries)


def _entry(item: etree._Element, news: etree._Element | None, url: str | None) -> Entry:
    fields: dict[str, str] = {}
    for element in (*(news.iter() if news is not None else ()), *item):
        if element.text and element.text.strip():
            fields.setdefault(_local(element), element.text.strip())
    location = absolute_url(fields.get("loc", ""), url)
    language = language_tag(fields.get("language"))
    place = Place.of(language, location)
    announcement = Announcement(
        feed_url=url,
        entry_id=location,
        url=location,
        title=plain(fields.get("title")),
        tags=tuple(dict.fromkeys(filter(None, map(plain, fields.get("keywords", "").split(","))))),
        published_at=place.date(fields.get("publication_date")),
        modified_at=place.date(fields.get("lastmod")),
        language=language,
    )
    return Entry(announcement=announcement)


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
