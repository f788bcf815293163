"""Temporary folders: a killed process leaves none for good, and none that is in use goes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.base.temporary import PREFIX, temporary_folder

HOLDS = """
from transforms.base.temporary import temporary_folder
with temporary_folder() as folder:
    print(folder, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_process_left_is_removed_by_the_next_and_what_is_used_stays(temporary: Path) -> None:
    program, environment = [sys.executable, "-c", HOLDS], os.environ | {"TMPDIR": str(temporary)}
    holders = [
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)
        for _ in range(2)
    ]
    killed, alive = (Path(holder.stdout.readline().strip()) for holder in holders if holder.stdout)
    (killed / "progress").write_bytes(b"left")
    holders[0].send_signal(signal.SIGKILL)
    holders[0].communicate()
    other = temporary / f"{PREFIX}a-file"
    other.touch()
    with temporary_folder() as own:
        assert {*temporary.iterdir()} == {alive, Path(own), other}
    assert {*temporary.iterdir()} == {alive, other}
    holders[1].communicate("\n")
    assert {*temporary.iterdir()} == {other}


def test_a_link_to_a_folder_is_not_followed(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (temporary / f"{PREFIX}link").symlink_to(elsewhere)
    with temporary_folder():
        assert (elsewhere / "kept").exists()
