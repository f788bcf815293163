"""Findings are run by hand; what is checked here is their form."""

import re
import subprocess
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parent.parent / "findings"
SCRIPTS = sorted(path for path in FINDINGS.glob("*.sh") if path.name != "lib.sh")
HEADER = ("Version", "Expected", "Happens", "For you", "Source")
PINNED = re.compile(r"[\w\])]==\d|@v?\d+\.\d|:\d+\.\d")
REGISTRY = re.compile(r"index-url|pypi\.org/simple|registry\.npmjs|repo1\.maven|proxy\.golang|/work/|/home/|/root/")


def test_the_readme_lists_each_finding_once() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\]\(\1\.sh\) \|", (FINDINGS / "README.md").read_text(), re.MULTILINE)
    assert listed == [path.stem for path in SCRIPTS]


@pytest.mark.parametrize("path", [*SCRIPTS, FINDINGS / "lib.sh"], ids=lambda path: path.stem)
def test_a_finding_is_clean_shell_and_names_no_registry_or_folder(path: Path) -> None:
    subprocess.run(["bash", "-n", path], check=True)
    assert not REGISTRY.search(path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_finding_states_its_version_what_is_expected_and_what_was_seen(path: Path) -> None:
    script = path.read_text()
    header = script.partition("\n. ")[0]
    assert [name for name in HEADER if f"# {name:9} " in header] == list(HEADER)
    assert PINNED.search(script.partition("\n. ")[2])
    assert re.search(r"^seen << 'OUT'\n.+\nOUT\n\Z", script, re.MULTILINE | re.DOTALL)
