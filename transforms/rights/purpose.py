"""Whether a document may be kept for a purpose, by what its publisher says."""

from dataclasses import dataclass

from schemas.reject import Reason
from schemas.usage import Permission, Rights, Use

NOBODY = "unknown"
"""Used instead of a mechanism if nothing is said."""
AI_AGENTS = "ai-agents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What the documents are for. `strict_tokens` are agents of robots.txt whose ban counts as a reservation."""

    use: Use
    drop_unknown: bool = False
    strict_tokens: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document is left out, and the mechanisms that say so."""

    reason: Reason
    mechanisms: tuple[str, ...]
    message: str


def refusal(rights: Rights, purpose: Purpose) -> Refusal | None:
    """Why a document is not kept for a purpose; None if it is. What is not known is kept, unless it is to drop."""
    use = purpose.use
    mechanisms = [mechanism for reserved, mechanism in rights.reserved_by if reserved is use]
    banned = sorted(purpose.strict_tokens & set(rights.ai_agents_disallowed))
    if banned:
        mechanisms.append(AI_AGENTS)
    if mechanisms:
        named = f" ({', '.join(banned)})" if banned else ""
        message = f"its publisher reserves {use} by {', '.join(mechanisms)}{named}; ask for a licence"
        return Refusal(Reason.USAGE_RESERVED, tuple(mechanisms), message)
    if purpose.drop_unknown and rights.usage.of(use) is Permission.UNKNOWN:
        message = f"its publisher does not say whether {use} is allowed; --unknown keep keeps it"
        return Refusal(Reason.USAGE_UNKNOWN, (NOBODY,), message)
    return None
