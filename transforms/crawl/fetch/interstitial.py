"""What an answer with a page is: the page, a stand-in, a wall of consent it was sent to, a paywall that says so."""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from schemas.fetch import FetchOutcome, HttpExchange
from transforms.base.http import media_type
from transforms.base.stand_in import LARGEST, StandIn, stand_in
from transforms.crawl.fetch.outcome import FetchVerdict

_HTML = re.compile(rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CONSENT_LABELS = frozenset(("consent", "cmp", "gdpr", "cookiewall", "cookie-wall", "cookie-consent", "privacy-gate"))

_FREE, _TIER = b"isAccessibleForFree", b"article:content_tier"
_PAID_META = re.compile(
    rb"""<meta\b(?:(?=[^<>]{0,300}?\bisAccessibleForFree\b)(?=[^<>]{0,300}?\bcontent=["']?false)
    |(?=[^<>]{0,300}?\barticle:content_tier\b)(?=[^<>]{0,300}?\bcontent=["']?locked))""",
    re.I | re.X,
)
_META_LENGTH = 300
_BLOCKS = 50


def page_verdict(asked: str, hop: HttpExchange, content: bytes) -> FetchVerdict | None:
    """What stands in for the page that was asked for, or None. A pure function of what is archived.

    `asked` is the address before redirects, `content` the decoded body.
    """
    if hop.header("cf-mitigated") == "challenge":
        return FetchVerdict(FetchOutcome.BLOCKED, "bot check")
    if not is_html(hop, content):
        return None
    if _is_consent_address(asked, hop.url):
        return FetchVerdict(FetchOutcome.BLOCKED, "consent page")
    if len(content) <= LARGEST and (found := stand_in(content.decode("utf-8", "replace"))):
        outcome = FetchOutcome.NOT_FOUND if found is StandIn.NOT_FOUND else FetchOutcome.BLOCKED
        return FetchVerdict(outcome, found)
    if is_paywalled(content):
        return FetchVerdict(FetchOutcome.PAYWALLED, "the page says that it is not free")
    return None


def is_html(hop: HttpExchange, content: bytes) -> bool:
    """Whether a response is HTML, by its Content-Type, else by how it starts."""
    declared = media_type(hop.header("content-type"))
    return "html" in declared or (declared in ("", "text/plain") and bool(_HTML.match(content[:4096])))


def is_paywalled(content: bytes) -> bool:
    """Whether a page says of itself that it is not free: schema.org's isAccessibleForFree, or article:content_tier."""
    if _FREE in content and any(_is_false(node.get("isAccessibleForFree")) for node in _nodes(content)):
        return True
    return any(
        _PAID_META.search(content, max(0, at - _META_LENGTH), at + _META_LENGTH)
        for at in (content.find(_FREE), content.find(_TIER))
        if at >= 0
    )


def _is_consent_address(asked: str, reached: str) -> bool:
    if asked == reached:
        return False
    before, after = urlsplit(asked), urlsplit(reached)
    if (before.hostname, before.path) == (after.hostname, after.path):
        return False
    labels = {*(after.hostname or "").split(".")[:-1], *after.path.lower().split("/")}
    asked_labels = {*(before.hostname or "").split(".")[:-1], *before.path.lower().split("/")}
    query = unquote(after.query)
    returns = (before.hostname or "\0") in query or (len(before.path) > 1 and before.path in query)
    return returns and not _CONSENT_LABELS.isdisjoint(labels - asked_labels)


def _nodes(content: bytes) -> Iterator[dict[str, object]]:
    """The JSON-LD nodes that speak of the page itself: not parts of it, and not lists of others."""
    for block in content.split(b"ld+json", _BLOCKS)[1:]:
        data = block[block.find(b">") + 1 :].partition(b"</script")[0]
        try:
            found = json.loads(data.strip(), strict=False) if _FREE in data else None
        except (ValueError, RecursionError):
            continue
        pending = found if isinstance(found, list) else [found]
        for node in pending:
            if isinstance(node, dict):
                yield node
                graph = node.get("@graph")
                nodes = graph if isinstance(graph, list) else [node.get("mainEntity")]
                yield from (inner for inner in nodes if isinstance(inner, dict))


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.rsplit("/", 1)[-1].lower() == "false")
