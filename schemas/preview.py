"""An article as a piece of HTML, for notebooks: its text beside what was removed, entities highlighted.

What came from outside is escaped, and stands nowhere but as text.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.article import Article

_COLUMN = "flex: 1 1 20em; min-width: 0; overflow-wrap: anywhere; text-align: left"
_MARK = "background: rgba(255, 196, 0, .3); color: inherit; border-radius: .2em"
_KIND = "border: 1px solid currentColor; border-radius: .2em; padding: 0 .3em; font-size: 80%; text-decoration: none"


def article_html(article: "Article") -> str:
    """The article as one element with its styles in it; nothing in it is loaded, linked or run."""
    heading = f"<h3>{escape(article.title)}</h3>" if article.title else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in _marked(article).split("\n"))
    return (
        f"<article style='max-width: 80em'>{heading}<p><small>{_facts(article)}</small></p>"
        f"<div style='display: flex; flex-wrap: wrap; gap: 2em'><section style='{_COLUMN}'>{text}</section>"
        f"<aside aria-label='removed' style='{_COLUMN}; opacity: .75'>{_removed(article)}</aside></div></article>"
    )


def _facts(article: "Article") -> str:
    when = article.published_at or article.captured_at
    facts = (article.source, ", ".join(article.authors), f"{when:%Y-%m-%d %H:%M} UTC" if when else "", article.language)
    return " · ".join(escape(fact) for fact in facts if fact)


def _removed(article: "Article") -> str:
    return "".join(
        f"<p><span style='{_KIND}'>{escape(kind)}</span> <del>{escape(text).replace(chr(10), '<br>')}</del></p>"
        for kind, text in article.removed
    )


def _marked(article: "Article") -> str:
    return "".join(_pieces(article))


def _pieces(article: "Article") -> Iterator[str]:
    mentions = [(mention, entity) for entity in article.entities or () for mention in entity.mentions]
    at = 0
    for (start, end), entity in sorted(mentions, key=lambda pair: pair[0]):
        if start >= at:
            named = escape(f"{entity.label}: {entity.name}" + f" ({entity.id})" * bool(entity.id))
            yield escape(article.text[at:start])
            yield f"<mark style='{_MARK}' title='{named}'>{escape(article.text[start:end])}</mark>"
            at = end
    yield escape(article.text[at:])
