"""What the publisher of a capture allows, within the stage that extracts it."""

from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement

from schemas.capture import Capture
from schemas.usage import Rights
from transforms.rights import page
from transforms.rights.agents import Agents
from transforms.rights.evidence import Evidence
from transforms.rights.rights import rights


def read_rights(
    capture: Capture, declared: Sequence[HtmlElement], article: dict[str, Any] | None, agents: Agents | None = None
) -> Rights:
    """Reads a capture's response fields, what its page declares, and the files of its site. A pure function of them.

    `declared` are the metas, links and scripts of the page, `article` is its article in JSON-LD.
    """
    evidence = Evidence(
        url=capture.url or capture.announcement.url,
        captured_at=capture.captured_at,
        fields=capture.fields,
        page=page.read(declared, article),
        files=capture.site_files,
    )
    return rights(evidence, agents)
