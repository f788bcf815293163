"""The groups of a robots.txt with all their rules, those included that protego does not give.

Which group is whose, and what it allows, is as protego reads it: both must come to the same decision.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache, cached

from transforms.rights.paths import Pattern, path_of, pattern

AGENT, ALLOW, DISALLOW = "user-agent", "allow", "disallow"
CRAWL_DELAY, REQUEST_RATE = "crawl-delay", "request-rate"
_KEPT, _SHORTEST = 4 << 20, 100
"""Characters of text that are kept parsed, and for how many the shortest counts."""
# Spellings that protego takes for these, with or without a colon behind them.
_FIELDS = {
    **dict.fromkeys(("user-agent", "useragent", "user agent"), AGENT),
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), DISALLOW),
    "allow": ALLOW,
    **dict.fromkeys(("sitemap", "sitemaps", "site-map", "host"), "sitemap"),
    **dict.fromkeys(("crawl-delay", "crawl delay"), CRAWL_DELAY),
    **dict.fromkeys(("request-rate", "request rate"), REQUEST_RATE),
    **dict.fromkeys(("visit-time", "visit time"), "visit-time"),
}
_SITE_WIDE = frozenset(("sitemap",))
_INDEX = "/index.html"
# A group is named by a product token (RFC 9309, section 2.2.1); some write the version behind it, too.
_VERSION = re.compile(r"\A([\w-]+)/.*")


class Rule(NamedTuple):
    """A line of a group: its field in lower case, and its value."""

    field: str
    value: str


class Robots(NamedTuple):
    """A robots.txt: the groups of each agent, in order, and the rules that come before any.

    Agents that share a group share its list: a file may name thousands of them above thousands of rules.
    """

    groups: dict[str, list[list[Rule]]]
    outside: list[Rule]
    length: int
    """Characters of the text."""

    def agent_of(self, token: str) -> str | None:
        """The agent whose group a product token belongs to: the longest that it begins with, else `*`."""
        token = token.lower()
        named = [agent for agent in self.groups if agent != "*" and token.startswith(agent)]
        return max(named, key=len) if named else "*" if "*" in self.groups else None

    def rules(self, agent: str | None, field: str) -> Iterator[str]:
        """The values of a field in the group of an agent; outside of groups if it is None."""
        return (rule.value for rule in self.rules_of(agent) if rule.field == field)

    def rules_of(self, agent: str | None) -> Iterable[Rule]:
        """The rules of an agent, in order; outside of groups if it is None."""
        return self.outside if agent is None else chain.from_iterable(self.groups.get(agent, ()))

    def allows(self, agent: str | None, url: str) -> bool:
        """Whether the group of an agent lets an address be fetched: the longest rule counts, Allow of two alike."""
        if agent is None:
            return True
        path = path_of(url)
        best, allowed = -1, True
        for rule in self.rules_of(agent):
            if rule.field not in (ALLOW, DISALLOW):
                continue
            for each in _patterns(rule):
                longer = each.length > best or (each.length == best and rule.field == ALLOW)
                if longer and each.matches(path):
                    best, allowed = each.length, rule.field == ALLOW
        return allowed or path == "/robots.txt"


@lru_cache(maxsize=4096)
def _patterns(rule: Rule) -> tuple[Pattern, ...]:
    """The pattern of a rule, and what protego takes it for besides: a `$` as it stands, a folder for its index page."""
    patterns = [pattern(rule.value)]
    if "$" in rule.value:
        patterns.append(pattern(rule.value.replace("$", "%24")))
    if rule.field == ALLOW and patterns[0].text.endswith(_INDEX) and not patterns[0].anchored:
        patterns.append(pattern(f"{patterns[0].text.removesuffix('index.html')}$"))
    return tuple(patterns)


@lru_cache(maxsize=256)
def allows(text: str, agent: str | None, url: str) -> bool:
    """The same of the group of a text: several mechanisms ask it of the same document."""
    return parse(text).allows(agent, url)


@cached(LRUCache(_KEPT, getsizeof=lambda robots: max(robots.length, _SHORTEST)), lock=Lock())
def parse(text: str) -> Robots:
    """The groups of a robots.txt; any text is one. The pages of a host come one after the other, so it is kept."""
    groups: dict[str, list[list[Rule]]] = {}
    outside: list[Rule] = []
    group: list[Rule] = []
    named: set[str] = set()
    before: str | None = None
    for field, value in _lines(text):
        if field == AGENT and before not in (None, AGENT):
            group, named = [], set()
        if field not in _SITE_WIDE:
            before = field
        if not value or field in _SITE_WIDE:
            continue
        if field == AGENT:
            for agent in _agents(value):
                if agent not in named:
                    named.add(agent)
                    groups.setdefault(agent, []).append(group)
        else:
            (group if named else outside).append(Rule(field, value))
    return Robots(groups, outside, len(text))


def _agents(value: str) -> Iterable[str]:
    agent = _VERSION.sub(r"\1", value.lower())
    without = agent.replace("*", "")
    return (agent,) if agent == "*" or "*" not in agent or not without else (agent, without)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        field, colon, value = line.partition(":")
        name = field.strip().lower()
        if colon and (name in _FIELDS or not value or value[0].isspace()):
            yield _FIELDS.get(name, name), value.strip()
            continue
        words = line.split()
        for count in (1, 2):
            spelled = " ".join(words[:count]).lower()
            if spelled in _FIELDS:
                yield _FIELDS[spelled], " ".join(words[count:])
                break
        else:
            if colon:
                yield name, value.strip()
