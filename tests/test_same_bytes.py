"""Promise 1: the same captures give the same bytes, whatever the runner, the workers, the order or the place."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.runners.local import missing_runner
from tests.conftest import SEEDS, digests
from tests.pages import archive

COMMAND = str(Path(sys.executable).with_name("dateline"))
TWO_WORKERS = ("--direct_num_workers=2", "--direct_running_mode=multi_processing")


def dateline(*arguments: str | Path, cwd: Path | None = None) -> None:
    """The command in a process of its own."""
    done = subprocess.run([COMMAND, "run", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def here(*arguments: str | Path) -> None:
    """The same in this process, whose model has read other texts before: that must not matter."""
    assert main(["run", *map(str, arguments)]) == 0


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seeds, and two archives with captures, edits and recaptures in common."""
    folder = tmp_path_factory.mktemp("same") / "news"
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "one.warc.gz").write_bytes(archive(range(30)))
    (folder / "two.warc.gz").write_bytes(archive(range(20, 45)))
    return folder


@pytest.fixture(scope="module")
def expected(inputs: Path) -> dict[str, str]:
    """What one worker writes."""
    output = inputs.parent / "one-worker"
    dateline(inputs, "--output", output)
    written = digests(output / "articles")
    assert len(written) > 5
    return written


def test_two_worker_processes_that_import_nothing_from_the_folder_they_start_in(
    inputs: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    for name in ("schemas", "transforms", "pipeline"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('imported from the current folder')")
    dateline(inputs, "--output", tmp_path / "out", *TWO_WORKERS, cwd=tmp_path)
    assert digests(tmp_path / "out" / "articles") == expected


@pytest.mark.parametrize("runner", ["PrismRunner", pytest.param("FlinkRunner", marks=pytest.mark.long)])
def test_on_other_runners(runner: str, inputs: Path, expected: dict[str, str], tmp_path: Path) -> None:
    if missing := missing_runner(runner):
        pytest.skip(missing)
    dateline(inputs, "--output", tmp_path, f"--runner={runner}")
    assert digests(tmp_path / "articles") == expected


def test_inputs_in_another_order_one_by_one(inputs: Path, tmp_path: Path) -> None:
    """Files named one by one have other names in records than files of a folder: the two orders are compared."""
    names = sorted((path for path in inputs.rglob("*") if path.is_file() and path.suffix != ".opml"), reverse=True)
    for output, order in ((tmp_path / "a", names), (tmp_path / "b", names[::-1])):
        here(*order, "--output", output)
    assert digests(tmp_path / "a" / "articles") == digests(tmp_path / "b" / "articles")


def test_twice_into_the_same_folder(inputs: Path, expected: dict[str, str]) -> None:
    output = inputs.parent / "one-worker"
    before = digests(output)
    here(inputs, "--output", output)
    assert digests(output) == before
    assert digests(output / "articles") == expected


def test_from_another_place_under_another_hash_seed(
    inputs: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    shutil.copytree(inputs, tmp_path / "elsewhere" / "news")
    dateline("news", "--output", "out", cwd=tmp_path / "elsewhere")
    assert digests(tmp_path / "elsewhere" / "out" / "articles") == expected
