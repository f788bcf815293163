"""Which boxes of a page are not the article, by the names that templates give them."""

import re
from functools import lru_cache

from lxml import etree

from schemas.article import RemovedKind

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BLOCKS = frozenset(
    "div section aside article ul ol dl nav footer form figure figcaption details".split()  # noqa: SIM905
    + "p h2 h3 h4 h5 h6 table dialog header blockquote li".split()  # noqa: SIM905
)
_TAGS = {
    "nav": RemovedKind.NAVIGATION,
    "figcaption": RemovedKind.CAPTION,
    "form": RemovedKind.WIDGET,
    "dialog": RemovedKind.WIDGET,
}

# Each is tried on class, id and the like in lower case with hyphens between words; the first that fits names the box.
_NAMES: tuple[tuple[RemovedKind, str], ...] = (
    (
        RemovedKind.COOKIE_BANNER,
        r"cookies?-?(?:banner|bar|consent|law|notice|policy|info|message|popup|modal|overlay|hint|wall|box|disclaimer)?|"
        r"(?:notice|accept)-cookies?|consent(?:-\w+)*|gdpr(?:-\w+)*|dsgvo(?:-\w+)*|privacy-?(?:banner|notice|bar|popup|modal)|"
        r"onetrust|didomi|usercentrics|cookiebot|cmplz|borlabs|qc-cmp\d?",
    ),
    (
        RemovedKind.COMMENTS,
        r"comments?(?:-(?:list|form|section|area|respond|thread|box|container|wrapper|count|link|title|body))?|"
        r"commentlist|disqus(?:-thread)?|respond|reply|livefyre|leserkommentare|kommentare|commentaires|comentarios",
    ),
    (
        RemovedKind.NEWSLETTER,
        r"newsletters?(?:-\w+)*|news-letter|mailing-?list|mc-embed(?:-\w+)*|mailchimp|opt-?in|sign-?up(?:-\w+)*|"
        r"subscribe-(?:form|box|widget|block|cta|inline)|email-(?:signup|capture|subscribe)",
    ),
    (
        RemovedKind.SHARE,
        r"share(?:-?(?:bar|buttons?|links?|tools|icons|box|widget|this|article|list|menu|post))?|sharing|sharedaddy|"
        r"social(?:-(?:share|sharing|media|links?|bar|icons?|buttons?|tools|follow|nav))?|addtoany|addthis|shariff|sociable|"
        r"follow-us",
    ),
    (
        RemovedKind.RELATED_LINKS,
        r"related(?:-?\w++)*+|(?<!\w)\w++-related|recommend(?:ed|ations?|er)?|recirc(?:ulation)?|"
        r"more-(?:stories|news|from|on|articles|like|posts|content|links)|read-?(?:more|next|also|on|further)|"
        r"also-?(?:read|like|see)|see-also|you-(?:may|might)(?:-\w+)*|similar(?:-\w+)*|trending|popular(?:-\w+)?|"
        r"most-?(?:read|viewed|popular|recent|shared)|latest-(?:news|stories|posts|articles|headlines)|up-?next|"
        r"next-(?:article|story|post|up)|outbrain|taboola|zergnet|revcontent|yarpp|jp-relatedposts|onward|"
        r"(?:article|story|post|news|content)-(?:teasers|recommendations?|carousel)|teaser-?list|further-reading",
    ),
    (
        RemovedKind.AUTHOR_BOX,
        r"(?:author|autor(?:en)?|writer|contributor)s?-?(?:box|bio|biography|card|profile|description|about|block|info|desc)|"
        r"about-(?:the-)?authors?|post-author-bio|bio-box|author-container",
    ),
    (
        RemovedKind.TAGS,
        r"(?:post-|entry-|article-|story-)?tags|tag-?(?:list|cloud|links|s-list)|tagged|taglist|tagcloud|"
        r"(?:article|post|story|related)-topics|topic-tags|keywords",
    ),
    (
        RemovedKind.ADVERTISEMENT,
        r"ads?|ad-?(?:slot|container|wrapper|unit|box|block|banner|label|placement|space|text)|advert(?:s|isements?|ising|orial)?|"
        r"adsbygoogle|dfp(?:-\w+)*|google-ad|sponsored?|werbung|anzeige|publicite|publicidad",
    ),
    (
        RemovedKind.PROMO,
        r"promos?(?:-\w+)*|promotion|app-(?:promo|download|banner|teaser)|download-app|whatsapp-(?:group|channel)|"
        r"cta(?:-\w+)*|call-to-action|donate|donation|support-us|membership-\w+|piano-\w+|affiliate-\w+|wapp(?:-\w+)*",
    ),
    (
        RemovedKind.CAPTION,
        r"(?:wp-|image-|img-|photo-|picture-|media-|figure-)captions?(?:-text)?|captions?|"
        r"(?:image|photo|picture|img)-(?:credit|copyright|source|description)",
    ),
    (RemovedKind.NAVIGATION, r"breadcrumbs?(?:-\w+)*|pagination|pager|toc|table-of-contents|post-navigation|nav-links"),
    (
        RemovedKind.WIDGET,
        r"ai-?summary(?:-content)?|ai-article-summary|ai-content|audio-?player|video-?player|listen|text-?to-?speech|tts-player|"
        r"print-(?:header|only|footer)|read(?:ing)?-time|estimated-read-time|time-to-read",
    ),
)
# A class or id that is one of the names, also behind a word of the template's own: `acme-share-bar`.
_BEFORE, _BEHIND = r"(?<![\w-])(?:(?!has-|with-|no-|is-)[a-z]\w*-)?(?:", r")(?![\w-])"
_RULES = tuple((kind, re.compile(_BEFORE + names + _BEHIND)) for kind, names in _NAMES)
_ANY = re.compile(_BEFORE + "|".join(names for _, names in _NAMES) + _BEHIND)
_NAME = re.compile(r"[\w-]+")


def kind_of(element: etree._Element) -> RemovedKind | None:
    """What a box is by its tag and names; None if it may be part of the article."""
    tag = element.tag
    if tag not in _BLOCKS:
        return None
    get = element.get
    names = f"{get('class') or ''} {get('id') or ''} {get('data-component') or ''} {get('data-testid') or ''}"
    return _TAGS.get(tag) if names == "   " else _named(names) or _TAGS.get(tag)


@lru_cache(maxsize=4096)
def _named(names: str) -> RemovedKind | None:
    if len(names) > 1000:
        return None
    names = _HUMP.sub("-", names).lower().replace("_", "-").replace("--", "-")
    ranks = [rank for name in _NAME.findall(names) if (rank := _rank(name)) is not None]
    return _RULES[min(ranks)][0] if ranks else None


@lru_cache(maxsize=16_384)
def _rank(name: str) -> int | None:
    """Which of the rules is the first that fits a name; templates use the same few again and again."""
    if _ANY.match(name) is None:
        return None
    return next((rank for rank, (_, rule) in enumerate(_RULES) if rule.match(name)), None)
