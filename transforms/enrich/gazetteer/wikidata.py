"""A dump of Wikidata as a gazetteer of persons and organisations.

The dump is the JSON one, with one item per line (https://www.wikidata.org/wiki/Wikidata:Database_download), plain, .gz
or .bz2.
"""

import bz2
import gzip
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

import pyarrow.parquet as pq

from transforms.enrich.gazetteer.entry import SCHEMA, Entry, to_table

_BATCH = 50_000
_HUMAN = "Q5"
_ORGANISATIONS = frozenset(
    (
        # organisation, business, enterprise, company, public company, corporation, bank, airline, newspaper
        *("Q43229", "Q4830453", "Q6881511", "Q783794", "Q891723", "Q167037", "Q22687", "Q46970", "Q11032", "Q1153191"),
        # party, university, research institute, non-profit, NGO, foundation, international organisation, association
        *("Q7278", "Q3918", "Q31855", "Q163740", "Q79913", "Q157031", "Q484652", "Q48204", "Q15265344", "Q875538"),
        # agency, ministry, central bank, court, parliament, armed forces, police, trade union, think tank, news agency
        *("Q327333", "Q192350", "Q66344", "Q41487", "Q35749", "Q772547", "Q35535", "Q178790", "Q155271", "Q192283"),
        # football club, sports team, band, television channel and station, record label, publisher
        *("Q476028", "Q12973014", "Q215380", "Q561068", "Q1616075", "Q18127", "Q2085381"),
    )
)
_RELATED = ("P108", "P102", "P169", "P112", "P488", "P749", "P127", "P463", "P54", "P39", "P27", "P17")
"""Employer, party, chief executive, founder, chair, parent, owner, member of, team, office, citizenship, country."""
_ENDED = "P582"


def convert(dump: str, path: str, languages: Iterable[str], least_sitelinks: int) -> int:
    """Writes the Parquet file of a dump's persons and organisations and says how many there are.

    An item counts if at least `least_sitelinks` Wikipedias and other sites have it.
    """
    wanted, count = tuple(languages), 0
    with _opened(dump) as lines, pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for batch in _batches(entries(lines, wanted, least_sitelinks)):
            writer.write_table(to_table(batch))
            count += len(batch)
    return count


def entries(lines: Iterable[bytes], languages: tuple[str, ...], least_sitelinks: int) -> Iterator[Entry]:
    """The persons and organisations among the lines of a dump."""
    for line in lines:
        stripped = line.strip().rstrip(b",")
        if stripped in (b"", b"[", b"]"):
            continue
        item: dict[str, Any] = json.loads(stripped)
        if len(item.get("sitelinks", ())) >= least_sitelinks and (entry := _entry(item, languages)):
            yield entry


def _entry(item: dict[str, Any], languages: tuple[str, ...]) -> Entry | None:
    claims = item.get("claims", {})
    kinds = set(_items(claims, "P31"))
    label = "PERSON" if _HUMAN in kinds else "ORG" if kinds & _ORGANISATIONS else ""
    names = [found["value"] for language in languages if (found := item.get("labels", {}).get(language))]
    if not label or not names:
        return None
    aliases = [alias["value"] for language in languages for alias in item.get("aliases", {}).get(language, ())]
    forms = dict.fromkeys((*names[1:], *aliases, *_tickers(claims)))
    related = dict.fromkeys(f"wikidata:{other}" for relation in _RELATED for other in _items(claims, relation))
    kept = tuple(form for form in forms if form != names[0] and _is_telling(form))
    return Entry(f"wikidata:{item['id']}", names[0], label, kept, tuple(related))


def _is_telling(form: str) -> bool:
    """Whether a form looks like a name: a common word is not one."""
    return len(form) > 1 and not form.islower()


def _items(claims: dict[str, Any], relation: str) -> Iterator[str]:
    for claim in claims.get(relation, ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"]


def _tickers(claims: dict[str, Any]) -> Iterator[str]:
    """Symbols on stock exchanges (P249 of P414) that are still in use."""
    for claim in claims.get("P414", ()):
        qualifiers = claim.get("qualifiers", {})
        for symbol in qualifiers.get("P249", ()) if _ENDED not in qualifiers else ():
            value = symbol.get("datavalue", {}).get("value")
            if isinstance(value, str) and len(value) > 1:
                yield value


def _opened(path: str) -> IO[bytes]:
    if path.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return cast(IO[bytes], bz2.open(path, "rb")) if path.endswith(".bz2") else open(path, "rb")


def _batches(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in found:
        batch.append(entry)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch
