"""RSS, RDF and Atom: one reader by the names of elements, for many feeds mix them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from schemas.capture import Announcement, Media
from schemas.reject import Reason, Unusable
from transforms.base.address import absolute_url, bare_address
from transforms.base.language import language_tag
from transforms.read.feed.authors import names
from transforms.read.feed.dates import ttl, update_period
from transforms.read.feed.model import Entry, Feed, FeedFormat, Place, Problem, check_number, entry, plain
from transforms.read.feed.tree import base_of, language_of, name_of, parse_xml, text_of

_PUBLISHED = (
    *("pubdate", "published", "issued", "dcterms:issued", "dc:date", "dc:issued", "created", "dcterms:created"),
    *("dc:created", "dcterms:date", "dcterms:available", "prism:publicationdate", "date", "publishdate"),
)
_MODIFIED = ("updated", "modified", "dcterms:modified", "dc:modified", "prism:modificationdate")
_FEED_UPDATED = ("updated", "lastbuilddate", "modified", "dcterms:modified", "dc:date", "pubdate")
_CONTENT = ("content:encoded", "content", "xhtml:body", "fullitem")
_SUMMARY = ("description", "summary", "dc:description", "itunes:summary")
_HTML = frozenset(("", "html", "xhtml", "text/html", "application/xhtml+xml", "application/xml", "text/xml"))
_TEXT = frozenset(("text", "text/plain"))
_PAGE = frozenset(("", "text/html", "application/xhtml+xml", "html", "text", "text/plain"))
_RELATION = re.compile(r"https?://www\.iana\.org/assignments/(?:link-)?relations?/")

_Fields = dict[str, list[etree._Element]]


def parse_syndication(text: str, *, url: str | None) -> Feed:
    """The feed in an XML text that begins with its root element. Raises Unusable(MALFORMED) if there is none."""
    document = parse_xml(text)
    root = document.root
    items = _entries(root)
    check_number(len(items))
    channel = next((child for child in root if name_of(child) == "channel"), root)
    head = _fields(channel)
    is_atom = name_of(root) == "feed"
    if not (items or document.problems or _is_feed(root, head)):
        raise Unusable(Reason.MALFORMED, "no feed could be read; check what the server sends")
    language = language_tag(_first(head, ("language", "dc:language")) or language_of(channel))
    site = _link(head, url)
    address = url or _self_link(head)
    title = _line(head, ("title", "dc:title"))
    reader = _Reader(
        url=address,
        # Nothing says what a relative link of RSS is relative to; the site works where another host serves it, too.
        base=(address or site) if is_atom else (site or address),
        authors=names(_people(head), None) if is_atom else (),
        title=title,
        language=language,
        site=site,
    )
    place = Place.of(language, site)
    return Feed(
        kind=FeedFormat.ATOM if is_atom else FeedFormat.RSS,
        entries=tuple(map(reader.entry, items)),
        title=title,
        url=address,
        site_url=site,
        language=language,
        updated_at=place.date(*_texts(head, _FEED_UPDATED)),
        ttl=ttl(_first(head, ("ttl",))),
        update_period=update_period(_first(head, ("sy:updateperiod",)), _first(head, ("sy:updatefrequency",))),
        recovered=document.recovered,
        problems=tuple(Problem(position=number, message=message) for number, message in document.problems.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads the entries of one feed. One without an author has those of an Atom feed; an editor of RSS wrote none."""

    url: str | None
    base: str | None
    authors: tuple[str, ...]
    title: str | None
    language: str | None
    site: str | None

    def entry(self, item: etree._Element) -> Entry:
        """One entry as it stands."""
        fields = _fields(item)
        content, media = _longest(fields)
        summaries = _named(fields, _SUMMARY)
        summary = text_of(summaries[0]) if summaries else ""
        summary_media = _media(summaries[0]) if summaries else None
        inner = next(iter(_named(fields, _CONTENT) or summaries), item)
        language = language_tag(_first(fields, ("dc:language", "language")) or language_of(inner)) or self.language
        place = Place.of(language, self.site)
        announcement = Announcement(
            feed_url=self.url,
            entry_id=_identity(item, fields),
            url=self._address(item, fields),
            title=_line(fields, ("title", "dc:title")),
            authors=self._names(fields) or self._names(_source(fields)) or self.authors,
            tags=_tags(fields),
            published_at=place.date(*_texts(fields, _PUBLISHED)),
            modified_at=place.date(*_texts(fields, _MODIFIED)),
            language=language,
        )
        return entry(announcement, content, summary, media=media, summary_media=summary_media or Media.HTML)

    def _names(self, fields: _Fields) -> tuple[str, ...]:
        return names(_people(fields), self.title)

    def _address(self, item: etree._Element, fields: _Fields) -> str | None:
        """The page of an entry. A GUID is its address where it says so or nothing else is, and where it is whole."""
        original = _first(fields, ("feedburner:origlink",))
        if original and (address := absolute_url(original)):
            return address
        found = _link(fields, self.base)
        if found is not None:
            return found
        base = base_of(item, self.base)
        guids = [_permalink(guid, base) for guid in fields.get("guid", ())]
        # An ITEM of CDF (Microsoft, 1997) has its page in an attribute of its own.
        named = [absolute_url(item.get("HREF") or item.get("href") or ""), absolute_url(_about(item))]
        contents = [
            absolute_url(each.get("src") or "", base_of(each, self.base))
            for each in fields.get("content", ())
            if each.get("src") and _type(each) in _PAGE
        ]
        return next(filter(None, (*guids, *named, *contents)), None)


def _named(fields: _Fields, wanted: tuple[str, ...]) -> list[etree._Element]:
    """The elements of these names, in the order of the names."""
    return [element for name in wanted for element in fields.get(name, ())]


def _entries(root: etree._Element) -> list[etree._Element]:
    """The entries wherever they stand, but for one within another."""
    found = (each for each in root.iter(etree.Element) if name_of(each) in ("item", "entry"))
    return [each for each in found if not any(name_of(outer) in ("item", "entry") for outer in each.iterancestors())]


def _fields(element: etree._Element) -> _Fields:
    fields: _Fields = {}
    for child in element:
        fields.setdefault(name_of(child), []).append(child)
    return fields


def _is_feed(root: etree._Element, head: _Fields) -> bool:
    return name_of(root) in ("rss", "rdf:rdf", "feed") or "title" in head


def _texts(fields: _Fields, wanted: tuple[str, ...]) -> Iterator[str]:
    return (text for element in _named(fields, wanted) if (text := (element.text or "").strip()))


def _first(fields: _Fields, wanted: tuple[str, ...]) -> str | None:
    return next(_texts(fields, wanted), None)


def _line(fields: _Fields, wanted: tuple[str, ...]) -> str | None:
    """A title. Atom says what is plain text; elsewhere it may be HTML."""
    for element in _named(fields, wanted):
        value = text_of(element)
        if _type(element) in _TEXT or (_type(element) == "" and _is_atom(element)):
            value = value.replace("&", "&amp;").replace("<", "&lt;")
        if line := plain(value):
            return line
    return None


def _is_atom(element: etree._Element) -> bool:
    return "w3.org/2005/atom" in str(element.tag).lower()


def _type(element: etree._Element) -> str:
    """The media type or Atom's word for it, without parameters."""
    return (element.get("type") or "").partition(";")[0].strip().lower()


def _media(element: etree._Element) -> Media | None:
    """How a content is read; None for sound, pictures and what only refers to something."""
    kind = _type(element)
    if element.get("src") or element.get("mode") == "base64":
        return None
    if kind in _TEXT or (kind == "" and _is_atom(element)):
        return Media.TEXT
    return Media.HTML if kind in _HTML else None


def _longest(fields: _Fields) -> tuple[str, Media]:
    found = [(text_of(each), media) for each in _named(fields, _CONTENT) if (media := _media(each)) is not None]
    return max(found, key=lambda content: len(content[0]), default=("", Media.HTML))


def _identity(item: etree._Element, fields: _Fields) -> str | None:
    return bare_address(_first(fields, ("guid", "id", "dc:identifier")) or _about(item)) or None


def _about(item: etree._Element) -> str:
    """The address by which RSS 1.0 names an entry; empty where there is none."""
    return next((str(value).strip() for name, value in item.attrib.items() if str(name).endswith("}about")), "")


def _permalink(guid: etree._Element, base: str | None) -> str | None:
    """The address that a GUID is; a path alone only where it says that it is one."""
    permalink = next((str(value).strip().lower() for name, value in guid.items() if name.lower() == "ispermalink"), "")
    text = text_of(guid).strip()
    is_path = permalink == "true" and text.startswith("/")
    return None if permalink == "false" else absolute_url(_with_host(text), base if is_path else None)


def _with_host(target: str) -> str:
    """A link as it was meant: what begins with www is a host and no path."""
    return f"//{target}" if target[:4].lower() == "www." else target


def _link(fields: _Fields, base: str | None) -> str | None:
    """The page: of Atom's links an alternate one, pages before other files; of RSS the text of the element."""
    links = fields.get("link", ())
    pages = [link for link in links if link.get("href") and "alternate" in _relation(link).split()]
    pages.sort(key=lambda link: _type(link) not in _PAGE)
    texts = [link for link in links if not link.get("href")]
    targets = [(link, link.get("href")) for link in pages] + [(link, link.text) for link in texts]
    stripped = ((link, str(target or "").strip()) for link, target in targets)
    found = (
        absolute_url(_with_host(target), base_of(link, base))
        for link, target in stripped
        # A fragment alone leads back to the feed.
        if target and not target.startswith("#")
    )
    return next(filter(None, found), None)


def _relation(link: etree._Element) -> str:
    """The name of a link's relation; its address at IANA says the same (RFC 4287, 4.2.7.2)."""
    rel = link.get("rel")
    return _RELATION.sub("", rel.strip().lower()) if rel else "alternate"


def _self_link(head: _Fields) -> str | None:
    links = (str(link.get("href") or "") for link in head.get("link", ()) if "self" in _relation(link).split())
    return next(filter(None, map(absolute_url, links)), None)


def _people(fields: _Fields) -> list[str]:
    """What stands for authors: Atom's persons by name, else lines of text."""
    found = []
    for element in _named(fields, ("author", "dc:creator")):
        name = next((child for child in element if name_of(child) == "name"), None)
        if name is not None or not len(element):
            found.append(text_of(element if name is None else name))
    credits_ = [credit.text or "" for credit in fields.get("media:credit", ()) if credit.get("role") == "author"]
    return found or list(_texts(fields, ("itunes:author",))) or credits_


def _source(fields: _Fields) -> _Fields:
    """What an entry says of the Atom feed that it was taken from (RFC 4287, section 4.2.11)."""
    return next(map(_fields, fields.get("source", ())), {})


def _tags(fields: _Fields) -> tuple[str, ...]:
    """What a person reads; terms that are addresses are for machines."""
    found = [
        each.get("label") or each.get("term") or each.get("text") or each.text
        for each in _named(fields, ("category", "dc:subject", "itunes:category"))
    ]
    found += ",".join(_texts(fields, ("itunes:keywords",))).split(",")
    names_ = (plain(name) for name in found if name)
    return tuple(dict.fromkeys(name for name in names_ if name and "://" not in name))
