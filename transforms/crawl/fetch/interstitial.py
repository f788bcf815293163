"""Pages that stand in the place of the page: a bot check, a wall of consent, a paywall that says so.

By general signals, never by publisher: what the page calls itself, the products that make such pages, and that there is
no article in it.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from schemas.fetch import FetchOutcome, HttpExchange
from transforms.base.http import media_type
from transforms.crawl.fetch.outcome import FetchVerdict

_LARGEST = 256 << 10
"""Bytes: a stand-in is small."""
_SHORT, _SHORTEST = 2000, 500
"""Bytes of text without spaces: about 350 and 90 words."""

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_ARTICLE = (b"<article", b"NewsArticle", b"BlogPosting", b"article:published_time", b'content="article"')
_TITLE = re.compile(rb"<title\b[^<>]*>([^<]{0,300})</title", re.I | re.S)
# Every pattern that meets a whole page stops at the next "<": none costs the square of the page's length.
_CONTAINER = re.compile(rb"<(/?)(?:script|style|svg|template|head)\b", re.I)
_TAG_OR_SPACE = re.compile(rb"<[^<>]*>|\s+")

_CHECK_TITLE = re.compile(
    rb"""\s*(?:just\ a\ moment|attention\ required|access\ (?:to\ this\ page\ has\ been\ )?denied|one\ moment,?\ please
    |(?:are\ you|confirm\ you\ are|verify(?:ing)?\ (?:that\ )?you(?:'re|\ are)?)\ (?:not\ )?(?:a\ )?(?:ro)?(?:bot|human)
    |(?:ro)?bot\ (?:check|detection|verification)|human\ verification|captcha|security\ (?:check|verification)
    |checking\ your\ browser|ddos(?:-|\ )(?:protection|guard)|pardon\ our\ interruption|request\ unsuccessful
    |please\ (?:wait|verify)|(?:sorry,\ )?you\ have\ been\ blocked|(?:403\ )?forbidden|unusual\ traffic)
    .{0,40}\Z""",
    re.I | re.X | re.S,
)
_CHECK_TEXT = re.compile(
    rb"""enable\ (?:javascript|js)\ and\ (?:cookies\ to\ continue|disable\ any\ ad\ ?blocker)
    |checking\ (?:your\ browser\ before|if\ the\ site\ connection\ is\ secure)
    |(?:verify|confirm|prove)(?:\ that)?\ you(?:'re|\ are)\ (?:not\ a\ robot|(?:a\ )?human)
    |unusual\ (?:traffic|activity)\ from\ your|requests?\ from\ your\ (?:ip|network)\ (?:has|have)\ been\ blocked
    |review\ the\ security\ of\ your\ connection""",
    re.I | re.X,
)
# The products that make such pages; also in ordinary pages of sites that use them, so never a signal alone.
_CHECK_PRODUCT = re.compile(
    rb"""_cf_chl_opt|/cdn-cgi/challenge-platform/|challenges\.cloudflare\.com|captcha-delivery\.com|px-captcha
    |_Incapsula_Resource|/_sec/cp_challenge|awsWafCookieDomainList|AwsWafIntegration|hcaptcha\.com/1/api
    |/recaptcha/(?:api|enterprise)\.js|/\.well-known/sgcaptcha|ddos-guard/js-challenge|geetest""",
    re.I | re.X,
)
_CONSENT_TITLE = re.compile(
    rb"""\s*(?:before\ you\ continue|(?:cookie|privacy|data)\ consent|consent|cookie\ ?wall|we\ value\ your\ privacy
    |your\ (?:privacy|cookie)\ (?:choices|settings)|bevor\ sie\ fortfahren|avant\ de\ continuer|antes\ de\ continuar
    |prima\ di\ continuare|voordat\ je\ verdergaat)\b.{0,40}\Z""",
    re.I | re.X | re.S,
)
_CONSENT_LABELS = frozenset(("consent", "cmp", "gdpr", "cookiewall", "cookie-wall", "cookie-consent", "privacy-gate"))

_FREE, _TIER = b"isAccessibleForFree", b"article:content_tier"
_PAID_META = re.compile(
    rb"""<meta\b(?=[^>]*(?:\bisAccessibleForFree\b[^>]*\bcontent=["']?false|\bcontent=["']?false[^>]*\bisAccessibleForFree\b
    |\barticle:content_tier\b[^>]*\bcontent=["']?locked|\bcontent=["']?locked[^>]*\barticle:content_tier\b))""",
    re.I | re.X,
)
_META_LENGTH = 300
_BLOCKS = 50


def page_verdict(asked: str, hop: HttpExchange, content: bytes) -> FetchVerdict | None:
    """What stands in the place of the page that was asked for, or None. A pure function of what is archived.

    `asked` is the address before redirects, `content` the decoded body.
    """
    if hop.header("cf-mitigated") == "challenge":
        return FetchVerdict(FetchOutcome.BLOCKED, "bot check")
    if not is_html(hop, content):
        return None
    if _is_consent_address(asked, hop.url):
        return FetchVerdict(FetchOutcome.BLOCKED, "consent page")
    if len(content) <= _LARGEST and not _has_article(content) and (found := _stand_in(content)):
        return FetchVerdict(FetchOutcome.BLOCKED, found)
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


def _has_article(content: bytes) -> bool:
    return any(sign in content for sign in _ARTICLE)


def _stand_in(content: bytes) -> str | None:
    match = _TITLE.search(content)
    title = match[1] if match else b""
    by_title = bool(_CHECK_TITLE.match(title))
    consent = bool(_CONSENT_TITLE.match(title))
    product = bool(_CHECK_PRODUCT.search(content))
    if not (by_title or consent or product or _CHECK_TEXT.search(content)):
        return None
    size = _visible_size(content)
    if consent:
        return "consent page" if size < 2 * _SHORT else None
    return "bot check" if size < (_SHORT if by_title else _SHORTEST) else None


def _visible_size(content: bytes) -> int:
    """Bytes of text without spaces, tags, comments, scripts and the like."""
    content = b"".join(part.partition(b"-->")[2] if n else part for n, part in enumerate(content.split(b"<!--")))
    pieces = _CONTAINER.split(content)
    # What follows an opening tag is not seen; the first piece, and what follows a closing one, is.
    seen = [
        pieces[0],
        *(piece.partition(b">")[2] for slash, piece in zip(pieces[1::2], pieces[2::2], strict=True) if slash),
    ]
    return sum(len(_TAG_OR_SPACE.sub(b"", piece)) for piece in seen)


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
