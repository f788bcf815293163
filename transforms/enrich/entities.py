"""Entities of one article: from the mentions that a model finds to names. Pure functions, the same for every model.

A model reads each place by itself. An article as a whole says more: it names a person in full once and by one name
afterwards, and a name means the same from its headline to its last line.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from schemas.article import Entity, Mention
from transforms.enrich.acronyms import explained, passed_over
from transforms.enrich.echoes import echoes, missed_countries
from transforms.enrich.gazetteer.match import Gazetteer
from transforms.enrich.labels import labels as labels_of
from transforms.enrich.names import canonical, key_of, one_place, surface
from transforms.enrich.places.link import Named, link
from transforms.enrich.salience import Named as Weighed
from transforms.enrich.salience import salience
from transforms.enrich.spans import Span, names, taken
from transforms.enrich.whole import whole


def entities(
    text: str,
    from_model: Sequence[Span],
    text_at: int = 0,
    begins: int | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Entity, ...]:
    """The entities of an article in the order of their first mention, from the mentions that a model found in it.

    `text` is the title, if any, and the body, which begins at `text_at` and tells its story from `begins`, behind a
    dateline. Mentions are without article, title of a person and final 's. A name has one label throughout. A
    gazetteer adds names, and its ids go before those of places.
    """
    matches = gazetteer.matches(text) if gazetteer else []
    spans = _mentions(text, from_model)
    if gazetteer:
        spans = sorted([*spans, *gazetteer.missed(text, matches, [*taken(text, from_model), *spans])])
    by_name = _by_name(text, spans)
    labels = labels_of(text, by_name)
    known = {text[span.start : span.end]: labels[key] for key, group in by_name.items() for span in group}
    groups = _by_name(text, sorted(chain(spans, echoes(text, known, [*taken(text, from_model), *spans]))))
    for key, group in groups.items():
        labels.setdefault(key, group[0].label)
    if _says_loc(from_model):
        labels = {key: "LOC" if label == "GPE" else label for key, label in labels.items()}
    surfaces = {key: surface(text, group) for key, group in groups.items()}
    merged = _joined(groups, canonical(text, text_at, groups, surfaces, labels))
    places = link(text, {key: Named(surfaces[key], labels[key], group) for key, group in merged.items()})
    ids = {key: place.id for key, place in places.items()}
    if gazetteer:
        named = {key: (labels[key], group) for key, group in merged.items()}
        ids |= gazetteer.ids(matches, named, ids.values())
    merged = _joined(merged, one_place(places))
    weighed = [Weighed(labels[key], ids.get(key), group) for key, group in merged.items()]
    shares = salience(text, text_at, text_at if begins is None else begins, weighed)
    return tuple(
        _entity(surfaces[key], labels[key], group, text_at, ids.get(key), share)
        for (key, group), share in zip(merged.items(), shares, strict=True)
    )


def _mentions(text: str, from_model: Sequence[Span]) -> list[Span]:
    spans = whole(text, list(names(text, from_model)))
    spans = sorted([*spans, *explained(text, spans)])
    if any(span.label == "GPE" for span in spans) and not _says_loc(from_model):
        known = [*taken(text, from_model), *spans]
        spans = sorted([*spans, *missed_countries(text, known), *passed_over(text, known)])
    return spans


def _says_loc(from_model: Iterable[Span]) -> bool:
    """Whether these are of a model that says LOC of every place, as those of other languages than English do."""
    return any(span.label in ("PER", "MISC") for span in from_model)


def _by_name(text: str, spans: Sequence[Span]) -> dict[str, list[Span]]:
    groups: dict[str, list[Span]] = {}
    for span in spans:
        groups.setdefault(key_of(text, span), []).append(span)
    return groups


def _joined(groups: Mapping[str, Sequence[Span]], into: Mapping[str, str]) -> dict[str, list[Span]]:
    """Groups under the names that theirs stand for, in the order of their first mentions."""
    joined: dict[str, list[Span]] = {}
    for key, group in groups.items():
        joined.setdefault(into.get(key, key), []).extend(group)
    for group in joined.values():
        group.sort()
    return dict(sorted(joined.items(), key=lambda item: item[1][0]))


def _entity(name: str, label: str, spans: Sequence[Span], text_at: int, id_: str | None, share: float) -> Entity:
    mentions = tuple(Mention(span.start - text_at, span.end - text_at) for span in spans if span.start >= text_at)
    in_title = tuple(Mention(span.start, span.end) for span in spans if span.start < text_at)
    return Entity(name, label, len(mentions), mentions, id_, share, in_title)
