"""One story once: copies, wire credit, and articles on one event."""

import random
import re
import shutil
import subprocess
import sys
import time
import tracemalloc
import weakref
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.run.keep_stories import stories_kept
from pipeline.runners.local import missing_runner
from tests import newsday
from tests.conftest import SEEDS, digests, rows
from transforms.stories.columns import Columns
from transforms.stories.copies import shared
from transforms.stories.due import runs as runs_of_days
from transforms.stories.mark import Day, marks_of_days
from transforms.stories.sketch import About, sketch, terms_of, words_of
from transforms.stories.wire import agency
from transforms.stories.words import runs, split

ROOT = Path(__file__).parent.parent
COMMAND = str(Path(sys.executable).with_name("dateline"))
PLAIN = ("--models=", "--window=1h")


def written(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of stories by the name of the article's file, and ids as such names too."""
    names = {row["article_id"]: Path(row["capture_uri"]).stem for row in rows(folder / "articles")}
    found = {}
    for row in rows(folder / "stories"):
        named = {key: names[row[key]] if row[key] else None for key in ("copy_of", "story_id")}
        found[names[row["article_id"]]] = {**row, **named}
    return found


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All articles in one run, with their stories."""
    folder = tmp_path_factory.mktemp("stories")
    news = newsday.write(folder / "news")
    assert main(["run", str(news), "--output", str(folder / "out"), "--stories", *PLAIN]) == 0
    return folder / "out"


def test_an_edited_copy_names_the_first_and_how_much_it_shares(at_once: Path) -> None:
    found = written(at_once)
    assert found["argus-ferry"]["copy_of"] is None
    assert found["bugle-ferry"]["copy_of"] == "argus-ferry"
    assert found["bugle-ferry"]["matched_by"] == "shared-passages"
    assert 0.5 < found["bugle-ferry"]["similarity"] < 1
    assert found["courier-ferry"]["copy_of"] == "argus-ferry"
    assert found["courier-ferry"]["wire"] == "Associated Press"


def test_articles_on_one_event_are_a_story_and_not_copies(at_once: Path) -> None:
    found = written(at_once)
    assert found["herald-quake"]["story_id"] == found["echo-quake"]["story_id"] == "echo-quake"
    assert found["herald-quake"]["copy_of"] is None
    assert found["herald-quake"]["lag_seconds"] == 26 * 3600
    assert found["argus-ferry"]["story_id"] == "argus-ferry"
    assert (found["argus-ferry"]["members"], found["argus-ferry"]["outlets"]) == (3, 3)


def test_what_comes_after_the_span_is_a_story_of_its_own(at_once: Path) -> None:
    late = written(at_once)["argus-late"]
    assert (late["copy_of"], late["story_id"], late["members"]) == (None, "argus-late", 1)


def test_a_longer_span_joins_them(at_once: Path, tmp_path: Path) -> None:
    news = newsday.write(tmp_path / "news")
    assert main(["run", str(news), "--output", str(tmp_path / "out"), "--stories", "--span=10d", *PLAIN]) == 0
    assert written(tmp_path / "out")["argus-late"]["copy_of"] == "argus-ferry"


def test_day_by_day_in_another_order_gives_the_same_bytes(at_once: Path, tmp_path: Path) -> None:
    for name in ("herald-quake", "argus-late", "courier-ferry", "argus-ferry", "echo-quake", "bugle-ferry"):
        newsday.write(tmp_path / "news", [name])
        assert main(["run", str(tmp_path / "news"), "--output", str(tmp_path / "out"), "--stories", *PLAIN]) == 0
    assert digests(tmp_path / "out/stories") == digests(at_once / "stories")


def test_finding_stories_again_changes_no_file(at_once: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in at_once.rglob("*") if path.is_file()}
    assert main(["stories", str(at_once)]) == 0
    assert before == {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in before}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--direct_num_workers=2", "--direct_running_mode=multi_processing"), marks=pytest.mark.long),
        ("--runner=PrismRunner",),
        pytest.param(("--runner=FlinkRunner",), marks=pytest.mark.long),
    ],
    ids=["two-workers", "prism", "flink"],
)
def test_other_runners_write_the_same_bytes(options: tuple[str, ...], at_once: Path, tmp_path: Path) -> None:
    if missing := missing_runner(options[0].partition("=")[2] if len(options) == 1 else None):
        pytest.skip(missing)
    news = newsday.write(tmp_path / "news")
    assert main(["run", str(news), "--output", str(tmp_path / "out"), *PLAIN]) == 0
    done = subprocess.run([COMMAND, "stories", tmp_path / "out", *options], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "out/stories") == digests(at_once / "stories")


def test_a_killed_command_is_finished_by_the_next(at_once: Path, tmp_path: Path) -> None:
    news = newsday.write(tmp_path / "news")
    assert main(["run", str(news), "--output", str(tmp_path / "out"), *PLAIN]) == 0
    process = subprocess.Popen([COMMAND, "stories", tmp_path / "out"], stderr=subprocess.DEVNULL)
    state = tmp_path / "out/_state/stories"
    while process.poll() is None and not list(state.rglob("*.parquet")):
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert main(["stories", str(tmp_path / "out")]) == 0
    assert digests(tmp_path / "out/stories") == digests(at_once / "stories")
    assert len(list(state.rglob("*.parquet"))) == len(list((tmp_path / "out/stories").rglob("*.parquet")))


def test_beside_a_stream_stories_are_brought_up_to_date_again_and_again(at_once: Path, tmp_path: Path) -> None:
    days = sorted((at_once / "articles").iterdir())
    with stories_kept(str(tmp_path), span=4 * 86_400, every=0.2):
        for some in (days[:1], days):
            for day in some:
                shutil.copytree(day, tmp_path / "articles" / day.name, dirs_exist_ok=True)
            until = time.monotonic() + 120
            while {path.parent.name for path in tmp_path.glob("stories/*/*")} != {day.name for day in some}:
                assert time.monotonic() < until
                time.sleep(0.2)
    assert main(["stories", str(tmp_path)]) == 0
    assert digests(tmp_path / "stories") == digests(at_once / "stories")


def test_a_revision_of_an_article_has_no_row_of_its_own(tmp_path: Path) -> None:
    for name, paragraphs in (("first", newsday.FERRY), ("second", [*newsday.FERRY, "The ferry was towed to Vessby."])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ferry.txt").write_text("\n\n".join(paragraphs), "utf-8")
        day = {"first": 10, "second": 11}[name]
        sidecar = f'{{"url": "https://argus.example/ferry", "title": "Ferry", "captured": "2024-02-{day}T06:00:00Z"}}'
        (tmp_path / name / "ferry.json").write_text(sidecar, "utf-8")
    assert main(["run", str(tmp_path / "second"), "--output", str(tmp_path / "out"), "--stories", *PLAIN]) == 0
    assert main(["run", str(tmp_path / "first"), "--output", str(tmp_path / "out"), "--stories", *PLAIN]) == 0
    articles, (story,) = rows(tmp_path / "out/articles"), rows(tmp_path / "out/stories")
    assert len(articles) == 2
    first = min(articles, key=lambda row: row["captured_at"])
    assert (story["revision_id"], story["members"]) == (first["revision_id"], 1)


PAGE = """<html lang="en"><head><title>{title}</title>{head}</head>
<body><article><h1>{title}</h1>{byline}{body}</article></body></html>"""


def page(path: Path, head: str = "", byline: str = "") -> None:
    """An article on a ferry as a page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in newsday.FERRY)
    path.write_text(PAGE.format(title=f"Ferry runs aground: {path.stem}", head=head, byline=byline, body=body), "utf-8")


def test_agencies_in_the_data_and_bylines_of_pages_are_credits(tmp_path: Path) -> None:
    data = '{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "AFP"}, {"name": "Ann Lee"}]}'
    page(tmp_path / "data.html", f'<script type="application/ld+json">{data}</script>')
    page(tmp_path / "meta.html", '<meta name="author" content="Reuters">')
    page(tmp_path / "shown.html", byline='<p class="byline">By Ann Lee, Associated Press</p>')
    page(tmp_path / "house.html", byline='<p class="byline">By Ann Lee</p><figcaption>Photo: AFP</figcaption>')
    assert main(["run", str(tmp_path), "--output", str(tmp_path / "out"), "--stories", *PLAIN]) == 0
    assert {name: row["wire"] for name, row in written(tmp_path / "out").items()} == {
        "data": "Agence France-Presse",
        "meta": "Reuters",
        "shown": "Associated Press",
        "house": None,
    }


def test_the_seeds_are_one_story_and_no_copies(tmp_path: Path) -> None:
    assert main(["run", str(SEEDS), "--output", str(tmp_path), "--stories", *PLAIN]) == 0
    found = {name: row for name, row in written(tmp_path).items() if name.startswith(("000", "001", "002", "003"))}
    assert len(found) == 4
    assert len({row["story_id"] for row in found.values()}) == 1
    assert not any(row["copy_of"] for row in found.values())


def test_a_folder_without_articles_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", str(tmp_path)]) == 2
    assert "no articles are there" in capsys.readouterr().err


def test_show_tells_the_largest_stories(at_once: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(at_once)]) == 0
    assert "3 in 6 articles, of which 2 copies, 1 from agencies" in capsys.readouterr().out


WORDS = ["the", "of", "a", "ferry", "quake", "12"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), st.integers(1, 14))
def test_runs_are_alike_where_their_words_are(words: list[str], length: int) -> None:
    hashes = runs(words_of(words), length).tolist()
    places = [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
    assert len(hashes) == len(places)
    assert [hashes.index(one) for one in hashes] == [places.index(place) for place in places]


def text(*paragraphs: str) -> np.ndarray[Any, np.dtype[np.uint32]]:
    return words_of(split("\n".join(paragraphs), 999))


def test_a_quotation_in_common_makes_no_copy() -> None:
    quote = " ".join(newsday.FERRY[4:7])
    one, other = text(*newsday.QUAKE[:3], quote), text(quote, *newsday.QUAKE_AGAIN[:3])
    assert shared(one, other).share > 0.4
    assert not shared(one, other).copies


def test_reports_from_one_template_are_no_copies() -> None:
    def report(seed: int) -> str:
        number = random.Random(seed)
        return (
            f"In the forecast for town {number.random()}, expect a high near {number.random()} and a low around "
            f"{number.random()} degrees. Winds will be from the west at {number.random()} miles an hour. The chance of "
            f"rain is {number.random()} percent, and sunrise is at {number.random()} in the morning of that day."
        )

    for one, other in pairwise(map(report, range(9))):
        assert not shared(text(one), text(other)).copies


def test_a_text_in_a_longer_one_is_its_copy() -> None:
    assert shared(text(*newsday.FERRY), text(*newsday.FERRY[:4])) == (1.0, 1)


def day_of(articles: int) -> Columns:
    """Articles of 500 words."""
    rng = random.Random("day")
    texts = (" ".join(f"W{rng.paretovariate(1):.0f}" for _ in range(500)) for _ in range(articles))
    return Columns.of(
        [sketch(About(f"{n:032}", f"{n:032}", None, "a", None), "", t, "en") for n, t in enumerate(texts)]
    )


def test_an_article_is_held_in_3_kib() -> None:
    day_of(60)  # Hashes of words are remembered.
    tracemalloc.start()
    try:
        day, held = day_of(60), tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held / len(day) < 3 * 1024


def test_a_day_is_let_go_when_its_span_is_over() -> None:
    held = weakref.WeakSet[Columns]()

    def read(_: Day) -> Columns:
        held.add(day := day_of(1))
        return day

    days: list[Day] = [date(2024, 2, 10) + timedelta(days=n) for n in range(6)]
    assert [len(held) for _ in marks_of_days(days, timedelta(days=2), read)] == [3] * len(days)


@pytest.mark.parametrize("words", ["ignore punctuation, and CASE", "“Quotes” — dashes…"])
def test_typography_does_not_count(words: str) -> None:
    plain = [word.upper() for word in re.findall(r"\w+", words)]
    assert words_of(split(words, 9)).tolist() == words_of(plain).tolist()


def credits() -> Iterator[tuple[str, str]]:
    yield "PARIS, Feb 12 (Reuters) - The bank kept its rates.", "Reuters"
    yield "SPRINGFIELD, Ill. (AP) — It was the dog.", "Associated Press"
    yield "Frankfurt/Main (dpa/lhe) - Der Dax ist gestiegen.", "Deutsche Presse-Agentur"
    yield "Paris (AFP) – Le président a parlé.", "Agence France-Presse"
    yield "Madrid, 12 feb (EFE).- El Gobierno aprobó la ley.", "Agencia EFE"
    yield "London, Jun 11 (efe-epa).- The virus spread.", "Agencia EFE"
    yield "Aumenta la venta a domicilio. (ACN).", "ACN"
    yield "(ANSA) - ROMA, 12 FEB - Il governo ha approvato.", "ANSA"
    yield "Lisboa, 12 fev 2024 (Lusa) - O Governo aprovou.", "Lusa"
    yield "МОСКВА, 12 февраля. /ТАСС/. Правительство одобрило.", "TASS"
    yield "МОСКВА, 12 фев — РИА Новости. Правительство одобрило.", "RIA Novosti"
    yield "新华社北京2月12日电 记者从会议获悉。", "Xinhua"
    yield "【ロンドン=共同】英政府は12日、発表した。", "Kyodo News"
    yield "(서울=연합뉴스) 홍길동 기자 = 정부는 12일 밝혔다.", "Yonhap"
    yield "القاهرة (رويترز) - قال مسؤول يوم الاثنين.", "Reuters"
    yield "Regeringen godkendte loven mandag.\n/ritzau/", "Ritzau"
    yield "De regering keurde de wet goed. (ANP)", "ANP"
    yield "Rząd przyjął ustawę. (PAP)", "Polska Agencja Prasowa"
    yield "The law was passed on Monday.\nCopyright 2024 The Associated Press. All rights reserved.", "Associated Press"


@pytest.mark.parametrize(("body", "name"), list(credits()))
def test_a_credit_names_its_agency(body: str, name: str) -> None:
    assert agency(body, [], []) == name


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Reuters", "Reuters"),
        ("The Associated Press", "Associated Press"),
        ("SDA/sep", "Keystone-SDA"),
        ("Tom Davies Associated Press", "Associated Press"),
    ],
)
def test_a_byline_names_its_agency(author: str, name: str) -> None:
    assert (
        agency("The law was passed.", [author], [])
        == agency("It was passed.", [], [("byline", f"By {author}")])
        == name
    )


@pytest.mark.parametrize(
    "body",
    [
        "The men (Photo: AFP) met on Friday in the city.",
        "According to Reuters, the bank kept its rates.",
        "He worked for Reuters - and for others - until 2009.",
        "The Automobile Association (AA) - which has three million members - said on Monday that roads were icy.",
        "The law was passed.\nThe Associated Press contributed to this report.",
        "The law was passed.\nPhoto: Jane Doe/AP",
    ],
)
def test_text_that_only_names_an_agency_is_not_a_credit(body: str) -> None:
    assert agency(body, ["Jane Doe"], [("caption", "Mike Blake/Reuters"), ("credit", "Foto: dpa")]) is None


@pytest.mark.parametrize("author", ["", "By ", "Jane Doe, ", "Jane Doe |", "AAron Apsley", "Jane Doe/Daily Gazette"])
def test_people_and_missing_authors_are_not_agencies(author: str) -> None:
    assert agency("The law was passed on Monday.", [author], [("byline", author)]) is None


def test_a_span_that_is_not_a_duration_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", "nowhere", "--span=soon"]) == 2
    assert "--span" in capsys.readouterr().err


QUERIES = re.findall(r"^([^\n`]+[?.])\n```sql\n(.*?)```", (ROOT / "docs/stories.md").read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("query", [query for _, query in QUERIES], ids=[question for question, _ in QUERIES])
def test_the_queries_of_the_docs_are_answered(query: str, at_once: Path) -> None:
    assert duckdb.execute(query.replace("'out/", f"'{at_once}/")).fetchall()


def test_there_are_ten_queries() -> None:
    assert len(QUERIES) == 10


def test_the_first_outlet_is_who_was_first(at_once: Path) -> None:
    firsts = duckdb.execute(QUERIES[0][1].replace("'out/", f"'{at_once}/")).fetchall()
    assert firsts == [("argus.example", 1), ("echo.example", 1)]


def test_a_title_is_known_by_its_names_and_not_by_the_words_of_every_title() -> None:
    assert len(terms_of("The quay and the western mole", [], "en")[0]) == 3


def test_days_in_a_row_are_done_together_and_the_undated_by_themselves() -> None:
    first, second, later = date(2024, 2, 5), date(2024, 2, 6), date(2024, 2, 9)
    assert list(runs_of_days([later, None, second, first])) == [(first, second), (later,), (None,)]
