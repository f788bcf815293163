"""Groups of robots.txt for agents and tokens that collect for AI: evidence of a wish, never a ban for others."""

from transforms.rights.agents import Agent
from transforms.rights.evidence import Declaration, Evidence, Statement
from transforms.rights.robots import allows, parse

NAME = "ai-agents"


def disallowed(evidence: Evidence, agents: tuple[Agent, ...]) -> tuple[str, ...]:
    """The agents of the table whose own group does not let them fetch the document, in the table's spelling, sorted."""
    file = evidence.file("/robots.txt")
    if file is None or evidence.url is None:
        return ()
    text, url = file[1], evidence.url
    robots = parse(text)
    named = (agent for agent in agents if agent.token.lower() in robots.groups)
    return tuple(sorted(agent.token for agent in named if not allows(text, agent.token.lower(), url)))


def declaration(evidence: Evidence, names: tuple[str, ...]) -> Declaration:
    """One statement that names them all."""
    file = evidence.file("/robots.txt")
    if file is None or not names:
        return Declaration()
    return Declaration(statements=(Statement(file[0], ", ".join(names), "disallow"),))
