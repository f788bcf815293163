"""Bytes to text: the charset that a document has, which is often not the one that it declares."""

import codecs
import re

from charset_normalizer import from_bytes

_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*+=\s*+["']?\s*+([-\w:.+]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([-\w:.+]{2,40})""", re.IGNORECASE)
_META_BYTES = 16_384
_DETECT_BYTES = 65_536
_MARKUP = re.compile(rb"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<[^<>]*+>", re.IGNORECASE | re.DOTALL)
_NON_ASCII_RUN = re.compile(rb"[^\x00-\x7f]+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_SAMPLE = 4096
# What browsers read under these names (https://encoding.spec.whatwg.org/#names-and-labels).
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
_LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "windows-874": "cp874", "x-x-big5": "big5hkscs"}
_ON_THE_WEB = (
    *("cp1252", "cp1251", "gb18030", "cp932", "euc_jp", "big5", "cp949", "cp1250", "koi8_r", "cp1254", "cp1256"),
    *("cp1253", "cp1255", "cp874", "cp1257", "cp1258", "koi8_u", "iso8859_2", "iso8859_15"),
)
"""What detection chooses from, the most frequent first: of several that fit equally well, the first is taken."""
# Python's codecs that are no charset of a page: they compress, escape, or read the machine's locale.
_REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "undefined"})
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_kr", "hz"})
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})

# C1 controls are Windows-1252 in disguise: browsers read &#146; so too. 81, 8D, 8F, 90 and 9D mean nothing there.
_REPAIR = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_REPAIR |= dict.fromkeys((*range(9), *range(0x0E, 0x20), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF))
_REPAIR |= {0x85: "…", 0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
_REPAIR |= dict.fromkeys(range(0xD800, 0xE000))
# The start of a quotation mark or dash, read as Latin-1 and encoded again; no text has a C1 control behind an "â".
_TWICE = b"\xc3\xa2\xc2\x80"
_TWICE_ENCODED = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_END = re.compile(r"\r\n?")
_UNCLEAN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def decode(body: bytes, declared: str | None = None, *, markup: bool = True) -> str:
    """The text of a document; never raises, and loses no byte that can be read.

    A byte order mark decides; then bytes that are well-formed UTF-8 are UTF-8 whatever is declared; then the
    transport's charset, the one in the markup, and detection. In text that is UTF-8 but for a few bytes, as pasted
    together by a CMS, those are Windows-1252. UTF-8 that was read as Latin-1 and encoded again is decoded again.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    names = [declared, *(_declared_in(body) if markup else ())]
    candidates = list(dict.fromkeys(filter(None, map(_codec, names))))
    wide = _wide(body, candidates)
    if wide is not None:
        return body.decode(wide, "replace")
    for encoding in candidates:
        if encoding in _SEVEN_BIT and body.isascii() and (text := _strict(body, encoding)) is not None:
            return text
    try:
        text = _utf8(body)
    except UnicodeDecodeError:
        return _legacy(body, [c for c in candidates if c not in _WIDE and c != "utf-8"], "utf-8" in candidates)
    return _TWICE_ENCODED.sub(_once, text) if _TWICE in body else text


def is_binary(body: bytes, declared: str | None = None) -> bool:
    """Whether bytes are text in no charset: at their beginning more than one in 25 is a control character.

    Of compressed data one in ten is, of text hardly any.
    """
    sample = body[:_SAMPLE]
    if sample.startswith(b"%PDF-"):
        return True
    if any(sample.startswith(mark) for mark, _ in _BOMS) or _codec(declared) in _WIDE or _wide(body, []):
        return False
    return not sample.isascii() and 25 * (len(sample) - len(sample.translate(None, _CONTROLS))) > len(sample)


def clean_characters(text: str) -> str:
    """Text with every line end as newline and without control characters; else the characters as published.

    Composed and decomposed letters, joiners and soft hyphens stay: quotations and offsets fit the page.
    """
    return _LINE_END.sub("\n", text).translate(_REPAIR) if _UNCLEAN.search(text) else text


def _codec(label: str | None) -> str | None:
    """Python's name of a charset label, read as browsers do; None if there is none."""
    if not label:
        return None
    label = label.strip("\"' \t").lower()
    try:
        info = codecs.lookup(_LABELS.get(label, label.removeprefix("x-")))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _REFUSED:
        return None
    return _AS_BROWSERS.get(info.name, info.name)


def _declared_in(body: bytes) -> list[str]:
    head = body[:_META_BYTES]
    return [match[1].decode("ascii", "ignore") for match in (_META.search(head), _XML.search(head)) if match]


def _wide(body: bytes, candidates: list[str]) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, seen by the zeros that ASCII has there."""
    sample = body[:1024]
    if len(sample) < 8 or sample.count(0) * 10 < 3 * len(sample):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if "utf-32" in "".join(candidates) and sample.count(0) * 2 > len(sample):
        return "utf-32-be" if sample[:1] == b"\0" else "utf-32-le"
    if odd > 3 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 3 * odd else None


def _strict(body: bytes, encoding: str) -> str | None:
    """The whole body in this charset, but for a character cut off at the end; None if it does not fit."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(body, False)
    except (UnicodeError, LookupError):
        return None


def _utf8(body: bytes) -> str:
    return codecs.getincrementaldecoder("utf-8")("strict").decode(body, False)


def _once(twice: re.Match[str]) -> str:
    return twice[0].encode("latin-1").decode("utf-8", "ignore") or twice[0]


def _legacy(body: bytes, candidates: list[str], declared_utf8: bool) -> str:
    runs = _NON_ASCII_RUN.findall(body[: 4 * _DETECT_BYTES])
    good = sum(_is_utf8(run) for run in runs)
    if good * 2 > len(runs) or (declared_utf8 and good * 4 > len(runs)):
        return body.decode("utf-8", "dateline-windows-1252")
    if sum(len(run) >= 4 for run in runs) * 2 > len(runs):
        # No language of Windows-1252 writes four accented letters in a row: a default that nobody chose.
        candidates = [c for c in candidates if c != "cp1252"]
    for encoding in candidates:
        if (text := _strict(body, encoding)) is not None:
            return text
    if candidates:
        # Declared and broken in a few places: still the best guess, unless it is broken everywhere.
        text = body.decode(candidates[0], "replace")
        if text.count("�") * 20 <= len(runs) + 20:
            return text
    return body.decode(_detect(body) or "cp1252", "replace")


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _detect(body: bytes) -> str | None:
    """A charset by the look of the text outside the markup."""
    text = _MARKUP.sub(b" ", body[: 4 * _DETECT_BYTES])
    lines = [line for line in text.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_DETECT_BYTES]
    if not sample:
        return None
    guesses = {guess.encoding: guess for guess in from_bytes(sample, cp_isolation=list(_ON_THE_WEB))}
    chaos = min((guess.chaos for guess in guesses.values()), default=0.0) + 0.02
    coherence = max((guess.coherence for guess in guesses.values() if guess.chaos <= chaos), default=0.0) - 0.05
    return next(
        (e for e in _ON_THE_WEB if e in guesses and guesses[e].chaos <= chaos and guesses[e].coherence >= coherence),
        None,
    )


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("dateline-windows-1252", _as_windows_1252)
