"""What the tests share: running the command, and reading what it wrote."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apache_beam as beam
import pyarrow.dataset as ds
import pytest
from hypothesis import settings

from pipeline.cli import main
from pipeline.run.settings import beam_options
from pipeline.runners.beam_internals import known_state
from transforms.base.parquet import Row

# Tests assert no times: a busy machine would fail them.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SEEDS = Path(__file__).parent.parent / "seeds"


class Output:
    """A folder that a run wrote."""

    def __init__(self, path: Path, status: int) -> None:
        self.path = path
        self.status = status

    @property
    def articles(self) -> list[Row]:
        return rows(self.path / "articles")

    @property
    def rejects(self) -> list[Row]:
        return rows(self.path / "rejects")

    @property
    def ledger(self) -> dict[str, Any]:
        (path,) = (self.path / "_ledger").iterdir()
        ledger: dict[str, Any] = json.loads(path.read_text())
        return ledger

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file below articles/, hidden ones too."""
        return digests(self.path / "articles")


def rows(folder: Path) -> list[Row]:
    files = sorted(folder.rglob("*.parquet")) if folder.exists() else []
    return [row for file in files for row in ds.dataset(file).to_table().to_pylist()]


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def open_to_others(folder: Path) -> None:
    """Lets other users of the machine into a folder of a test, and through those of pytest around it."""
    top = Path(tempfile.gettempdir())
    for each in (folder, *folder.parents):
        if each != top and each.is_relative_to(top):
            each.chmod(0o755)


@contextmanager
def direct_pipeline() -> Iterator[beam.Pipeline]:
    """A pipeline on Beam's DirectRunner, as the command gets it, which runs at the end of the block."""
    with known_state(), beam.Pipeline(options=beam_options([])) as pipeline:
        yield pipeline


Run = Callable[..., Output]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `dateline run` in this process, into a fresh folder unless one is given."""

    def run_command(*arguments: str | Path, output: Path | None = None) -> Output:
        output = output or tmp_path / "out"
        status = main(["run", *map(str, arguments), "--output", str(output)])
        return Output(output, status)

    return run_command
