"""What a run leaves out for a purpose, and that every document that it left out is counted."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from schemas.reject import Reason
from schemas.usage import Permission, Rights, Usage, Use
from tests.conftest import Run
from transforms.rights.purpose import Purpose, refusal

TEXT = "<p>The council of the town met on Monday evening and agreed to mend the roof of the old market hall.</p>" * 4


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    heads = {
        "reserved": '<meta name="robots" content="noai">',
        "mining": '<meta name="tdm-reservation" content="1">',
        "silent": "",
        "snippets": '<meta name="robots" content="max-snippet:50">',
    }
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, head in heads.items():
        title = f"<title>News of {name}</title>"
        page = f"<!doctype html><html><head>{title}{head}</head><body><article>{TEXT}{name}</article></body>"
        (folder / f"{name}.html").write_text(page)
        about = {"url": f"https://{name}.example/a", "captured": "2026-02-16T09:12:00Z"}
        (folder / f"{name}.json").write_text(json.dumps(about))
    return folder


def sources(rows: list[dict[str, str]]) -> set[str]:
    return {row["url"].removeprefix("https://").partition(".")[0] for row in rows}


def test_without_a_purpose_everything_is_written_with_its_rights(run: Run, pages: Path) -> None:
    output = run(pages, "--models", "")
    assert output.status == 0
    said = {row["source"].removesuffix(".example"): row["usage"]["train_ai"] for row in output.articles}
    assert said == {"reserved": "reserved", "mining": "reserved", "silent": "unknown", "snippets": "unknown"}
    assert output.ledger["reserved_by"] == {}


def test_what_is_reserved_is_left_out_and_counted(run: Run, pages: Path) -> None:
    output = run(pages, "--models", "", "--purpose", "train-ai")
    assert output.status == 0
    assert sources(output.articles) == {"silent", "snippets"}
    assert output.ledger["outcomes"] == {"written": 2, "reserved": 2}
    assert output.ledger["reserved_by"] == {"mining.example": {"tdmrep": 1}, "reserved.example": {"robots-meta": 1}}
    left_out = {(row["reason"], row["stage"], row["payload"]) for row in output.rejects}
    assert left_out == {("usage-reserved", "rights", None)}


def test_what_is_unknown_may_be_left_out_too(run: Run, pages: Path) -> None:
    output = run(pages, "--models", "", "--purpose", "tdm", "--unknown", "drop")
    assert output.articles == []
    assert output.ledger["reasons"] == {"usage-reserved": 1, "usage-unknown": 3}


def test_a_purpose_takes_out_what_an_earlier_run_wrote(run: Run, pages: Path) -> None:
    run(pages, "--models", "")
    output = run(pages, "--models", "", "--purpose", "train-ai")
    assert sources(output.articles) == {"silent", "snippets"}


def test_show_says_what_share_is_reserved(run: Run, pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = run(pages, "--models", "")
    capsys.readouterr()
    main(["show", str(output.path)])
    shown = capsys.readouterr().out
    assert any(line.split()[:4] == ["mining.example", "tdm", "100%", "2026-02-16"] for line in shown.splitlines())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--purpose", "training"), "--purpose"),
        (("--strict-tokens", "GPTBot"), "--purpose"),
        (("--purpose", "train-ai", "--strict-tokens", "NoSuchBot"), "NoSuchBot"),
        (("--agents", "missing.toml"), "missing.toml"),
    ],
)
def test_a_wrong_option_is_reported(
    run: Run, pages: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: str
) -> None:
    assert run(pages, *arguments).status == 2
    assert named in capsys.readouterr().err


def test_a_ban_of_an_agent_is_evidence_unless_it_is_named() -> None:
    rights = Rights(usage=Usage(train_ai=Permission.ALLOWED), ai_agents_disallowed=("CCBot", "GPTBot"))
    assert refusal(rights, Purpose(use=Use.TRAIN_AI)) is None
    refused = refusal(rights, Purpose(use=Use.TRAIN_AI, strict_tokens=frozenset(["GPTBot"])))
    assert refused is not None
    assert (refused.reason, refused.mechanisms) == (Reason.USAGE_RESERVED, ("ai-agents",))
    assert "GPTBot" in refused.message
