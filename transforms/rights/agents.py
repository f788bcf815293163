"""The agents and tokens of robots.txt that collect for AI: a dated table, which a file may replace."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schemas.usage import Use

TABLE = Path(__file__).with_name("agents.toml")
PURPOSES = (Use.TRAIN_AI, Use.AI_INPUT, Use.SEARCH, Use.TDM)


class Agent(NamedTuple):
    """A product token, and what is done with what it collects, as its owner says."""

    token: str
    purposes: frozenset[Use]


class Agents(NamedTuple):
    """The table, and the day as of which it was true."""

    as_of: date
    agents: tuple[Agent, ...]

    @property
    def version(self) -> str:
        """What a record says of the table that it was read by."""
        return f"agents as of {self.as_of}"

    def strict(self, tokens: Iterable[str]) -> frozenset[str]:
        """The tokens of a list in the table's spelling. Raises ValueError for one that it does not have."""
        known = {agent.token.lower(): agent.token for agent in self.agents}
        wrong = sorted(token for token in tokens if token.lower() not in known)
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: not in the table of agents; see {TABLE.name} for those that are")
        return frozenset(known[token.lower()] for token in tokens)


def parse(text: str) -> Agents:
    """A table in TOML: `as_of`, a date, and under `[agents]` the purposes of each token.

    Raises ValueError that says what is wrong.
    """
    table = tomllib.loads(text)
    as_of, agents = table.get("as_of"), table.get("agents")
    if not isinstance(as_of, date) or not isinstance(agents, dict):
        raise ValueError("a table of agents has a date `as_of` and a table `[agents]`")
    return Agents(as_of, tuple(Agent(token, _purposes(token, uses)) for token, uses in sorted(agents.items())))


def _purposes(token: str, uses: object) -> frozenset[Use]:
    known = {use.value: use for use in PURPOSES}
    if not isinstance(uses, list) or not all(use in known for use in uses):
        raise ValueError(f"{token}: its purposes are a list of {', '.join(known)}; it has {uses!r}")
    return frozenset(known[use] for use in uses)


@cache
def shipped() -> Agents:
    """The table that comes with the program."""
    return parse(TABLE.read_text(encoding="utf-8"))
