"""The documentation says what the code does: commands parse, links lead somewhere, names are those of the code."""

import json
import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS, parser
from pipeline.options import Options
from schemas.article import Article, DateOrigin, Entity, Mention, Removed, RemovedKind
from schemas.columns import Column, columns
from schemas.ledger import Ledger, Outcome
from schemas.reject import PAYLOAD_LIMIT, Reason, Reject
from schemas.story import MatchedBy, Story
from schemas.structure import Image, Link, Part, PartKind
from transforms.base import http_body, sandbox
from transforms.base.zones import AMBIGUOUS
from transforms.enrich import model as entity_model
from transforms.extract import markup
from transforms.extract import stage as extract
from transforms.read import stage as read
from transforms.read.feed.model import MAX_ENTRIES
from transforms.read.filename import KINDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").rglob("*.md")])
README, RECORD, EXTRACTION = (
    (ROOT / name).read_text("utf-8") for name in ("README.md", "docs/record.md", "docs/extraction.md")
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_TEST_NAME = re.compile(r"`(test_\w+)`")
_FILE_NAME = re.compile(r"`((?:pipeline|transforms|schemas|seeds|tests|deploy|docs)/[\w./-]*)`")


_SHELL = re.compile(r"^```sh\n(.*?)^```$|((?:^    (?:dateline|\*/10 ).*\n)+)", re.MULTILINE | re.DOTALL)
_NAMES = "|".join(command.__name__.rpartition(".")[2] for command in COMMANDS)
_ANOTHER = re.compile(
    rf"(?<!&&)(?<!\|)(?<!exec dateline) (?:dateline (?:{_NAMES})\b"
    r"|docker (?:build|compose|push)|gcloud (?:auth|config|services)|journalctl -|make (?:-C|setup)|runuser -"
    r"|systemctl (?:daemon-reload|enable|start|stop)|terraform -)|# .* dateline$"
)
"""A command that stands behind another, with nothing between the two."""


def shell(text: str) -> list[str]:
    """The lines of a page that are meant for a shell, each with what it continues in."""
    blocks = "".join(fenced or indented for fenced, indented in _SHELL.findall(text))
    return [line.strip() for line in blocks.replace("\\\n", " ").splitlines() if line.strip()]


def commands(text: str) -> list[list[str]]:
    """The arguments of every `dateline` command in the shell blocks of a page."""
    lines = (re.match(r"(?:\*/\d+ [* ]+)?(?:\S+/)?dateline (.*)$", line) for line in shell(text))
    return [shlex.split(line[1].partition(" | ")[0], comments=True) for line in lines if line]


def section(text: str, heading: str) -> str:
    """What stands below a heading, to the next one of any level."""
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, heading
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str) -> list[dict[str, str]]:
    """For each table the first cell of every row, without backticks, and the second."""
    found: list[dict[str, str]] = []
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in block.splitlines()[2:]]
        found.append({row[0].strip("` "): row[1].strip("| ") for row in rows})
    return found


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def shown_type(column: Column) -> str:
    kind = {"str": "string", "bytes": "binary", "datetime": "timestamp"}.get(column.kind.__name__, column.kind.__name__)
    return ("struct" if column.is_struct else kind) + "[]" * column.repeated + "?" * column.nullable


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_parse(page: Path) -> None:
    """Options that only Beam knows are left over, nothing else is."""
    for arguments in commands(page.read_text("utf-8")):
        parsed, left = parser().parse_known_args(arguments)
        assert all(argument.startswith("--") for argument in left), arguments
        if parsed.command == "run":
            Options.of(parsed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_line_for_the_shell_is_one_command(page: Path) -> None:
    """Who fills paragraphs anew must not fill these."""
    lines = shell(page.read_text("utf-8"))
    assert [line for line in lines if _ANOTHER.search(line)] == []


def test_the_readme_shows_commands() -> None:
    assert {arguments[0] for arguments in commands(README)} >= {"run"}
    assert all(f"make {target}" in README for target in ("run", "test", "runners"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_and_tests_that_are_named_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [name for name in _FILE_NAME.findall(text) if not (ROOT / name).exists()] == []
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("*.py"))
    assert [name for name in _TEST_NAME.findall(text) if f"def {name}(" not in tests] == []


def test_every_option_is_named() -> None:
    everything = "".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in Options.specs() if not re.search(rf"`--{name}[` ]", everything)] == []


def test_defaults_in_the_table_of_options_are_the_real_ones() -> None:
    rows = re.findall(r"^\| `--([\w-]+).*\| (.*) \|$", section(README, "## Options"), re.MULTILINE)
    defaults = {name: spec.default for name, spec in Options.specs().items() if spec.default}
    told = {name: default for name, default in rows if default.startswith("`")}
    assert len(told) > 2
    assert told == {name: f"`{defaults[name]}`" for name in told}


def test_every_suffix_is_in_the_table_of_inputs() -> None:
    (table,) = tables(section(README, "## Inputs"))
    assert {suffix for names in table for suffix in re.findall(r"\.\w+", names)} == KINDS.keys()


@pytest.mark.parametrize(("record", "heading"), [(Article, "## Articles"), (Reject, "## Rejects")])
def test_columns_are_described_in_their_order_and_with_their_types(record: type, heading: str) -> None:
    described = tables(section(RECORD, heading))[0]
    assert list(described.items()) == [(column.name, shown_type(column)) for column in columns(record)]


def test_columns_of_stories_are_described() -> None:
    text = section((ROOT / "docs/stories.md").read_text("utf-8"), "## Columns")
    (described,) = tables(text)
    assert list(described.items()) == [(column.name, shown_type(column)) for column in columns(Story)]
    assert [name for name in MatchedBy if f"`{name}`" not in text] == []


def test_what_is_inside_of_columns_is_described() -> None:
    text = section(RECORD, "## Articles")
    names = [column.name for record in (Entity, Mention, Removed, Part, Link, Image) for column in columns(record)]
    assert [name for name in (*names, *DateOrigin) if f"`{name}`" not in text] == []


def test_parts_are_described() -> None:
    (described,) = tables(section(RECORD, "## Structure"))
    assert described.keys() == {kind.value for kind in PartKind}


def test_reasons_are_described_with_what_they_count_as() -> None:
    _, described = tables(section(RECORD, "## Rejects"))
    assert described == {reason.value: reason.outcome.value for reason in Reason}


def test_outcomes_are_described() -> None:
    for text in (section(README, "## Ledger"), section(RECORD, "## Ledger")):
        assert [outcome for outcome in Outcome if not re.search(rf"[*`]{outcome}[*`]", text)] == []


def test_the_ledger_has_the_fields_that_are_described() -> None:
    (described,) = tables(section(RECORD, "## Ledger"))
    assert described.keys() == json.loads(Ledger("run").to_json()).keys()


def test_kinds_are_described() -> None:
    (described,) = tables(section(EXTRACTION, "### Kinds"))
    assert described.keys() == {kind.value for kind in RemovedKind}


def test_limits_are_described() -> None:
    (described,) = tables(section(EXTRACTION, "## Limits"))
    assert list(described.values()) == [
        f"{read.FILE_LIMIT >> 20} MiB",
        f"{http_body.BODY_LIMIT >> 20} MiB",
        f"{markup.MAX_BYTES >> 20} MiB",
        f"{markup.MAX_ELEMENTS:,}",
        f"{markup.MAX_ATTRIBUTES:,}",
        f"{markup.MAX_DEPTH}",
        f"{extract.MAX_TEXT:,}",
        f"{entity_model.MAX_CHARACTERS:,}",
        f"{read.TITLE_LIMIT:,}",
        f"{MAX_ENTRIES:,}",
        f"{sandbox.CPU_SECONDS:g} s",
        f"{sandbox.MEMORY >> 30} GiB",
    ]
    assert f"above {PAYLOAD_LIMIT >> 20} MiB" in section(RECORD, "## Rejects")


def test_ambiguous_zones_are_in_the_docs() -> None:
    text = (ROOT / "docs" / "formats.md").read_text()
    for name, places in AMBIGUOUS.items():
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert all(_offset(hours) in row for hours in places.values())


def _offset(hours: float) -> str:
    minutes = round(abs(hours) * 60)
    return f"{'−' if hours < 0 else '+'}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
