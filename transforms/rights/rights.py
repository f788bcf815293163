"""A document's rights: the statements of all mechanisms in one normal form."""

from collections.abc import Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

from schemas.capture import Capture
from schemas.usage import Permission, Rights, Usage, Use
from transforms.rights import page
from transforms.rights.agents import Agents, shipped
from transforms.rights.evidence import TOKEN, Declaration, Evidence, Values, readable, strictest
from transforms.rights.mechanisms import ai_agents
from transforms.rights.mechanisms.schema_org import accessible_for_free
from transforms.rights.mechanisms.table import MECHANISMS, Mechanism
from transforms.rights.robots import allows, parse

MOST_SIGNALS = 50
_IMPLIED = {Use.TDM: Use.TRAIN_AI}
"""Training is mining: who reserves the one reserves the other. Permissions imply nothing."""


def read_rights(
    capture: Capture, declared: Sequence[HtmlElement], article: dict[str, Any] | None, agents: Agents | None = None
) -> Rights:
    """Reads a capture's response fields, what its page declares, and the files of its site. A pure function of them.

    `declared` are the metas, links and scripts of the page, `article` is its article in JSON-LD.
    """
    evidence = Evidence(
        url=capture.url or capture.announcement.url,
        captured_at=capture.captured_at,
        fields=capture.fields,
        page=page.read(declared, article),
        files=capture.site_files,
    )
    return rights(evidence, agents)


def rights(evidence: Evidence, agents: Agents | None = None) -> Rights:
    """Reads all mechanisms: each with its own precedence, then for each use any that reserves, else any that allows.

    A pure function that takes any evidence. `agents` is the table of agents, by default the one that is shipped.
    """
    agents = agents or shipped()
    declarations = [(mechanism, mechanism.read(evidence)) for mechanism in MECHANISMS]
    names = ai_agents.disallowed(evidence, agents.agents)
    by_agent = ai_agents.declaration(evidence, names)
    signals = [
        *(each.signal(mechanism.name, mechanism.version) for mechanism, one in declarations for each in one.statements),
        *(each.signal(ai_agents.NAME, agents.version) for each in by_agent.statements),
    ]
    everything = [one for _, one in declarations]
    return Rights(
        usage=_usage(everything),
        signals=tuple(dict.fromkeys(signals))[:MOST_SIGNALS],
        licence=next((readable(one.licence) for one in everything if one.licence), None),
        credit=next((readable(one.credit) for one in everything if one.credit), None),
        accessible_for_free=accessible_for_free(evidence),
        crawl_allowed=_crawl_allowed(evidence),
        ai_agents_disallowed=names,
        reserved_by=tuple(_reserved_by(declarations)),
    )


def merged(*sides: Values) -> Values:
    """The values of several mechanisms as one, with what follows from a reservation."""
    values = strictest(*sides)
    implied = {
        _IMPLIED[use]: value for use, value in values.items() if use in _IMPLIED and value is Permission.RESERVED
    }
    return strictest(values, implied)


def _usage(declarations: list[Declaration]) -> Usage:
    values = merged(*(one.values for one in declarations))
    limits = [one.snippet_max for one in declarations if one.snippet_max is not None]
    named = {use.name.lower(): values.get(use, Permission.UNKNOWN) for use in Use}
    return Usage(**named, snippet_max=min(limits, default=None))


def _reserved_by(declarations: list[tuple[Mechanism, Declaration]]) -> Iterator[tuple[Use, str]]:
    for mechanism, one in declarations:
        for use, permission in merged(one.values).items():
            if permission is Permission.RESERVED:
                yield use, mechanism.name


def _crawl_allowed(evidence: Evidence) -> bool | None:
    file = evidence.file("/robots.txt")
    if file is None or evidence.url is None:
        return None
    return allows(file[1], parse(file[1]).agent_of(TOKEN), evidence.url)
