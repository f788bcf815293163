"""Articles of made-up papers in many languages, each with the lines that papers of its country print around one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Story:
    """An article as its page shows it, and what is right about it."""

    language: str
    site: str
    title: str
    byline: str
    authors: tuple[str, ...]
    dateline: str
    day: str
    text: tuple[str, ...]
    menu: tuple[str, ...]
    more: str
    links: tuple[str, ...]
    share: str
    consent: str
    rights: str
    kicker: str = ""


def _story(stored: dict[str, Any]) -> Story:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()}
    return Story(**fields)


STORIES = tuple(map(_story, json.loads((Path(__file__).parent / "data/press.json").read_text("utf8"))))
