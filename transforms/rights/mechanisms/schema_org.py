"""JSON-LD (schema.org): terms, licence, credit. Prose and addresses are kept, never mapped to a use."""

from typing import Any

from transforms.rights.evidence import PAGE, Declaration, Evidence, Statement

VERSION = "schema.org (2026-08-20)"
_KEPT = ("usageInfo", "license", "isAccessibleForFree", "conditionsOfAccess", "copyrightNotice", "creditText")


def read(evidence: Evidence) -> Declaration:
    """What the page's own article says of itself; the licence and the credit line by their columns."""
    article = evidence.page.article or {}
    links = [href for _, _, href in evidence.page.links]
    kept = [(name, text) for name in _KEPT for text in _texts(article.get(name))]
    statements = (
        *(Statement(PAGE, "*", f"{name}: {text}") for name, text in kept),
        *(Statement(PAGE, "*", f"rel=license: {href}") for href in links),
    )
    licences = [text for name, text in kept if name == "license"] + links
    credit = next((text for name, text in kept if name == "creditText"), None)
    return Declaration(statements=statements, licence=licences[0] if licences else None, credit=credit)


def accessible_for_free(evidence: Evidence) -> bool | None:
    """Whether the page says that it can be read without paying; the texts `True` and `False` are in use, too."""
    value = (evidence.page.article or {}).get("isAccessibleForFree")
    text = value.strip().lower() if isinstance(value, str) else value
    return {True: True, "true": True, False: False, "false": False}.get(text) if isinstance(text, (bool, str)) else None


def _texts(value: Any) -> list[str]:
    """The texts of a value: itself, the address of what it stands for, or those of its members."""
    if isinstance(value, list):
        return [text for each in value[:10] for text in ([] if isinstance(each, list) else _texts(each))]
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or value.get("name")
    if isinstance(value, bool):
        return [str(value)]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []
