"""Small files become few: the same rows, whoever reads or kills meanwhile, and what is known of them stays known."""

import itertools
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import md5
from pathlib import Path

import hypothesis.strategies as st
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from pipeline.cli import main
from schemas.article import Article, Removed, RemovedKind
from schemas.revision import Revision
from tests.conftest import digests, rows
from tests.pages import archive
from tests.writers import NOON, row
from transforms.base.lock import alone
from transforms.write.compact import compact, finish, merged_name
from transforms.write.index import index_file, remembered
from transforms.write.layout import article_file
from transforms.write.table import merge_rows

DAY = 86400
ARTICLES = 48


def write(output: Path, articles: list[Article], window: int, shards: int = 1) -> None:
    """What a run writes, without a run."""
    written = [(article_file(article, window, shards), article) for article in articles]
    for file, group in itertools.groupby(sorted(written, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        merge_rows(str(output / "articles" / file), Article, [article for _, article in group])
    index = [(index_file(each), each) for each in (remembered(article, file) for file, article in written)]
    for file, group_of in itertools.groupby(sorted(index, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        merge_rows(str(output / "_state" / "revisions" / file), Revision, [known for _, known in group_of])
    (output / "_ledger").mkdir(exist_ok=True)
    (output / "_ledger" / "run.json").write_text("{}")


def day(count: int, hosts: int = 50) -> list[Article]:
    """A day's articles, most of them published on it."""
    words = ("council", "town", "river", "bridge", "school", "ferry", "train", "roof") * 2
    made = []
    for number in range(count):
        name = md5(str(number).encode()).hexdigest()
        text = " ".join(words[int(c, 16)] + name[i % 32] for i, c in enumerate(name * 24))
        captured = NOON + timedelta(seconds=(number * 7919) % DAY)
        article = replace(
            row(name, md5(text.encode()).hexdigest(), None, f"archive/{number}", text), captured_at=captured
        )
        published = captured - timedelta(hours=int(name[0], 16))
        host, removed = f"host{number % hosts}.example", (Removed(RemovedKind.RELATED_LINKS, text[:500]),)
        article = replace(article, captured_at=captured, published_at=published, removed=removed)
        made.append(replace(article, source=host, url=f"https://{host}/{name}"))
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One day of articles twice: `small`, in files of ten minutes of captures, and `whole`, in files of a day."""
    folder = tmp_path_factory.mktemp("made")
    write(folder / "small", day(ARTICLES), 600, 4)
    write(folder / "whole", day(ARTICLES), DAY)
    return folder


@pytest.fixture
def small(made: Path, tmp_path: Path) -> Path:
    """An output as version 0.1.0 wrote it: a file for ten minutes of captures and each day of publication."""
    return Path(shutil.copytree(made / "small", tmp_path / "out"))


@pytest.fixture(scope="module")
def whole(made: Path) -> Path:
    """The output that a run with the present options would have written; not to be changed."""
    return made / "whole"


def known(output: Path) -> dict[str, str]:
    return {r["capture_uri"]: r["file"] for r in rows(output / "_state" / "revisions")}


def stands(output: Path) -> dict[str, str]:
    """Of each row the file that it is in."""
    return {
        r["capture_uri"]: str(path.relative_to(output / "articles"))
        for path in (output / "articles").rglob("*.parquet")
        for r in pq.read_table(path, columns=["capture_uri"]).to_pylist()
    }


def test_the_files_are_those_that_a_longer_window_would_have_made(small: Path, whole: Path) -> None:
    before = sorted(r["capture_uri"] for r in rows(small / "articles"))
    assert main(["compact", str(small)]) == 0
    assert digests(small / "articles") == digests(whole / "articles")
    assert sorted(r["capture_uri"] for r in rows(small / "articles")) == before
    assert known(small) == known(whole) == stands(small)
    assert [path.name for path in (small / "_state").iterdir()] == ["revisions"]


def test_doing_it_again_changes_nothing(small: Path) -> None:
    assert main(["compact", str(small)]) == 0
    inodes = {path: path.stat().st_ino for path in small.rglob("*.parquet")}
    assert main(["compact", str(small)]) == 0
    assert {path: path.stat().st_ino for path in small.rglob("*.parquet")} == inodes


def test_a_thousand_articles_of_a_day_of_fifty_hosts(tmp_path: Path) -> None:
    """At most 40 files, and 5 KB an article: as rounds and streams write them, and as compact makes of smaller ones."""
    articles = day(1000)
    for start in range(0, 1000, 50):
        write(tmp_path / "rounds", articles[start : start + 50], DAY)
    write(tmp_path / "small", articles, 600)
    assert len(digests(tmp_path / "small" / "articles")) > 150
    assert main(["compact", str(tmp_path / "small")]) == 0
    for output in (tmp_path / "rounds", tmp_path / "small"):
        files = list((output / "articles").rglob("*.parquet"))
        assert len(files) <= 40
        assert sum(path.stat().st_size for path in files) <= 5_000 * 1000
    assert digests(tmp_path / "small" / "articles") == digests(tmp_path / "rounds" / "articles")


class Killed(BaseException):
    pass


STEPS = ("write_whole", "union", "exchange", "_remember", "remove")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_compaction_is_finished_by_the_next_writer(
    step: str, when: str, small: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = getattr(sys.modules["transforms.write.compact"], step)

    def dies(*arguments: object) -> None:
        if when == "after":
            done(*arguments)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"transforms.write.compact.{step}", dies)
        with pytest.raises(Killed):
            list(compact(str(small), DAY, 1))
    finish(str(small))
    assert known(small) == stands(small)
    assert len(stands(small)) == sum(
        pq.read_metadata(path).num_rows for path in (small / "articles").rglob("*.parquet")
    )
    list(compact(str(small), DAY, 1))
    assert digests(small / "articles") == digests(whole / "articles")
    assert known(small) == known(whole)


def test_a_compaction_killed_by_a_signal_is_finished_by_the_next_run(tmp_path: Path) -> None:
    news = tmp_path / "news.warc.gz"
    news.write_bytes(archive(range(12)))
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert main(["run", str(news), "--output", str(out), "--models=", "--file-window=10m"]) == 0
    assert main(["run", str(news), "--output", str(whole), "--models="]) == 0
    code = (
        "import os, signal, transforms.write.compact as c\n"
        "c._remember = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"list(c.compact({str(out)!r}, 86400, 1))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert main(["run", str(news), "--output", str(out), "--models="]) == 0
    assert main(["compact", str(out)]) == 0
    assert digests(out / "articles") == digests(whole / "articles")


def test_a_capture_that_is_read_again_is_found_where_it_is_now(tmp_path: Path) -> None:
    """A newer program moves rows: the old one goes, from the file that it was merged into."""
    news = tmp_path / "news.warc.gz"
    news.write_bytes(archive(range(8)))
    out = tmp_path / "out"
    assert main(["run", str(news), "--output", str(out), "--models=", "--file-window=10m"]) == 0
    before = sorted(r["capture_uri"] for r in rows(out / "articles"))
    assert main(["compact", str(out)]) == 0
    assert main(["run", str(news), "--output", str(out), "--models=", "--shards=3"]) == 0
    assert sorted(r["capture_uri"] for r in rows(out / "articles")) == before
    assert known(out) == stands(out)


def test_a_reader_finds_each_row_once(small: Path) -> None:
    """Or a file that it had listed is gone, and it reads again."""
    done = threading.Event()
    seen, errors = set[int](), list[BaseException]()

    def read() -> None:
        while not done.is_set():
            for folder in sorted((small / "articles").iterdir()):
                try:
                    paths = list(folder.iterdir())
                    found = [pq.read_table(path, columns=["capture_uri"], partitioning=None) for path in paths]
                except FileNotFoundError:
                    continue
                except BaseException as error:
                    errors.append(error)
                    return
                seen.add(hash((folder.name, sum(table.num_rows for table in found))))

    expected = {
        hash((folder.name, sum(pq.read_metadata(path).num_rows for path in folder.iterdir())))
        for folder in (small / "articles").iterdir()
    }
    reader = threading.Thread(target=read)
    reader.start()
    list(compact(str(small), DAY, 1))
    done.set()
    reader.join()
    assert errors == []
    assert seen <= expected


def test_files_of_other_programs_stay(small: Path) -> None:
    (folder,) = list((small / "articles").iterdir())[:1]
    (folder / "notes.txt").write_text("mine")
    assert main(["compact", str(small)]) == 0
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_command_reports_what_it_did_and_does_not_wait(
    small: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["compact", str(tmp_path / "none")]) == 2
    with alone(str(small)):
        assert main(["compact", str(small)]) == 1
    assert "has been writing to it since" in capsys.readouterr().err
    assert main(["compact", str(small)]) == 0
    assert "files" in capsys.readouterr().out


@given(st.integers(0, 10**6), st.sampled_from([600, 3600, DAY]), st.sampled_from([1, 2, 3, 4]), st.sampled_from([1, 2]))
def test_a_file_is_merged_into_the_one_that_its_rows_belong_to(
    minute: int, window: int, shards: int, fewer: int
) -> None:
    article = replace(
        row(md5(str(minute).encode()).hexdigest()), captured_at=NOON + timedelta(minutes=minute), published_at=None
    )
    name, merged = (article_file(article, *how).partition("/")[2] for how in ((window, shards), (DAY, fewer)))
    if shards % fewer == 0:
        assert merged_name(name, DAY, fewer) == merged
    assert merged_name(merged_name(name, DAY, fewer), DAY, fewer) == merged_name(name, DAY, fewer)
    assert merged_name("notes.txt", DAY, fewer) == "notes.txt"
