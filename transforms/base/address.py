"""Addresses: the form that is published, the key that tells articles apart, and the domain of the source.

Two forms, because their purposes differ. `canonical_url` is published, so it must still open in a browser: it changes
only what servers do not look at (RFC 3986 section 6.2, and tracking parameters) and keeps the order of the query, which
some servers do look at. `article_key` only has to tell articles apart: it also joins http and https, www, mobile and
AMP variants, and sorts the query, and is never opened.
"""

import hashlib
import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import idna

if TYPE_CHECKING:
    import tldextract

MAX_LENGTH = 8192
"""Code points of the longest address that is taken; servers refuse longer ones (RFC 9110 section 4.1 asks for 8000)."""

_TRACKING_PREFIXES = (
    *("utm_", "mtm_", "matomo_", "piwik_", "pk_", "at_", "ns_", "ga_", "int_", "guce_", "fb_action_"),
    *("hsa_", "__hs", "_hs", "oly_", "vero_", "ml_subscriber"),
)
_CLICKS = """fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid ymclid twclid ttclid igshid igsh li_fat_id
    epik rb_clickid irclickid irgwc s_kwcid ef_id wickedid zanpid mibextid sfnsn dicbo tblci cjevent srsltid scclid"""
_CAMPAIGNS = """mc_cid mc_eid mkt_tok ck_subscriber_id hsctatracking _kx _bta_tid _bta_c wt_mc wt.mc_id wt_zmc wt.tsrc
    xtor cmp cmpid icid ncid ocid s_cid sc_cid smid smtyp smprod feedtype feedname guccounter fb_source fb_ref _ga _gl
    __twitter_impression __tn__ _openstat traffic_source spm soc_src soc_trk share_source"""
_SESSIONS = "phpsessid jsessionid"
_TRACKING = frozenset(f"{_CLICKS} {_CAMPAIGNS} {_SESSIONS}".split())
# Names that identify an article on some sites and a channel on others: the value decides.
_CHANNEL_NAMES = frozenset(("ref", "referrer", "referer", "source", "src", "from", "via", "partner"))
_CHANNEL_VALUES = """rss rss2 feed feeds atom feedburner twitter facebook fb linkedin instagram whatsapp telegram
    reddit google googlenews google_news newsletter email mail social share homepage home yahoo msn apple applenews
    flipboard"""
_CHANNELS = frozenset(_CHANNEL_VALUES.split())
_VARIANT_LABELS = frozenset(("www", "m", "mobile", "amp"))
_AMP_NAMES = frozenset(("amp", "isamp", "__amp", "amp_js_v", "amp_gsa", "_js_v", "usqp"))
_AMP_SEGMENTS = frozenset(("amp", "amphtml", "amp.html"))

_UNSEEN = re.compile(r"[\0-\x1f\x7f-\x9f\ud800-\udfff]")
_CREDENTIALS = re.compile(r"\A(\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}|\s*https?:[/\\]*)[^/?#\\]*@", re.IGNORECASE)
_PORT = re.compile(r"https?://[^/?#:]{1,255}:(\d{1,9})(?:[/?#]|\Z)", re.IGNORECASE)
_CONTROL = re.compile(r"[\t\n\r]")
_ENDS = "".join(map(chr, range(33)))
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\Z")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
# An AMP cache has the publisher's address in its path: /c/s/ for https, /c/ for http (developers.google.com/amp/cache).
_AMP_CACHE = re.compile(r"/[a-z](/s)?/(?=[^/]+\.)(.+)\Z")
_AMP_VIEWER = re.compile(r"/amp(/s)?/(?=[^/]+\.)(.+)\Z")


def canonical_url(url: str, base: str | None = None) -> str | None:
    """The address as published, absolute, http or https; None if there is none that could be opened.

    Lower-case scheme and host, IDNA, no default port, fragment, credentials or tracking; the query keeps its order.
    Idempotent; never raises.
    """
    parts = _parse(url, base)
    return None if parts is None else _unparse(*parts)


def absolute_url(url: str, base: str | None = None) -> str | None:
    """The address as it is fetched: as `canonical_url`, with every parameter kept. For feeds, and links not yet opened.

    A feed's parameters choose the feed (`?source=rss`), so they are never taken for tracking.
    """
    parts = _parse(url, base, clean=False)
    return None if parts is None else _unparse(*parts)


def port_problem(url: str) -> str | None:
    """What is wrong with the port of an address; None if nothing is, or there is no port."""
    port = _PORT.match(url)
    is_port = port is None or 0 < int(port[1]) < 1 << 16
    return None if is_port else "its port is out of range, give one from 1 to 65535"


def bare_address(url: str) -> str:
    """An address as it stands, without user name, password and characters that no address has."""
    return _CREDENTIALS.sub(r"\1", _UNSEEN.sub("", url)).strip()


def article_key(url: str) -> str | None:
    """What article_id is hashed over: one value for all variants of an article's address. Not an address.

    The same for an address and its canonical form; None where `canonical_url` is.
    """
    parts = _parse(url, None)
    if parts is None or _unparse(*parts) is None:
        return None
    _, host, port, path, query = parts
    name = _registrable(host)
    if name is not None and host != name:
        labels = [label for label in host.removesuffix("." + name).split(".") if label not in _VARIANT_LABELS]
        host = ".".join([*labels, name])
    segments = [s for s in path.split("/") if s.lower() not in _AMP_SEGMENTS]
    last = re.sub(r"(?i)\.amp(?=\.html?\Z|\Z)", "", segments[-1]) if segments else ""
    segments[-1:] = [] if last in ("", "index.html", "index.htm") else [last]
    variant = {piece for piece in query if _is_variant(piece)}
    key = f"{host}{port}" + "/".join(["", *segments[1:]]).rstrip("/")
    return key + "?" * (len(query) > len(variant)) + "&".join(sorted(p for p in query if p not in variant))


def host_shard(url: str, shards: int) -> int:
    """The group of hosts of an address: a registrable domain is in one, so whoever has the group keeps its limits."""
    name = registrable_domain(url) or url
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:4], "big") % shards


def registrable_domain(url: str) -> str | None:
    """The registrable domain of an address or host name, lower case, IDNA; None if there is no host.

    By the public suffix list with its private part: foo.github.io and bar.github.io are two publishers. A host without
    a public suffix (an IP address, localhost) stands for itself.
    """
    host = _host(url) if _HOST.match(url) else None
    if host is None:
        parts = _parse(url, None)
        host = parts[1] if parts else None
    return None if host is None else _registrable(host) or host


_Parts = tuple[str, str, str, str, list[str]]


def _parse(url: str, base: str | None, clean: bool = True) -> _Parts | None:
    """Scheme, host, port with its colon or nothing, path, pieces of the query; `clean` of tracking and AMP caches."""
    if len(url) > MAX_LENGTH or (base is not None and len(base) > MAX_LENGTH):
        return None
    url = _CONTROL.sub("", url.strip(_ENDS))
    if not url:
        return None
    while True:
        try:
            split = urlsplit(url)
            if base and not (split.scheme and split.netloc):
                split = urlsplit(urljoin(base, url))
            host, port = _host(split.hostname or ""), split.port
        except ValueError:
            return None
        if split.scheme not in ("http", "https") or host is None:
            return None
        cached = _cached(host, split.path) if clean else None
        if cached is None:
            break
        base, url = None, cached + (f"?{split.query}" if split.query else "")
    default = 443 if split.scheme == "https" else 80
    path = _escape(split.path, "/:@!$&'()*+,;=~")
    query = [_unescape_ampersand(piece) for piece in _escape(split.query, "/?:@!$&'()*+,;=~[]|").split("&")]
    if clean:
        path = _SESSION.sub("", path)
        query = [piece for piece in query if not _is_tracking(piece)]
    port_part = "" if port in (None, default) else f":{port}"
    return split.scheme, host, port_part, _without_dots(path), [piece for piece in query if piece]


def _unparse(scheme: str, host: str, port: str, path: str, query: list[str]) -> str | None:
    url = f"{scheme}://{host}{port}{path}" + "?" * bool(query) + "&".join(query)
    return url if len(url) <= MAX_LENGTH else None


def _host(host: str) -> str | None:
    host = host.lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        except ValueError:
            return None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    host = host.removesuffix(".")
    if not _HOST.match(host):
        return None
    if _NUMBER.match(host):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            return None
    return host


def _cached(host: str, path: str) -> str | None:
    if host.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.match(path)
    elif host.startswith("www.google."):
        found = _AMP_VIEWER.match(path)
    else:
        return None
    return f"http{'s' if found[1] else ''}://{found[2]}" if found else None


def _escape(text: str, safe: str) -> str:
    """Percent-encoding in its normal form: upper case, nothing that needs none, a stray % made whole."""

    def normal(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        byte = int(match[1], 16)
        return chr(byte) if byte in _UNRESERVED else f"%{match[1].upper()}"

    if "%" in text:
        text = _PERCENT.sub(normal, text)
    return quote(text, safe=safe + "%", errors="surrogatepass")


def _without_dots(path: str) -> str:
    if "/." in path:
        kept: list[str] = []
        segments = path.split("/")[1:]
        for segment in segments:
            if segment == "..":
                del kept[-1:]
            elif segment != ".":
                kept.append(segment)
        path = "/".join(["", *kept, *([""] if segments[-1] in (".", "..") else [])])
    return path or "/"


def _unescape_ampersand(piece: str) -> str:
    while piece.startswith("amp;"):
        piece = piece[4:]
    return piece


def _is_tracking(piece: str) -> bool:
    name, _, value = piece.partition("=")
    name = name.lower()
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return name in _CHANNEL_NAMES and value.lower() in _CHANNELS


def _is_variant(piece: str) -> bool:
    name, _, value = piece.lower().partition("=")
    return name in _AMP_NAMES or value in ("amp", "amphtml") or (name == "m" and value in ("0", "1"))


@cache
def _extractor() -> "tldextract.TLDExtract":
    """The list that the package ships: nothing is fetched, nothing is written."""
    import tldextract  # It imports an HTTP client, which nothing here uses.

    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)


@lru_cache(maxsize=1 << 16)
def _registrable(host: str) -> str | None:
    if host.startswith("["):
        return None
    for private in (True, False):
        found = _extractor().extract_str(host, include_psl_private_domains=private)
        if found.domain and found.suffix:
            return f"{found.domain}.{found.suffix}"
    return None
