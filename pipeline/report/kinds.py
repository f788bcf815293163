"""Removed text and entities as a reader tells them apart: a colour for kinds that are alike."""

from schemas.article import RemovedKind as Kind

FAMILIES = {
    "navigation": (Kind.NAVIGATION, Kind.RELATED_LINKS, Kind.SECTION_LABEL, Kind.SHARE, Kind.TAGS, Kind.WIDGET),
    "promotion": (Kind.ADVERTISEMENT, Kind.NEWSLETTER, Kind.PROMO, Kind.SUBSCRIPTION),
    "picture": (Kind.CAPTION, Kind.CREDIT),
    "byline": (Kind.ABOUT, Kind.AUTHOR_BOX, Kind.BYLINE, Kind.DATELINE, Kind.SOURCE_LINE),
    "notice": (Kind.BOILERPLATE, Kind.COOKIE_BANNER, Kind.COPYRIGHT, Kind.NOTE),
    "repeat": (Kind.HEADLINE_REPEAT, Kind.PULL_QUOTE, Kind.STANDFIRST),
    "comments": (Kind.COMMENTS,),
}
"""Kinds of removed text by what they are, each family with a colour."""
FAMILY = {str(kind): family for family, kinds in FAMILIES.items() for kind in kinds}
PERSON, ORGANISATION, PLACE, OTHER = "person", "organisation", "place", "other"
ENTITY = {"PERSON": PERSON, "PER": PERSON, "ORG": ORGANISATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE}
"""Labels of the models, English and others, and what they name; the rest is other."""
