"""HTML text to a tree of bounded size, and a tree to text with one block a line."""

import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction, document_fromstring

from schemas.reject import Reason, Unusable

MAX_BYTES = 10 << 20
MAX_DEPTH = 250
"""Elements inside each other. libxml2 itself drops all that follows the 256th."""
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES = 2_000
"""Of one tag: libxml2 compares each with each."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BREAKING = _names(
    "address article aside blockquote body br button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html input label legend li main menu nav ol option p pre "
    "section summary table tbody tfoot thead tr ul video audio "
    "head item lb list quote row"
)
"""Elements that end a line, in HTML and in the trees that trafilatura makes; all others, unknown too, are inline."""
DECLARING = frozenset(("meta", "link", "base", "script"))
"""Elements by which a page says something of itself to machines."""
CELLS = frozenset(("td", "th", "cell"))
SILENT = _names("script style noscript template iframe object svg annotation annotation-xml select textarea")
"""Elements whose text is not shown; a formula in MathML is, all but what it was made from."""

_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta)\b", re.IGNORECASE)
# XML that calls itself so, a doctype with a path, an html element closed at once: libxml2 stumbles over each.
_STUMBLES = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype[^>]*>)?", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b(?:[^<>/]|/(?!>)){0,500}+)/>", re.IGNORECASE)
_HEAD = 4_096
# libxml2 ends a document at NUL, and trafilatura refuses to write the others.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_NOT_CHARACTERS = ("\ufffe", "\uffff")
_ENTITIES = re.compile(
    rb"&#(?:0{0,6}(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])"
    rb"|[xX]0{0,6}(?:1?[0-8bcefBCEF]|1[9adAD])(?![0-9a-fA-F]));?"
)
_SPACE = re.compile(r"\s+")
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r"(?<! ) *+\n[ \n]*+")
_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
# Scripts are skipped whole: what looks like a tag there is a comparison.
_SCRIPT = rb"(?i:script|style)\b[^>]{0,2000}+>[^<]*+(?:<(?!/(?i:script|style))[^<]*+)*+"
_TAG = re.compile(
    rb"<(?:%b|[a-zA-Z][^\s/>]*+(?:%b){0,%d}+(%b)?)" % (_SCRIPT, _ATTRIBUTE, MAX_ATTRIBUTES, _ATTRIBUTE), re.DOTALL
)
# lxml's own lookup calls Python for each element that is walked over, to give forms and inputs a class of their own.
_CLASSES = etree.ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
_too_deep = etree.XPath("boolean(" + "/*" * MAX_DEPTH + ")")
_count = etree.XPath("string(count(//*))")


def is_fragment(text: str) -> bool:
    """Whether the markup is a piece of a page, as a feed carries it, rather than a page."""
    return _PAGE.search(text) is None


def parse(text: str) -> HtmlElement:
    """The tree of a page or fragment, its root an html element.

    Raises Unusable: EMPTY without any element, TOO_DEEP, TOO_LARGE with too many elements or attributes.
    """
    source = _without_controls(_without_stumbles(text))
    if any(tag[1] for tag in _TAG.finditer(source)):
        raise Unusable(Reason.TOO_LARGE, f"a tag with more than {MAX_ATTRIBUTES:,} attributes; the page is hostile")
    # A parser of its own: one that is shared makes threads wait for each other.
    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root: HtmlElement = document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unusable(Reason.EMPTY, "no text and no markup in the page; look at what the address serves") from error
    if root.find("body") is None:
        raise Unusable(Reason.EMPTY, "a page without a body; look at what the address serves")
    if _too_deep(root.getroottree()):
        raise Unusable(Reason.TOO_DEEP, f"elements nest more than {MAX_DEPTH} deep; the page is broken or hostile")
    count = int(float(str(_count(root))))
    if count > MAX_ELEMENTS:
        raise Unusable(Reason.TOO_LARGE, f"{count:,} elements, the limit is {MAX_ELEMENTS:,}; it is not an article")
    return root


def _without_stumbles(text: str) -> str:
    """The same markup without what libxml2 stumbles over; of a page of 300 KB each copy takes 0.1 ms."""
    begins = start.end() if (start := _STUMBLES.match(text, 0, _HEAD)) else 0
    closed = _CLOSED_HTML.search(text, begins, _HEAD)
    return f"{text[begins : closed.end(1)]}>{text[closed.end() :]}" if closed else text[begins:]


def _without_controls(text: str) -> bytes:
    """The same markup in UTF-8, without what is no character of XML, written plainly or as a reference."""
    for sign in _NOT_CHARACTERS:
        if sign in text:
            text = text.replace(sign, "")
    return _ENTITIES.sub(b"", text.encode("utf-8", "replace").translate(None, _CONTROLS))


def lines(root: etree._Element) -> list[str]:
    """The text of an element, one block (paragraph, heading, list item, table row) a line, without empty ones."""
    pieces: list[str] = []
    silent: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if silent is None and event == "start":
            if tag in SILENT:
                silent = element
            elif tag in CELLS:
                pieces.append(" " if element.getprevious() is None else " | ")
            elif tag in BREAKING:
                pieces.append("\n")
            if silent is None and element.text:
                pieces.append(_SPACE.sub(" ", element.text))
        elif event == "end":
            if silent is element:
                silent = None
            if silent is None:
                if tag in BREAKING:
                    pieces.append("\n")
                if element.tail and element is not root:
                    pieces.append(_SPACE.sub(" ", element.tail))
    text = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", "".join(pieces)))
    return [line.strip(" |") if " | " in line else line.strip() for line in text.split("\n") if line.strip(" |")]
