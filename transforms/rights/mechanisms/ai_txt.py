"""ai.txt as Spawning defines it: like robots.txt, against use in training sets. Other formats share the name."""

from schemas.usage import Permission, Use
from transforms.rights.evidence import TOKEN, Declaration, Evidence, Statement
from transforms.rights.robots import ALLOW, DISALLOW, allows, parse

VERSION = "Spawning ai.txt (2023-05)"


def read(evidence: Evidence) -> Declaration:
    """Training is reserved if the group disallows the address; it never allows anything."""
    file = evidence.file("/ai.txt")
    if file is None or evidence.url is None:
        return Declaration()
    address, text = file
    robots = parse(text)
    agent = robots.agent_of(TOKEN)
    rules = [rule for rule in robots.rules_of(agent or "") if rule.field in (ALLOW, DISALLOW)]
    statements = tuple(Statement(address, agent or "*", f"{rule.field}: {rule.value}") for rule in rules)
    values = {} if allows(text, agent, evidence.url) else {Use.TRAIN_AI: Permission.RESERVED}
    return Declaration(values=values, statements=statements)
