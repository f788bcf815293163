"""The kits for a server, as far as they can be tried without one."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import VERSION
from pipeline.cli import parser
from pipeline.options import Options

ROOT = Path(__file__).parent.parent
SERVER = ROOT / "deploy" / "server"
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    for name in ("dateline.service", "dateline.timer"):
        text = (SERVER / name).read_text().replace("/srv/dateline/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name) for name in ("dateline.service", "dateline.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_runs_a_round_that_may_write_its_output_and_nothing_else() -> None:
    unit = (SERVER / "dateline.service").read_text()
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    program, *arguments = shlex.split(command)
    assert program == "/srv/dateline/.venv/bin/dateline"
    parsed, unknown = parser().parse_known_args(
        [argument.replace("/etc/dateline", str(SERVER)) for argument in arguments]
    )
    assert not unknown
    assert Options.of(parsed).output == "/srv/news/out"
    assert parsed.inputs == ["/srv/news/feeds.opml"]
    assert "User=dateline" in unit
    assert re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE) == ["/srv/news"]


def test_the_commands_of_the_page_name_what_is_there() -> None:
    page = (SERVER / "README.md").read_text()
    for line in re.findall(r"^(?:install -m 644|cp) (.*)$", page, re.MULTILINE):
        *sources, _ = shlex.split(line)
        assert all((ROOT / source).exists() or (SERVER / source).exists() for source in sources), line


def test_compose_runs_the_image_as_a_plain_user_on_a_volume() -> None:
    content: dict[str, Any] = yaml.safe_load((SERVER / "compose.yaml").read_text())
    service = content["services"]["dateline"]
    assert service["image"] == f"dateline:{VERSION}"
    assert (
        SERVER / service["build"]["context"] / service["build"]["dockerfile"]
    ).resolve() == ROOT / "deploy/Dockerfile"
    uid = service["user"].partition(":")[0]
    assert f"--uid {uid}" in DOCKERFILE
    mounts = dict(reversed(volume.removesuffix(":ro").split(":")) for volume in service["volumes"])
    assert mounts.pop("/srv/news/out") in content["volumes"]
    # A new volume has the owner of the image's folder.
    assert re.search(r"install -d -o dateline -g dateline .*/srv/news/out", DOCKERFILE)
    assert all((SERVER / source).exists() for source in mounts.values() if source != "./feeds.opml")
    script = service["entrypoint"][1]
    assert mounts[script] == "./rounds"
    arguments = [argument.replace("/etc/dateline", str(SERVER)) for argument in service["entrypoint"][4:]]
    parsed, unknown = parser().parse_known_args(arguments)
    assert not unknown
    assert set(parsed.inputs) <= mounts.keys()


def test_rounds_go_on_after_one_that_failed_and_stop_theirs_when_they_are_stopped(tmp_path: Path) -> None:
    log, stopped = tmp_path / "log", tmp_path / "stopped"
    command = f"""echo round >> {log}
        if [ $(wc -l < {log}) -lt 3 ]; then exit 1; fi
        trap 'touch {stopped}; kill $!; exit 143' TERM; sleep 60 & wait $!"""
    process = subprocess.Popen(
        ["/bin/sh", SERVER / "rounds", "0", "/bin/sh", "-c", command], stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 30
    while not (log.exists() and len(log.read_text().splitlines()) == 3) and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.2)
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert stopped.exists()
    assert said.count("ended with status 1") == 2
    assert process.returncode == 0


def test_a_try_of_the_kit_mounts_nothing_of_this_machine_and_nothing_that_stays(tmp_path: Path) -> None:
    """Whoever removes the root while it is in use, or what is installed in it, must not reach this machine's /dev."""
    lines = (SERVER / "try").read_text().splitlines()
    mounts = [line for line in lines if re.match(r'\[ "\$\{ALONE|root=|mount |mkdir "\$root/dev|for device', line)]
    script = tmp_path / "mounts"
    script.write_text("\n".join(["#!/usr/bin/env bash", "set -e", *mounts, 'stat -c %d "$root/dev/null" /dev/null']))
    script.chmod(0o755)
    root = tmp_path / "root"
    for folder in ("proc", "dev"):
        (root / folder).mkdir(parents=True)
    done = subprocess.run([script, root], capture_output=True, text=True, timeout=60)
    if os.getuid() != 0 or "Operation not permitted" in done.stderr:
        pytest.skip("needs root, who may mount")
    assert done.returncode == 0, done.stderr
    ours, theirs = done.stdout.split()
    assert ours != theirs
    assert list((root / "dev").iterdir()) == []
    assert Path("/dev/null").is_char_device()


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "deploy" / "Dockerfile"], capture_output=True, text=True, timeout=60)
    assert done.stdout == ""
    assert done.returncode == 0
