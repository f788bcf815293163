"""RSL: a licence in XML, named by robots.txt, a Link field or the page, or within the page (rslstandard.org/rsl)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from schemas.usage import Permission, Use
from transforms.base.address import absolute_url
from transforms.rights.evidence import FIELD, PAGE, TOKEN, Declaration, Evidence, Statement, Values, restrictions
from transforms.rights.page import RSL
from transforms.rights.paths import path_of, pattern
from transforms.rights.robots import parse

VERSION = "RSL 1.0 (2025-12-10)"
_NS = "{https://rslstandard.org/rsl}"
_USES = frozenset((Use.TRAIN_AI, Use.AI_INPUT, Use.SEARCH))
_WORDS = {
    "all": _USES,
    "ai-all": frozenset((Use.TRAIN_AI, Use.AI_INPUT)),
    "ai-train": frozenset((Use.TRAIN_AI,)),
    "ai-input": frozenset((Use.AI_INPUT,)),
    "search": frozenset((Use.SEARCH,)),
}
_WITHOUT_PRICE = frozenset(("free", "attribution"))
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[^\s;,="]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)')
_PARAMETER = re.compile(r';\s*([^\s;,="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')
_LONGEST_LINK = 8192


class Licence(NamedTuple):
    """A licence that governs a document: where it is named, its address or none, its text or none."""

    place: str
    addressee: str
    address: str | None
    text: str | None


def read(evidence: Evidence) -> Declaration:
    """The page's licences over those of the site; among those of one level, and in one licence, the strictest.

    Nothing is guessed for a licence that could not be read: then what the site's licence reserves holds, and what it
    allows does not.
    """
    of_page = list(_of_page(evidence))
    of_site = list(_of_site(evidence))
    near, all_read = _together(of_page, evidence)
    far, _ = _together(of_site, evidence)
    values = {**(far if all_read else restrictions(far)), **near}
    licences = [*of_page, *of_site]
    statements = tuple(
        Statement(licence.place, licence.addressee, licence.text or licence.address or "") for licence in licences
    )
    return Declaration(
        values=values, statements=statements, licence=next((e.address for e in licences if e.address), None)
    )


def addresses(evidence: Evidence) -> list[str]:
    """The addresses of all licences that are named for a document."""
    named = (*_of_page(evidence), *_of_site(evidence))
    return [licence.address for licence in named if licence.address and absolute_url(licence.address)]


def _of_page(evidence: Evidence) -> Iterator[Licence]:
    for line in evidence.lines("link"):
        for href in _links(line):
            yield _named(FIELD, "*", href, evidence)
    for _, media_type, href in evidence.page.links:
        if media_type == RSL:
            yield _named(PAGE, "*", href, evidence)
    for script in evidence.page.scripts:
        yield Licence(PAGE, "*", None, script)


def _of_site(evidence: Evidence) -> Iterator[Licence]:
    """The licences of our group; the global ones if it has none."""
    file = evidence.file("/robots.txt")
    if file is None:
        return
    robots = parse(file[1])
    agent = robots.agent_of(TOKEN)
    of_group = list(robots.rules(agent, "license")) if agent else []
    for address in of_group or robots.rules(None, "license"):
        yield _named(file[0], agent if of_group and agent else "*", address, evidence)


def _named(place: str, addressee: str, href: str, evidence: Evidence) -> Licence:
    try:
        address = urljoin(evidence.url, href) if evidence.url else href
    except ValueError:
        address = href  # A licence that nobody can read.
    return Licence(place, addressee, address, evidence.files.get(address) or None)


def _links(line: str) -> Iterator[str]:
    """The targets in a Link field (RFC 8288) that are licences of this form."""
    for match in _LINK.finditer(line[:_LONGEST_LINK]):
        parameters = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(match[2])}
        media_type = parameters.get("type", "").partition(";")[0].strip().lower()
        if "license" in parameters.get("rel", "").lower().split() and media_type == RSL:
            yield match[1].strip()


def _together(licences: Iterable[Licence], evidence: Evidence) -> tuple[Values, bool]:
    """The strictest of several licences, and whether all could be read."""
    sides, all_read = [], True
    for licence in licences:
        root = _parsed(licence.text)
        if root is None:
            all_read = False
        else:
            sides.append(terms(root, evidence.url or "", is_inline=licence.address is None))
    return _most_restrictive(*sides), all_read


def _parsed(text: str | None) -> etree._Element | None:
    """The licence; None if it is not XML, or cut off. Nothing outside the text is looked at."""
    if not text:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and root.tag == f"{_NS}rsl" else None


def terms(root: etree._Element, url: str, is_inline: bool = False) -> Values:
    """What a licence says of an address: the longest `url` that matches first, but a prohibition always counts."""
    found = []
    for content in root.iter(f"{_NS}content"):
        length = _covers(content.get("url") or "", url, is_inline)
        if length is not None:
            found.append((length, _of_content(content)))
    permissions: Values = {}
    for length in sorted({length for length, _ in found}):
        permissions = {
            **permissions,
            **_most_restrictive(*(permitted for each, (permitted, _) in found if each == length)),
        }
    return _most_restrictive(permissions, *(prohibited for _, (_, prohibited) in found))


def _most_restrictive(*sides: Values) -> Values:
    """For each use that any speaks of: reserved, else unknown (it depends on who asks), else allowed."""
    order = (Permission.RESERVED, Permission.UNKNOWN, Permission.ALLOWED)
    uses = dict.fromkeys(use for side in sides for use in side)
    return {use: min((side[use] for side in sides if use in side), key=order.index) for use in uses}


def _covers(scope: str, url: str, is_inline: bool) -> int | None:
    """The length of a scope that covers an address. Without a path it is the document that names the licence.

    In a page, an address is the name of the document, which may be a copy (RSL 4.6.2).
    """
    scope = scope.strip()
    if not scope.startswith(("http://", "https://")):
        return 0 if not scope else pattern(scope).length if pattern(scope).matches(path_of(url)) else None
    here, there = urlsplit(url), re.match(r"https?://([^/?#]*)([^#]*)", scope)
    path = (there[2] if there else "") or "/"
    if there and there[1].lower() == here.netloc.lower() and pattern(path).matches(path_of(url)):
        return pattern(path).length
    return 0 if is_inline else None


def _of_content(content: etree._Element) -> tuple[Values, Values]:
    """What the licences of a content element permit or, by not naming it, reserve; what they prohibit.

    Several are several ways to be licensed. One with a price, or behind a server, must be acquired: it permits nothing
    by itself. One for some users or places only does not apply to everyone.
    """
    permitted: dict[Use, Permission] = {}
    named, prohibited = False, frozenset[Use]()
    must_acquire = bool(content.get("server"))
    reserved: set[Use] = set(_USES if must_acquire else ())
    for licence in content.iterfind(f"{_NS}license"):
        prohibited |= _uses(licence, "prohibits") or frozenset()
        listed = _uses(licence, "permits")
        named = named or listed is not None
        if must_acquire or _has_price(licence):
            reserved |= _USES if listed is None else listed
        elif listed is not None and not _is_for_some(licence):
            permitted |= dict.fromkeys(listed, Permission.ALLOWED)
        elif listed is not None:
            permitted |= {use: Permission.UNKNOWN for use in listed if use not in permitted}
    if named:
        reserved |= _USES
    whole = dict.fromkeys(reserved, Permission.RESERVED) | permitted
    return whole, dict.fromkeys(prohibited, Permission.RESERVED)


def _uses(licence: etree._Element, tag: str) -> frozenset[Use] | None:
    """The uses that the elements of a tag list, None without any. Commas are of version 0.9."""
    lists = [
        element for element in licence.iterfind(f"{_NS}{tag}") if (element.get("type") or "usage").strip() == "usage"
    ]
    if not lists:
        return None
    words = {word for element in lists for word in re.split(r"[\s,]+", element.text or "")}
    return frozenset(use for word in words for use in _WORDS.get(word, ()))


def _has_price(licence: etree._Element) -> bool:
    payments = licence.findall(f"{_NS}payment")
    return any((payment.get("type") or "").strip() not in _WITHOUT_PRICE for payment in payments)


def _is_for_some(licence: etree._Element) -> bool:
    """Whether users or places are named, or reports are due: then it does not apply to everyone."""
    tags = [*licence.iterfind(f"{_NS}permits"), *licence.iterfind(f"{_NS}prohibits")]
    return licence.find(f"{_NS}reporting") is not None or any(e.get("type") in ("user", "geo") for e in tags)
