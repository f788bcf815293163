"""Shapes: a row under the field names that others use. Unknown values are left out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from transforms.base.parquet import Row

Fields = dict[str, Any]
"""Values by the name of their field."""
Shape = Callable[[Row], Fields]

_PEOPLE, _PLACES = frozenset(("PERSON", "PER")), frozenset(("GPE", "LOC", "FAC"))
_ORGANISATIONS = frozenset(("ORG",))
_SCHEMA_ORG = {**dict.fromkeys(_PEOPLE, "Person"), **dict.fromkeys(_PLACES, "Place"), "ORG": "Organization"}
_WIKIDATA, _GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"
_NINJS = {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}


def record(row: Row) -> Fields:
    """The columns of the record, and `date`."""
    return row


def news_please(row: Row) -> Fields:
    """The fields that news-please writes (`NewsArticle.get_serializable_dict`); none is left out."""
    image = row["image"] or {}
    return {
        "authors": row["authors"],
        "date_download": _spaced(row["captured_at"]),
        "date_modify": _spaced(row["modified_at"]),
        "date_publish": _spaced(row["published_at"]),
        "description": None,
        "filename": row["capture_uri"],
        "image_url": image.get("url"),
        "language": row["language"],
        "localpath": None,
        "maintext": row["text"],
        "source_domain": row["source"],
        "title": row["title"],
        "title_page": None,
        "title_rss": None,
        "url": row["url"],
    }


def newsarticle(row: Row) -> Fields:
    """JSON-LD of schema.org's NewsArticle (https://schema.org/NewsArticle)."""
    image = row["image"]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "identifier": row["article_id"],
            "url": row["canonical_url"] or row["url"],
            "headline": row["title"],
            "articleBody": row["text"],
            "author": [{"@type": "Person", "name": name} for name in row["authors"]],
            "datePublished": _iso(row["published_at"]),
            "dateModified": _iso(row["modified_at"]),
            "inLanguage": row["language"],
            "keywords": row["tags"],
            "wordCount": row["words"],
            "dateline": row["dateline_place"],
            "license": row["licence"],
            "isAccessibleForFree": {"free": True, "paywalled": False, "truncated": False}.get(row["access"]),
            "publisher": row["source"] and {"@type": "Organization", "name": row["source"]},
            "image": image
            and _known(
                {
                    "@type": "ImageObject",
                    "url": image["url"],
                    "caption": image["caption"],
                    "creditText": image["credit"],
                }
            ),
            "mentions": [
                _known({"@type": kind, "name": entity["name"], "sameAs": _uri(entity)})
                for entity in row["entities"] or ()
                if (kind := _SCHEMA_ORG.get(entity["label"]))
            ],
        }
    )


def ninjs(row: Row) -> Fields:
    """A text item of IPTC's ninjs 3.0 (https://www.iptc.org/std/ninjs/); `uri` is its address, else its id."""
    image = row["image"]
    body = _known(
        {"contentType": "text/plain", "charCount": len(row["text"]), "wordCount": row["words"], "value": row["text"]}
    )
    return _known(
        {
            "uri": row["canonical_url"] or row["url"] or f"urn:dateline:{row['article_id']}",
            "standard": _NINJS,
            "type": "text",
            "representationType": "partial" if row["access"] == "truncated" else "full",
            "version": row["revision_id"],
            "firstCreated": _iso(row["published_at"]),
            "versionCreated": _iso(row["modified_at"] or row["published_at"]),
            "language": row["language"],
            "headlines": [{"role": "main", "value": row["title"]}] if row["title"] else [],
            "bodies": [body],
            "by": ", ".join(row["authors"]),
            "located": row["dateline_place"],
            "subjects": [{"name": tag} for tag in row["tags"]],
            "people": list(_named(row, _PEOPLE)),
            "organisations": list(_named(row, _ORGANISATIONS)),
            "places": list(_named(row, _PLACES)),
            "infoSources": [{"name": name} for name in (row["source"], row["agency"]) if name],
            "altIds": [{"role": "article_id", "value": row["article_id"]}],
            "associations": [_picture(image)] if image else [],
        }
    )


SHAPES: dict[str, Shape] = {"record": record, "news-please": news_please, "newsarticle": newsarticle, "ninjs": ninjs}
"""By the name that --shape takes."""


def _picture(image: Fields) -> Fields:
    caption = [{"role": "caption", "value": image["caption"]}] if image["caption"] else []
    renditions = [{"name": "main", "href": image["url"]}]
    return _known(
        {
            "name": "main",
            "uri": image["url"],
            "type": "picture",
            "descriptions": caption,
            "by": image["credit"],
            "renditions": renditions,
        }
    )


def _named(row: Row, labels: frozenset[str]) -> Iterator[Fields]:
    for entity in row["entities"] or ():
        if entity["label"] in labels:
            yield _known({"name": entity["name"], "uri": _uri(entity)})


def _uri(entity: Fields) -> str | None:
    kind, _, name = (entity.get("id") or "").partition(":")
    if kind == "wikidata":
        return _WIKIDATA + name
    return f"{_GEONAMES}{name}/" if kind == "geonames" else None


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _spaced(at: datetime | None) -> str | None:
    """As news-please writes times: in UTC, to the second, without saying so."""
    return None if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def _known(values: Fields) -> Fields:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
