"""What is done to a document in the process that reads it. Only that process imports it, which takes a while."""

from functools import partial

from pipeline import VERSION
from schemas.article import Article
from schemas.capture import Capture, Document
from transforms.rights.agents import Agents


def extract(capture: Capture, agents: Agents | None) -> Document:
    """The document of a capture, with its rights; `agents` is the table of agents, by default the one shipped."""
    from transforms.extract.stage import extract
    from transforms.rights.rights import read_rights

    return extract(capture, partial(read_rights, agents=agents))


def clean(document: Document) -> Article:
    """The article of a document."""
    from transforms.clean.stage import clean

    return clean(document, VERSION)
