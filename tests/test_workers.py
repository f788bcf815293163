"""A large input takes all cores, a small one starts no second process, and what the user says counts."""

from pathlib import Path

import pytest
from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions

from pipeline.cli import main
from pipeline.runners import cores
from pipeline.runners.cores import worth
from pipeline.runners.workers import leave_open, workers
from tests.conftest import digests
from tests.pages import archive

GB = 1 << 30


@pytest.mark.parametrize(
    ("total", "there", "memory", "count"),
    [
        (0, 8, 64 * GB, 1),
        (15 << 20, 8, 64 * GB, 1),
        (16 << 20, 8, 64 * GB, 2),
        (1 << 30, 8, 64 * GB, 8),
        (1 << 30, 64, 10 * GB, 10),
        (1 << 30, 8, 0, 1),
    ],
)
def test_as_many_as_the_input_is_worth(total: int, there: int, memory: int, count: int) -> None:
    assert worth(total, there, memory) == count


def test_the_share_of_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(16))
    for said, count in (("300000 100000\n", 3), ("50000 100000\n", 1), ("max 100000\n", 16), ("", 16)):
        (tmp_path / "cpu.max").write_text(said)
        monkeypatch.setattr(cores, "_QUOTA", tmp_path / "cpu.max")
        assert cores.cores() == count
    assert cores.memory() > 0


def test_what_the_user_says_counts_and_options_are_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    said, open_ = PipelineOptions(["--direct_num_workers=1"]), PipelineOptions([])
    leave_open(open_)
    for settings, count in ((said, 1), (open_, worth(GB, cores.cores(), cores.memory()))):
        direct = settings.view_as(DirectOptions)
        before = direct.direct_num_workers, direct.direct_running_mode
        with workers(settings, GB):
            assert direct.direct_num_workers == count
        assert (direct.direct_num_workers, direct.direct_running_mode) == before


def test_by_default_all_cores_are_used_and_the_bytes_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news = tmp_path / "news.warc.gz"
    news.write_bytes(archive(range(12)))
    assert main(["run", str(news), "--output", str(tmp_path / "one"), "--models="]) == 0
    assert "processes" not in capsys.readouterr().err
    monkeypatch.setattr(cores, "BYTES", 1)
    monkeypatch.setattr(cores, "cores", lambda: 2)
    assert main(["run", str(news), "--output", str(tmp_path / "two"), "--models="]) == 0
    assert "2 processes share the work" in capsys.readouterr().err
    assert digests(tmp_path / "two" / "articles") == digests(tmp_path / "one" / "articles")
