"""TDMRep: file, response field and meta (W3C Community Group, TDM Reservation Protocol)."""

import json
from collections.abc import Iterable

from schemas.usage import Permission, Use
from transforms.rights.evidence import FIELD, PAGE, Declaration, Evidence, Statement
from transforms.rights.paths import path_of, pattern

VERSION = "W3C Community Group, TDM Reservation Protocol (2024-12-14)"
RESERVATION, POLICY = "tdm-reservation", "tdm-policy"
WELL_KNOWN = "/.well-known/tdmrep.json"
_NUMBERS: dict[object, Permission] = {0: Permission.ALLOWED, 1: Permission.RESERVED}
_VALUES = {"0": Permission.ALLOWED, "1": Permission.RESERVED}


def read(evidence: Evidence) -> Declaration:
    """The page over the field over the file. A value in error counts as none, and absence takes nothing back.

    `0` says that mining is not reserved, which allows no training; `1` reserves both, for training is mining.
    """
    page = evidence.page
    in_file, policy, statements = _in_file(evidence)
    field = [part.strip() for line in evidence.lines(RESERVATION) for part in line.split(",")]
    metas = page.named(RESERVATION)
    for place, names in ((FIELD, evidence.lines), (PAGE, page.named)):
        for name in (RESERVATION, POLICY):
            statements += (Statement(place, "*", f"{name}: {each}") for each in names(name))
    value = _agreed(metas) or _agreed(field) or in_file
    policies = [*page.named(POLICY), *evidence.lines(POLICY), *([policy] if policy else [])]
    values = {} if value is None else {Use.TDM: value}
    return Declaration(values=values, statements=tuple(statements), licence=policies[0] if policies else None)


def _agreed(values: Iterable[str]) -> Permission | None:
    """The strictest of several; none if one is in error."""
    found = [_VALUES.get(value.strip()) for value in values]
    if not found or None in found:
        return None
    return Permission.RESERVED if Permission.RESERVED in found else Permission.ALLOWED


def _in_file(evidence: Evidence) -> tuple[Permission | None, str | None, list[Statement]]:
    """The first rule whose location matches; its policy; evidence. What follows a rule in error can only reserve."""
    file = evidence.file(WELL_KNOWN)
    if file is None or evidence.url is None:
        return None, None, []
    address, text = file
    try:
        rules = json.loads(text)
    except (ValueError, RecursionError):
        return None, None, []
    path = path_of(evidence.url)
    is_sound = True
    for rule in rules if isinstance(rules, list) else ():
        if not isinstance(rule, dict) or not isinstance(rule.get("location"), str):
            continue
        if not pattern(rule["location"]).matches(path):
            continue
        value, policy = rule.get(RESERVATION), rule.get(POLICY)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        permission = _NUMBERS.get(value) if is_number else None
        if permission is Permission.RESERVED or (permission is Permission.ALLOWED and is_sound):
            return permission, policy if isinstance(policy, str) else None, [Statement(address, "*", json.dumps(rule))]
        is_sound = False
    return None, None, []
