"""Names of people, out of what pages and feeds write where authors belong."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from html import unescape

from transforms.base.agencies import FORMS
from transforms.extract import written_dates

MAX_NAME = 80
MAX_AUTHORS = 50

_BY = (
    r"by|von|vom|dal(?:la)?(?=\snostr)|par|por|di|de|door|av|af|"
    r"przez|oleh|bởi|от|від|od|mukaan|tekijä|yazan|hazırlayan|από|του|της|بقلم|كتب(?:ت)?|"
    r"إعداد|تحرير|נכתב ע[\"״]י|מאת|نویسنده|द्वारा|लेखक|লেখক|โดย|tác giả|penulis|reporter"
)
_ROLE_BEFORE = (
    r"(?:(?:onze|our|unser\w{0,2}|notre|nuestr[oa]|noss[oa]|nostr[oa]|(?:de |från |fra )?vår)\s+\w{5,20}\s+"
    r"(?:(?:in|en|à|a|aus)\s+\w{3,20}\s+)?)?"
)
_LABEL = (
    r"автор(?:ы|и)?|текст|autor(?:in|en|es)?|autora|autore|auteurs?|authors?|författare|forfatter(?:e)?|skribent|kirjoittaja|"
    r"text|texte|texto|testo|tekst|teksti|yazar|escribe|szerző|redakcja|συντάκτης|γράφ(?:ει|ουν)(?:\s+(?:ο|η|οι))?|muhabir|作者|記者|记者|글|기자|筆者|執筆"
)
_ACTS = (
    r"written|words|story|reported|reporting|posted|published|report|authored|submitted|text|texte|texto|testo|"
    r"tekst|ein artikel|ein beitrag|geschrieben|veröffentlicht|verfasst|écrit|publié|escrito|publicado|scritto|"
    r"pubblicato|geschreven|skrevet|skriven|napisane|erstellt|(?:ein )?blog-? ?beitrag|napisał(?:a)?|"
    r"gepost|geplaatst|artículo|articolo|un article|artigo|"
    r"(?:guest |an? )?(?:post|column|essay|comment(?:ary)?|opinion|analysis|review|feature|interview|exclusive)|"
    r"(?:story|words|text|article) (?:and|&) (?:photos?|photographs?|pictures|images|video)|"
    r"(?:ein(?:e|em|er)? )?(?:gast)?(?:beitrag|kommentar|analyse|kolumne|reportage|essay|glosse|bericht|leitartikel|"
    r"rezension|kritik|meinung|pressemitteilung)|"
    r"(?:une? |l['’])?(?:chronique|tribune|enquête|analyse|édito(?:rial)?|entretien|reportage|récit|billet)|"
    r"propos recueillis|recueilli|a cura|(?:una? )?(?:opinión|análisis|columna|crónica|entrevista|reportaje|commento|"
    r"intervista|analisi|opinione|crónica|análise|opinião|entrevista)"
)
PREFIX = re.compile(
    rf"^[\s|•·–—-]*+(?:(?:{_ACTS})(?:\s*+:)?\s++(?:{_BY})(?:\s*[:：]\s*|\s+)|(?:{_BY})(?:\s*[:：]\s*|\s+){_ROLE_BEFORE}|(?:{_LABEL})(?:\s*[:：/／]\s*|\s+)"
    r"|(?:words|pictures and words|story|redaktion|interview|haber)\s*:\s*|oprac\.\s*+"
    r"|aus\s\w{3,25}\sbericht\w{1,2}\s++|[\u3400-\u9fff]{0,10}(?:记者|記者)[\s:：]++"
    r"|(?:取材・)?(?:文|撰文)\s*[:：/／＝●]\s*|(?:作者|記者|记者)(?=\w)|(?-i:By)(?=[A-Z][a-z.]))",
    re.IGNORECASE,
)
"""What comes before a name: "By", "Written by", "Von", "Текст:", "作者：", "By" in an element of its own."""
_BRACKETS = re.compile(r"(?<!\s)\s*+[(（【][^)）】]{0,200}+[)）】]|[\[\]]")
_CUT = re.compile(
    r"(?:\s[|·•–—-]\s|(?<!\s)\s*+[|·•]|\s(?:is|ist|est|es)\s(?:a|an|the|ein|eine|un|une|una)\s"
    r"|(?<!\s)\s++(?:on|at|in|für|for|am|published|posted|updated|last updated|view|contributor|via|veröffentlicht|"
    r"publié|publicado|under|stand|shares|filed|gespeichert|kategorien?|categor(?:y|ies))\b[\s:]"
    r"|\s(?:(?:and|und|et|y|e|en|og|och|with|mit)\s)?(?:fotos?|photos?|pictures?|illustration(?:en|s)?|bild(?:er)?)\b[\s:]"
    r"|(?<!\s)\s++(?-i:[a-z0-9._-]{1,60}@)"
    r"|(?<!\s)\s*+(?:(?:posted|published|updated)\s*+:|\d|@|https?:)|[,.]\s*+\d|\n|[—–]\s).*",
    re.DOTALL | re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?<!\s)(?:\s*+[;|•·、；]\s*+|\s++(?:and|und|et|y|og|och|en|e|и|ve|&|with|mit|avec|con|com)\s++|\s*+,\s++(?:and|und|et)\s++|\s++/\s++)"
)
_HELPED = re.compile(
    r"[\s,;|(]{0,3}\s(?:(?:and|with) )?(?:additional |further )?(?:reporting|contributions?|research|material|files)"
    r" (?:by|from)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Who helped, behind those who wrote it."""
_EMPLOYER = re.compile(r"\s(?:for|from|of) (?:the )?[A-Z].*", re.DOTALL)
_MAIL = re.compile(r"\S{1,80}@\S{1,100}\s?\(([^()]{2,80})\)")
_COMMA = re.compile(r"(?<!\s)\s*+[,，]\s*+")
_BY_INSIDE = re.compile(
    r"\w\sby\s|^(?:photo|foto|image|illustration|video|graphi|grafik|infogra)\w*\s(?:von|par|por|de|di)\s",
    re.IGNORECASE,
)
"""In what says what somebody did beside: "photography by"."""
_NO_NAME = re.compile(r"https?:|www\.|@|^\W*$|^[\d\W]+$|[<>{}=]|\.(?:html?|php|jpe?g|png)$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor(?:-in-chief)?|reporter|correspondent|writer|journalist|columnist|contributor|producer|bureau chief|"
    r"redakteur(?:in)?|redaktor(?:in)?|korrespondent(?:in)?|journaliste?|correspondant[e]?|corresponsal|redactor[a]?|"
    r"periodista|giornalista|redacteur|verslaggever|freelance|photographer|fotograf|founder|director|manager|head of|"
    r"chief|president|ceo|analyst|strategist|specialist|consultant|expert|professor|lecturer|researcher|fellow|"
    r"ph\.?d\.? candidate|marketer|associated press|reuters)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(r"\b(?:staff|team|desk|newsroom|experts?|redaktion|redacción|rédaction|redazione)\b|updated", re.I)
_WORKPLACE = re.compile(
    r"\b(?:university|universität|université|universidad|college|institute|school|department)\b", re.I
)
_TAIL = re.compile(
    r"(?<!\s)\s++(?:(?:senior|staff|associate|assistant|chief|contributing|deputy|managing|marketing|news|opinion|guest|"
    r"political|sports?|tech|business|digital|features?|founder and)\s++){0,4}+(?:editor(?:-in-chief)?|reporter|writer|"
    r"correspondent|journalist|columnist|contributor|producer|director|founder|photographer|redakteur(?:in)?|"
    r"(?:the )?associated press)$",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?\s?d|d\.?o|dds|dvm|jd|mba|mph|msc?|m\.?s|m\.?a|b\.?a|bsc?|rdn?|r\.?n|cpa|cfp|cfa|esq|facp?|faan|"
    r"frcp|lmft|lcsw|psy\.?d|ed\.?d|jr|sr|ii|iii)\.?(?:\s+(?:rdn?|mph|ms|ma))*",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z]{2,6}")
"""After a name: a degree, a membership, an agency."""
_NOBODY = frozenset(
    (
        *("admin", "administrator", "editor", "staff", "redaktion", "redaction", "webmaster"),
        *("unknown", "null", "none"),
        *("author", "by", "von", "undefined", "anonymous", "guest", "n/a", "no author", "root", "super user", "user"),
        *("staff reporter", "staff reporters", "staff writer", "staff writers", "newsroom", "news desk", "web desk"),
        *("die redaktion", "redacción", "la redacción", "rédaction", "la rédaction", "redazione", "la redazione"),
        *("redação", "da redação", "redactie", "de redactie", "redakcja", "redakce", "редакция", "editorial team"),
    )
)
_ASIDE = re.compile(
    r"(?:view|see|read|more|all|about|contact|follow|e-?mail|share|visit|website|leave|add|post|comments?|subscribe|"
    r"mehr|alle|über|hinterlasse|voir|plus|ver|más|leggi|lees|meer|home|profile|bio|show|hide|click|sign|log|photo|"
    r"image|source|credit|illustration|updated?|published|reviewed|the author|no author|your|our)\b"
    r"|.*\b(?:comments?|kommentare?|minutes?|min read|shares|views|articles?|posts|stories|newsletter|ago)\s*$",
    re.IGNORECASE,
)
_COMPANY = re.compile(r",? (?:inc|ltd|llc|gmbh|corp|plc|b\.?v)\.?$|株式会社", re.IGNORECASE)
_PLACES = re.compile(
    r"\s(?:in|à|en|aus) [A-ZÀ-Þ][\w-]{1,30}"
    r"(?=\s(?:and|und|et|y|e|&)\s|,(?:\s[A-ZÀ-Þ][\w'’.-]{0,30}){2,3}\s(?:in|à|en|aus)\s)"
)
"""Where each of several people reports from."""
_WORD = len("Doe")
_SOFT_HYPHEN = "\u00ad"
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$", re.IGNORECASE)
_HANDLE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_ROMAN = frozenset(("II", "III", "IV", "JR", "SR"))
_BEYOND_LATIN_1 = "\u0100"
"""From here on lower case depends on the language."""
_CAPITALS = re.compile(r"[^\W\d_]+")

_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}


def squash(text: str) -> str:
    """Letters and digits alone, lower case: what remains of a name through spelling."""
    folded = text.casefold()
    return folded.translate(_MARKS) if folded.isascii() else "".join(filter(str.isalnum, folded))


def clean(values: Iterable[str]) -> tuple[str, ...]:
    """Names out of author strings: split, without labels, roles, brackets, addresses; each once, in order."""
    names: dict[str, str] = {}
    for value in values:
        for name in _names(value):
            names.setdefault(squash(name), name)
    names.pop("", None)
    if any(not _DOMAIN.match(name) for name in names.values()):
        names = {key: name for key, name in names.items() if not _DOMAIN.match(name)}
    if any(is_person(name) and not _COMPANY.search(name) for name in names.values()):
        names = {key: name for key, name in names.items() if not _COMPANY.search(name)}
    return tuple(names.values())[:MAX_AUTHORS]


def without(names: Sequence[str], others: Container[str]) -> tuple[str, ...]:
    """The names, without `others` (squashed) where a person is left."""
    left = [name for name in names if squash(name) not in others]
    return tuple(left) if any(is_person(name) and not is_role(name) for name in left) else tuple(names)


def before_other_words(text: str) -> str:
    """The beginning of a byline, before its date, place, or what else follows the names."""
    text = _PLACES.sub("", _without_helpers(text))
    first = next(iter(written_dates.find(text)), None)
    if first is not None:
        text = text[: first.start]
    return _CUT.sub("", text)


def is_person(name: str) -> bool:
    """Whether a name is written as people's are: two words or more, each with a capital."""
    words = [word for word in re.split(r"[\s.-]+", name) if word]
    if not words or _ASIDE.match(name):
        return False
    if not name.isascii() and not name.upper().isupper():
        # A script without capitals, as Chinese, writes names together.
        return 2 <= len(name) <= 30
    big = [word for word in words if word[0].isupper() or word[0] in "'’"]
    return 2 <= len(words) <= 5 and len(big) >= 2 and words[0] in big and words[-1] in big


def is_role(name: str) -> bool:
    """Whether it says what somebody is rather than who: "Senior Analyst", "Town Paper Staff"."""
    return bool(_ROLE.search(name) or _TEAM.search(name))


def is_signature(name: str) -> bool:
    """Whether what is in a place for names can be one: a person's, or a single word as bloggers sign."""
    return is_person(name) or (len(name.split()) <= 3 and not _ASIDE.match(name) and not _NO_NAME.search(name))


def is_handle(name: str) -> bool:
    """Whether it is the name of an account rather than of a person: `ann.lee`, `alee77`."""
    return bool(_HANDLE.fullmatch(name))


def _names(value: str) -> Iterator[str]:
    text = " ".join(unescape(value[:2000]).replace(_SOFT_HYPHEN, "").split())
    if mail := _MAIL.fullmatch(text):
        text = mail[1]
    text = _without_helpers(_BRACKETS.sub("", PREFIX.sub("", text)))
    for index, part in enumerate(_SPLIT.split(text)):
        if index and _INITIALS.fullmatch(part):
            continue
        yield from (name for piece in _by_comma(part) if (name := _name(piece)))


def _without_helpers(text: str) -> str:
    return _HELPED.sub("", text) if " by " in text or " from " in text else text


def _by_comma(part: str) -> list[str]:
    pieces = _COMMA.split(part)
    return [
        piece
        for i, piece in enumerate(pieces)
        if i == 0
        or not (
            piece in FORMS
            or any(kind.search(piece) for kind in (_ROLE, _WORKPLACE))
            or any(kind.fullmatch(piece) for kind in (_DEGREE, _INITIALS))
        )
    ]


def _name(piece: str) -> str | None:
    name = PREFIX.sub("", piece).strip(" ,;:|/–—-•·\u200b")
    if is_person(before := name.partition("/")[0].strip()):
        name = before
    for tail in (_TAIL, _EMPLOYER):
        if is_person(bare := tail.sub("", name)):
            name = bare
    if (last := name.rpartition(" ")[2]).find(".") >= _WORD and not _DEGREE.fullmatch(last):
        name = name.rstrip(".")
    if _BY_INSIDE.search(name):
        return None
    if not 2 <= len(name) <= MAX_NAME or _NO_NAME.search(name) or name.casefold() in _NOBODY or len(name.split()) > 7:
        return None
    if name.isupper() and max(name) < _BEYOND_LATIN_1 and " " in name:
        return _CAPITALS.sub(lambda word: word[0] if word[0] in _ROMAN else word[0].capitalize(), name)
    return name
