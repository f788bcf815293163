"""The table of mechanisms, each with what reads it and the dated text by which. A new draft is a module and a line."""

from collections.abc import Callable
from typing import NamedTuple

from transforms.rights.evidence import Declaration, Evidence
from transforms.rights.mechanisms import ai_txt, content_signal, content_usage, robots_meta, rsl, schema_org, tdmrep


class Mechanism(NamedTuple):
    """A way to say what is allowed."""

    name: str
    version: str
    read: Callable[[Evidence], Declaration]


MECHANISMS = (
    Mechanism(content_usage.NAME, content_usage.VERSION, content_usage.read),
    Mechanism(content_signal.NAME, content_signal.VERSION, content_signal.read),
    Mechanism("rsl", rsl.VERSION, rsl.read),
    Mechanism("schema-org", schema_org.VERSION, schema_org.read),
    Mechanism("tdmrep", tdmrep.VERSION, tdmrep.read),
    Mechanism("robots-meta", robots_meta.VERSION, robots_meta.read),
    Mechanism("ai-txt", ai_txt.VERSION, ai_txt.read),
)
