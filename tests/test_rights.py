"""What publishers allow: every case of the signals as they stand, and that nothing broken is ever a permission."""

import json
import re
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from schemas.usage import Permission, Rights, Usage, Use
from transforms.extract import jsonld, markup
from transforms.rights import page
from transforms.rights.evidence import Evidence
from transforms.rights.licences import licences
from transforms.rights.rights import merged, rights
from transforms.rights.robots import parse

CASES = json.loads((Path(__file__).parent / "data" / "rights.json").read_text())


def evidence(case: dict[str, Any]) -> Evidence:
    html = f"<!doctype html><html><head>{case['html_head']}</head><body>{case.get('html_body', '<p>One.</p>')}</body>"
    tree = markup.parse(html)
    declared = list(tree.iter(*markup.DECLARING))
    articles = jsonld.read(declared).articles()
    files = {urljoin(case["url"], path): text for path, text in (case["well_known"] or {}).items()}
    if case["robots"] is not None:
        files[urljoin(case["url"], "/robots.txt")] = case["robots"]
    fields = case["headers"].items()
    lines = [(name, line) for name, value in fields for line in ([value] if isinstance(value, str) else value)]
    at = case.get("captured_at")
    return Evidence(
        url=case["url"],
        captured_at=datetime.fromisoformat(at) if at else None,
        fields=tuple(lines),
        page=page.read(declared, articles[0] if articles else None),
        files=files,
    )


def judged(found: Rights) -> dict[str, Any]:
    return {
        **{use.value: found.usage.of(use) for use in Use},
        "snippet_max": found.usage.snippet_max,
        "licence": found.licence,
        "accessible_for_free": found.accessible_for_free,
        "crawl": {True: "allowed", False: "disallowed", None: None}[found.crawl_allowed],
        "ai_agents_disallowed": list(found.ai_agents_disallowed),
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_cases_of_the_signals(case: dict[str, Any]) -> None:
    found = judged(rights(evidence(case)))
    assert {key: found[key] for key in case["expect"]} == case["expect"], case["why"]


# --- robots.txt: the same decision as protego, which decides what is fetched

_AGENTS = ("*", "Dateline", "dateline-other", "Date", "GPTBot", "date*", "Other Bot")
_PATHS = (
    "/",
    "/a",
    "/a/b",
    "/a*b",
    "/*.html$",
    "/a$",
    "*",
    "/%7Ea",
    "/caf\u00e9/",
    "/a?b=c",
    "/A",
    "/index.html",
    "/a$b",
    "/%2fa",
)
_LABELS = (
    "Allow",
    "Disallow",
    "disalow",
    "Crawl-delay",
    "Sitemap",
    "Content-Usage",
    "Content-Signal",
    "License",
    "Host",
)
_line = st.one_of(
    st.builds("User-agent: {}".format, st.sampled_from(_AGENTS)),
    st.builds(
        "{}{}{}".format, st.sampled_from(_LABELS), st.sampled_from((": ", ":", " ", " : ")), st.sampled_from(_PATHS)
    ),
    st.builds("{}:".format, st.sampled_from(("User-agent", *_LABELS))),
    st.sampled_from(("", "# a comment", "Disallow: /a # why", "no directive", "User agent Dateline", "a:b", "\t")),
    st.text(alphabet="UserAgntDisalowC-:/ *$%#\n\r\x0b\x85", max_size=30),
)
_ADDRESSES = (
    "",
    "/",
    "/a",
    "/a/b",
    "/axb.html",
    "/~a",
    "/caf%C3%A9/x",
    "/a?b=c",
    "/A#a",
    "/index.html",
    "/a$b",
    "/%2Fa",
    "/a*b",
)


_VERSION = re.compile(r"agent\b.*/", re.IGNORECASE)


@given(
    st.lists(_line, max_size=12).map("\n".join).filter(lambda text: not _VERSION.search(text)),
    st.sampled_from(_ADDRESSES),
)
def test_the_groups_of_a_robots_txt_allow_what_protego_allows(text: str, path: str) -> None:
    robots, url = parse(text), f"https://news.example{path}"
    assert robots.allows(robots.agent_of("dateline"), url) == Protego.parse(text).can_fetch(url, "dateline")


@pytest.mark.parametrize("agent", ["Dateline/1.0", "dateline/2 (+https://example.org/bot)", "DATELINE/"])
def test_a_group_with_a_version_is_that_of_its_agent(agent: str) -> None:
    """Fetching and rights read the same group: what is fetched as ours is not reserved as another's."""
    text = f"User-agent: *\nDisallow: /\n\nUser-agent: {agent}\nAllow: /\nContent-Usage: train-ai=n\n"
    found = rights(Evidence(url=_HERE, fields=(), files={f"{_SITE}/robots.txt": text}))
    assert found.usage.train_ai is Permission.RESERVED
    assert parse(text).allows(parse(text).agent_of("dateline"), _HERE)


@pytest.mark.parametrize("address", ["https://[", "//[::1", "javascript:x"])
def test_a_licence_at_no_address_costs_no_document(address: str) -> None:
    text = f"User-agent: *\nLicense: {address}\n"
    fields = (("link", f'<{address}>; rel="license"; type="application/rsl+xml"'),)
    assert licences(_HERE, fields, text, b"") == []
    assert rights(Evidence(url=_HERE, fields=fields, files={f"{_SITE}/robots.txt": text})).usage == Usage()


# --- nothing broken is a permission

_HERE = "https://news.example/a/story"
_SITE = "https://news.example"
_TERMS = '<content url="/"><license><permits type="usage">all</permits></license></content>'
_LICENCE = f'<rsl xmlns="https://rslstandard.org/rsl">{_TERMS}</rsl>'
_PERMITTING: list[tuple[str, str]] = [
    ("content-usage", "train-ai=y, search=y, ai-use=y"),
    ("tdm-reservation", "0"),
    ("x-robots-tag", "max-snippet:50"),
    ("/robots.txt", "User-agent: *\nContent-Usage: train-ai=y, search=y, ai-use=y\n"),
    ("/robots.txt", "User-agent: *\nContent-Signal: search=yes, ai-input=yes, ai-train=yes\n"),
    ("/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 0}]'),
    ("/license.xml", _LICENCE),
    ("html", '<meta name="tdm-reservation" content="0"><meta name="robots" content="max-snippet:50">'),
    ("html", f'<script type="application/rsl+xml">{_LICENCE}</script>'),
]
_PLACES = sorted({place for place, _ in _PERMITTING} | {"link", "content-signal", "/ai.txt"})


def said(place: str, text: str) -> Usage:
    files = {f"{_SITE}{place}": text} if place.startswith("/") else {}
    if place == "/license.xml":
        files[f"{_SITE}/robots.txt"] = f"License: {_SITE}/license.xml\n"
    tree = markup.parse(f"<html><body><p>One.</p>{text if place == 'html' else ''}</body></html>")
    fields = () if place.startswith("/") or place == "html" else ((place, text),)
    return rights(
        Evidence(url=_HERE, fields=fields, page=page.read(list(tree.iter(*markup.DECLARING))), files=files)
    ).usage


def allowed(usage: Usage) -> set[Use]:
    return {use for use in Use if usage.of(use) is Permission.ALLOWED}


@pytest.mark.parametrize(("place", "text"), _PERMITTING)
def test_a_permission_is_read(place: str, text: str) -> None:
    assert allowed(said(place, text))


@given(st.sampled_from(_PERMITTING), st.data())
def test_a_damaged_statement_allows_no_more(statement: tuple[str, str], data: st.DataObject) -> None:
    place, text = statement
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    broken = text[:start] + data.draw(st.text(max_size=3)) + text[end:]
    assert allowed(said(place, broken)) <= allowed(said(place, text))


@given(
    st.sampled_from(_PLACES), st.text(max_size=200) | st.text(alphabet="<>{}[]\"'=:;,.*/-aeimnorstu \n", max_size=200)
)
def test_any_text_in_any_place_is_read_and_allows_nothing(place: str, text: str) -> None:
    assert allowed(said(place, text)) == set()


# --- more statements

_values = st.dictionaries(st.sampled_from(list(Use)), st.sampled_from(list(Permission)))


@given(st.lists(_values, max_size=5), _values)
def test_one_more_mechanism_takes_no_reservation_back(
    sides: list[dict[Use, Permission]], more: dict[Use, Permission]
) -> None:
    before, after = merged(*sides), merged(*sides, more)
    assert {use for use in before if before[use] is Permission.RESERVED} <= {
        use for use in after if after[use] is Permission.RESERVED
    }


def test_two_mechanisms_together_reserve_what_either_does() -> None:
    cases = [case for case in CASES if "+" not in case["signal"] and case["url"].startswith("https://harbourpost")]
    alone = [(case, evidence(case), rights(evidence(case)).usage) for case in cases]
    for (one, first, usage), (other, second, other_usage) in combinations(alone, 2):
        if one["signal"] == other["signal"] or first.files.keys() & second.files.keys():
            continue
        page = replace(first.page, metas=first.page.metas + second.page.metas)
        files = {**first.files, **second.files}
        at = first.captured_at or second.captured_at
        both = rights(replace(first, captured_at=at, fields=first.fields + second.fields, page=page, files=files)).usage
        reserved = [use for use in Use if Permission.RESERVED in (usage.of(use), other_usage.of(use))]
        assert all(both.of(use) is Permission.RESERVED for use in reserved), (one["id"], other["id"])


@pytest.mark.parametrize(
    ("line", "addressee"),
    [
        ("noarchive", "*"),
        ("gptbot: noai", "gptbot"),
        ("gptbot: noai, otherbot: noindex", "gptbot, otherbot"),
        ("", "*"),
    ],
)
def test_a_statement_names_whom_it_addresses(line: str, addressee: str) -> None:
    case = {"url": "https://a.example/", "html_head": "", "well_known": None, "robots": None}
    found = rights(evidence(case | {"headers": {"X-Robots-Tag": line}}))
    assert [statement.addressee for statement in found.signals if statement.mechanism == "robots-meta"] == [addressee]
