"""Content-Signal: lines of robots.txt groups (contentsignals.org; draft-romm-aipref-contentsignals-00, expired)."""

from schemas.usage import Permission, Use
from transforms.rights.evidence import FIELD, TOKEN, Declaration, Evidence, Statement, Values, restrictions, strictest
from transforms.rights.robots import allows, parse

VERSION = "draft-romm-aipref-contentsignals-00 and files as served (2026-08-03)"
NAME = "content-signal"
_KEYS = {"ai-train": Use.TRAIN_AI, "ai-input": Use.AI_INPUT, "search": Use.SEARCH}
_WORDS = {"yes": Permission.ALLOWED, "no": Permission.RESERVED}


def read(evidence: Evidence) -> Declaration:
    """The strictest of all lines of the group, because no text says which of them counts.

    No text defines the response field that some send, either: what it reserves counts, what it allows does not; nor
    does what is allowed where crawling is disallowed.
    """
    field = evidence.lines(NAME)
    statements = [Statement(FIELD, "*", line) for line in field]
    sides = [restrictions(signals(line)) for line in field]
    file = evidence.file("/robots.txt")
    if file is not None:
        robots = parse(file[1])
        agent = robots.agent_of(TOKEN)
        rules = list(robots.rules(agent, NAME)) if agent else []
        statements += (Statement(file[0], agent or "*", rule) for rule in rules)
        in_robots = strictest(*map(signals, rules))
        sides.append(in_robots if not rules or allows(file[1], agent, evidence.url or "") else restrictions(in_robots))
    return Declaration(values=strictest(*sides), statements=tuple(statements))


def signals(line: str) -> Values:
    """The uses that a line speaks of: comma-separated `key=value`, in any case; what is neither yes nor no is none."""
    found: dict[Use, Permission] = {}
    for part in line.lower().split(","):
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key in _KEYS and value in _WORDS:
            found = strictest(found, {_KEYS[key]: _WORDS[value]})
    return found
