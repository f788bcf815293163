"""The page: figures and articles as one HTML file that loads nothing from elsewhere."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline import VERSION
from pipeline.report import formatting
from pipeline.report.figures import Figures
from pipeline.report.kinds import ENTITY, FAMILIES, FAMILY
from pipeline.report.pack import Packed, packed
from pipeline.report.sections import sections
from pipeline.report.text import harmless, web_address

TEMPLATES = Path(__file__).parent / "templates"


def page(name: str, figures: Figures, articles: Packed, version: str = "") -> bytes:
    """The page of an output that is called `name`.

    With a `version` it is a live one: it asks its own server for texts, and whether there is a newer version.
    """
    style, script = _text("report.css"), _text("report.js")
    html = (
        _environment()
        .get_template("report.html")
        .render(
            name=name,
            now=figures.now,
            program=VERSION,
            live=version,
            policy=_policy(style, script, live=bool(version)),
            style=Markup(style),
            script=Markup(script),
            articles=articles,
            facts=packed({"families": FAMILY, "entities": ENTITY, "output": harmless(name)}),
            families=FAMILIES,
            **sections(figures),
        )
    )
    return html.encode()


def _policy(style: str, script: str, live: bool) -> str:
    """The Content-Security-Policy: this style, this script, and nothing else."""
    connect = "'self'" if live else "'none'"
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; connect-src {connect}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _safe(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    """Templates whose every value is text; StrictUndefined: a name that is misspelt is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": formatting.number,
        "share": formatting.share,
        "duration": formatting.duration,
        "minute": formatting.minute,
        "day": formatting.day,
        "language": formatting.language,
        "web_address": web_address,
    }
    return environment
