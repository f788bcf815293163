"""The licences that are named for a document, as whoever fetches it can see them."""

import re
from html import unescape

from transforms.rights.evidence import Evidence, site_of
from transforms.rights.mechanisms import rsl
from transforms.rights.page import RSL, Page

_TAG = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def licences(url: str, fields: tuple[tuple[str, str], ...], robots: str, body: bytes) -> list[str]:
    """Addresses, absolute, of the licences that the robots.txt, the Link fields and the links of a page name."""
    links = tuple(_links(body)) if RSL.encode() in body else ()
    page, files = Page(links=links), {f"{site_of(url)}/robots.txt": robots}
    return list(dict.fromkeys(rsl.addresses(Evidence(url=url, fields=fields, page=page, files=files))))


def _links(body: bytes) -> list[tuple[str, str, str]]:
    found = []
    for tag in _TAG.findall(body):
        text = tag.decode("utf-8", "replace")
        attributes = {name.lower(): unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(text)}
        if "license" in attributes.get("rel", "").lower().split():
            found.append(("license", attributes.get("type", "").strip().lower(), attributes.get("href", "").strip()))
    return found
