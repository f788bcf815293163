"""What a publisher allows: one value for each use, and the statements that it was read from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NamedTuple


class Permission(StrEnum):
    """What is said of a use. Silence, and what cannot be read, is unknown: never a permission."""

    RESERVED = "reserved"
    ALLOWED = "allowed"
    UNKNOWN = "unknown"


class Use(StrEnum):
    """The uses that are told apart; the values are those of the options, the names those of the columns in capitals."""

    TRAIN_AI = "train-ai"
    AI_INPUT = "ai-input"
    SEARCH = "search"
    TDM = "tdm"
    SNIPPET = "snippet"
    ARCHIVE = "archive"


class Usage(NamedTuple):
    """What the publisher allowed when the document was captured, over all mechanisms."""

    train_ai: Annotated[Permission, "training of models: reserved, allowed or unknown"] = Permission.UNKNOWN
    ai_input: Annotated[Permission, "input to a model that answers (grounding, retrieval)"] = Permission.UNKNOWN
    search: Annotated[Permission, "finding it in an index that links to it"] = Permission.UNKNOWN
    tdm: Annotated[Permission, "text and data mining"] = Permission.UNKNOWN
    snippet: Annotated[Permission, "showing a piece of the text"] = Permission.UNKNOWN
    archive: Annotated[Permission, "showing a stored copy"] = Permission.UNKNOWN
    snippet_max: Annotated[int | None, "longest piece that may be shown, in characters"] = None

    def of(self, use: Use) -> Permission:
        """What is said of a use."""
        permission: Permission = getattr(self, use.name.lower())
        return permission


class UsageSignal(NamedTuple):
    """One statement as it stood. What it means is in the document's usage; this is the evidence."""

    mechanism: Annotated[str, "content-usage, content-signal, tdmrep, rsl, robots-meta, ai-txt, schema-org, ai-agents"]
    place: Annotated[str, "where it stood: field, page, or the address of the file"]
    addressee: Annotated[str, "whom it is said to: * for everyone, else names of agents"]
    text: Annotated[str, "the statement as it stood, cut to 1000 characters"]
    version: Annotated[str, "the text by which it was read, dated"]


NOTHING_SAID = Usage()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a publisher said of a document. `crawl_allowed` is None if robots.txt was not captured."""

    usage: Usage = NOTHING_SAID
    signals: tuple[UsageSignal, ...] = ()
    licence: str | None = None
    credit: str | None = None
    accessible_for_free: bool | None = None
    crawl_allowed: bool | None = None
    ai_agents_disallowed: tuple[str, ...] = ()
    reserved_by: tuple[tuple[Use, str], ...] = ()
    """Each use that is reserved, with each mechanism that does."""


NO_RIGHTS_READ = Rights()
"""Where nobody looked: everything is unknown."""
