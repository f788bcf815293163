"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from schemas.capture import Announcement, Media
from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url, bare_address
from transforms.base.language import language_tag
from transforms.read.feed.authors import names
from transforms.read.feed.model import Entry, Feed, FeedFormat, Place, Problem, check_number, encodable, entry, plain


def parse_json_feed(text: str, *, url: str | None) -> Feed:
    """The feed in a JSON text. Raises Unusable(MALFORMED) for other JSON and for none."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise Unusable(Reason.MALFORMED, f"not JSON ({error}); check what the server sends") from None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise Unusable(
            Reason.MALFORMED, "JSON that is not a JSON Feed: its version is not jsonfeed.org/version/1 or 1.1"
        )
    items = document.get("items")
    if not isinstance(items, list):
        raise Unusable(Reason.MALFORMED, "a JSON Feed without a list of items; check what the server sends")
    check_number(len(items))
    site = absolute_url(_string(document, "home_page_url"), url)
    address = url or absolute_url(_string(document, "feed_url"))
    language = language_tag(document.get("language"))
    entries, problems = [], []
    for position, item in enumerate(items):
        if isinstance(item, dict):
            entries.append(_entry(item, document, address, site, language))
        else:
            problems.append(Problem(position=position, message=f"an item that is no object: {type(item).__name__}"))
    return Feed(
        kind=FeedFormat.JSON,
        entries=tuple(entries),
        title=plain(_string(document, "title")),
        url=address,
        site_url=site,
        language=language,
        problems=tuple(problems),
    )


def _entry(
    item: dict[str, Any], feed: dict[str, Any], url: str | None, site: str | None, language: str | None
) -> Entry:
    base = site or url
    place = Place.of(language, base)
    announcement = Announcement(
        feed_url=url,
        entry_id=bare_address(_string(item, "id")) or None,
        # An id is at best the address of the page.
        url=absolute_url(_string(item, "url"), base)
        or absolute_url(_string(item, "external_url"), base)
        or absolute_url(_string(item, "id")),
        title=plain(_string(item, "title")),
        authors=_authors(item) or _authors(feed),
        tags=tuple(dict.fromkeys(filter(None, (plain(t) for t in _list(item, "tags") if isinstance(t, str))))),
        published_at=place.date(_string(item, "date_published")),
        modified_at=place.date(_string(item, "date_modified")),
        language=language_tag(item.get("language")) or language,
    )
    found = _string(item, "content_html")
    if found.strip():
        return entry(announcement, found, "")
    return entry(announcement, _string(item, "content_text"), _string(item, "summary"), media=Media.TEXT)


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    """`authors` of 1.1, else `author` of 1.0; a name that stands where an object should counts."""
    several = item.get("authors")
    people = [*(several if isinstance(several, list) else [several]), item.get("author")]
    return names(
        _string(person, "name") if isinstance(person, dict) else encodable(person)
        for person in people
        if isinstance(person, dict | str)
    )


def _string(item: dict[str, Any], name: str) -> str:
    """A string, or a number as one: many feeds have numbers as id."""
    value = item.get(name)
    if isinstance(value, str):
        return encodable(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(item: dict[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []
