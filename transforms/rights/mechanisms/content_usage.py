"""Content-Usage: response field and rule of robots.txt (draft-ietf-aipref-attach, draft-ietf-aipref-vocab)."""

import re
from typing import Any

import http_sf
from http_sf.types import Token

from schemas.usage import Permission, Use
from transforms.rights.evidence import FIELD, PAGE, TOKEN, Declaration, Evidence, Statement, Values, strictest
from transforms.rights.paths import path_of, pattern
from transforms.rights.robots import allows, parse

VERSION = "draft-ietf-aipref-attach-05, draft-ietf-aipref-vocab-08 (2026-09-14)"
NAME = "content-usage"
_LABELS = {"train-ai": Use.TRAIN_AI, "ai-use": Use.AI_INPUT, "search": Use.SEARCH}
_TOKENS = {"y": Permission.ALLOWED, "n": Permission.RESERVED}
_PATH = re.compile(r"(/[^ \t]*)[ \t]+(.*)", re.DOTALL)


def read(evidence: Evidence) -> Declaration:
    """The stricter of what the response and robots.txt say. No form for HTML is defined: kept, not read."""
    field = evidence.lines(NAME)
    in_response = preferences(", ".join(field))
    in_robots, rules = _in_robots(evidence)
    metas = evidence.page.named(NAME)
    statements = [
        *(Statement(FIELD, "*", line) for line in field),
        *rules,
        *(Statement(PAGE, "*", content) for content in metas),
    ]
    return Declaration(values=strictest(in_response, in_robots), statements=tuple(statements))


def preferences(text: str) -> Values:
    """The uses that a dictionary (RFC 9651) speaks of; one that does not parse says nothing."""
    try:
        members: Any = http_sf.parse(text.encode("latin-1"), tltype="dictionary")
    except (ValueError, RecursionError):
        return {}
    values = {use: members[label][0] for label, use in _LABELS.items() if label in members}
    return {use: _TOKENS[str(v)] for use, v in values.items() if isinstance(v, Token) and str(v) in _TOKENS}


def _in_robots(evidence: Evidence) -> tuple[Values, list[Statement]]:
    """The longest path counts, whatever it says; all rules of that path count together (attach section 3.1)."""
    file = evidence.file("/robots.txt")
    if file is None or evidence.url is None:
        return {}, []
    address, text = file
    robots = parse(text)
    agent = robots.agent_of(TOKEN)
    rules = list(robots.rules(agent, NAME)) if agent else []
    if not rules:
        return {}, []
    path = path_of(evidence.url)
    longest = -1
    preferred: list[str] = []
    for rule in rules:
        where, preference = _parted(rule)
        length = pattern(where).length if where else 0
        if length >= longest and (not where or pattern(where).matches(path)):
            preferred = [*preferred, preference] if length == longest else [preference]
            longest = length
    statements = [Statement(address, agent or "*", rule) for rule in rules]
    # Where crawling is disallowed nothing is stated.
    if not allows(text, agent, evidence.url):
        return {}, statements
    return strictest(*map(preferences, preferred)), statements


def _parted(rule: str) -> tuple[str, str]:
    match = _PATH.fullmatch(rule)
    return (match[1], match[2]) if match else ("", rule)
