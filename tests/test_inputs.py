"""What an INPUT is: which files it names, how they are read, and what is said of the others."""

import gzip
import logging
import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.run.inputs import classify_inputs
from pipeline.run.listing import list_input, references
from schemas.reference import FileKind
from tests.conftest import Run
from tests.test_warc import http, record

TEXT = "Ferry runs again\n\n" + "The ferry to the islands runs again after its winter repairs, the company said. " * 3


def named(*inputs: Path | str, output: str | None = None) -> list[str]:
    return [reference.uri for reference in references(map(str, inputs), output)]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("A.HTML", FileKind.HTML),
        ("a.XHTML", FileKind.HTML),
        ("A.TXT.GZ", FileKind.TEXT),
        ("CC-MAIN.warc.wet.gz", FileKind.WARC),
        ("a.WARC.gz", FileKind.WARC),
        ("b.Rss", FileKind.FEED),
        ("a.ARC.gz", FileKind.WARC),
        ("a.warc.zst", FileKind.WARC),
        ("a.WACZ", FileKind.WACZ),
    ],
)
def test_names_in_any_case(name: str, kind: FileKind, tmp_path: Path) -> None:
    write(tmp_path, name)
    assert [reference.kind for reference in references([str(tmp_path)])] == [kind]
    assert [reference.kind for reference in references([str(tmp_path / name)])] == [kind]


@pytest.mark.parametrize("name", ["a.html.zst", "a.cdx", "a.cdxj.gz", "a.zip"])
def test_unread_formats_are_named_with_a_remedy(name: str, tmp_path: Path) -> None:
    write(tmp_path, name)
    for given in (tmp_path / name, tmp_path):
        with pytest.raises(UsageError, match=r"(is not read|archives alone).*; "):
            named(given)


def test_skipped_files_are_counted_and_named(run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "in", "a.txt", "1.jpg", "2.JPG", "3.jpg", "note.docx", "_hidden.jpg")
    with caplog.at_level(logging.WARNING):
        run(tmp_path / "in")
    assert f"{tmp_path}/in: 4 files skipped: 3 .jpg, 1 .docx" in caplog.messages
    assert list_input(str(tmp_path / "in" / "a.txt"), str(tmp_path / "out")).skipped() is None


def test_pipes_and_devices_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "endless.warc").symlink_to("/dev/zero")
    (tmp_path / "page.html").write_text("<p>The ferry runs.</p>")
    (tmp_path / "linked.html").symlink_to(tmp_path / "page.html")
    assert [Path(each.path).name for each in references([str(tmp_path)])] == ["linked.html", "page.html"]


def test_two_stars_also_match_no_folder(tmp_path: Path) -> None:
    write(tmp_path / "in", "a.html", "b/c.html", "b/d/e.html", "b/f.txt")
    assert named(f"{tmp_path}/in/**/*.html") == ["in/a.html", "in/b/c.html", "in/b/d/e.html"]


def test_an_output_of_another_run_within_an_input_is_left_out_and_named(
    run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "in", "a.txt")
    run(tmp_path / "in", output=tmp_path / "in" / "before")
    with caplog.at_level(logging.WARNING):
        run(tmp_path / "in", output=tmp_path / "after")
    left_out = f"an output of Dateline is left out: {tmp_path}/in/before; `dateline replay` reads one"
    assert f"{tmp_path}/in: {left_out}" in caplog.messages
    assert named(tmp_path / "in", output=str(tmp_path / "after")) == ["in/a.txt"]
    # Its rejects are an input, if they are asked for.
    write(tmp_path / "in" / "before" / "rejects", "run=1/rejects.parquet")
    assert named(tmp_path / "in/before/rejects", output=str(tmp_path / "after")) == ["rejects/run=1/rejects.parquet"]


def test_an_output_within_an_input_is_not_read_back(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.txt", "empty.html")
    (tmp_path / "in" / "empty.html").write_text("")
    output = tmp_path / "in" / "out"
    first = run(tmp_path / "in", output=output).ledger
    assert list(output.rglob("rejects/**/*.parquet"))
    again = run(tmp_path / "in", output=output).ledger
    assert (first["captured"], again["captured"]) == (2, 2)
    assert named(output / "rejects", output=str(output))


@pytest.mark.parametrize("bad", ["not an address", "news.example.org/feed", "htp://news.example.org/feed", "user@host"])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_bad_line_in_a_list_of_feeds_is_named_and_the_others_go_on(bad: str, position: int, tmp_path: Path) -> None:
    lines = ["https://a.example/feed", "https://b.example/feed B"]
    lines.insert(position, bad)
    (tmp_path / "feeds.txt").write_text("# feeds\n" + "\n".join(lines))
    inputs = classify_inputs([str(tmp_path / "feeds.txt")])
    assert inputs.stored == ()
    assert [feed.url for feed in inputs.followed if not feed.problem] == [
        "https://a.example/feed",
        "https://b.example/feed",
    ]
    (problem,) = (feed.problem for feed in inputs.followed if feed.problem)
    assert problem.startswith(f"line {position + 2}: ")
    assert "; write " in problem


def test_an_article_with_addresses_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"https://a.example/feed\n{TEXT}\nMore on it:\nhttps://b.example/\n")
    assert classify_inputs([str(tmp_path / "a.txt")]).stored == (str(tmp_path / "a.txt"),)


def test_a_gzip_suffix_counts_in_any_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "A.TXT.GZ").write_bytes(gzip.compress(TEXT.encode()))
    (row,) = run(tmp_path / "in").articles
    assert "its winter repairs" in row["text"]


def test_what_is_not_a_page_stays_in_its_archive(run: Run, tmp_path: Path) -> None:
    picture = http(b"\xff\xd8\xff" + b"x" * 100_000, Content_Type="image/jpeg")
    data = gzip.compress(record(picture, number=1)) + gzip.compress(record(http(b"<p>Hi"), number=2))
    (tmp_path / "a.warc.gz").write_bytes(data)
    first = run(tmp_path / "a.warc.gz")
    assert {row["reason"]: (row["size"], row["payload"]) for row in first.rejects} == {
        "not-a-page": (100_003, None),
        "no-article": (5, b"<p>Hi"),
    }
    again = run(first.path / "rejects", output=tmp_path / "again")
    assert again.ledger["reasons"] == first.ledger["reasons"] == {"no-article": 1, "not-a-page": 1}
