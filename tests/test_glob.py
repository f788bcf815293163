"""Patterns of paths."""

import re
from pathlib import Path

import pytest
from apache_beam.io.filesystem import FileSystem
from apache_beam.io.filesystems import FileSystems
from hypothesis import given
from hypothesis import strategies as st

from transforms.base.glob import escape_glob, expression
from transforms.base.storage import listed, matched, size_of, stamped

PATHS = st.text("ab/.[]!^-\\\n*?ü", max_size=12)


@given(PATHS, PATHS)
def test_a_pattern_is_what_it_is_for_beam(pattern: str, path: str) -> None:
    try:
        expected = re.match(FileSystem.translate_pattern(pattern), path)
    except re.error:
        with pytest.raises(re.error):
            expression(pattern)
    else:
        assert bool(expression(pattern).match(path)) == bool(expected)


@given(PATHS)
def test_an_escaped_path_matches_itself_alone(path: str) -> None:
    assert expression(escape_glob(path)).match(path)
    assert not expression(escape_glob(path)).match(f"{path}a")


@pytest.mark.parametrize("pattern", ["**", "*.txt", "**/*.txt", "b/?.txt", "[a]/*", "none/**", "a/1.txt"])
def test_the_files_of_a_folder_are_what_they_are_for_beam(pattern: str, tmp_path: Path) -> None:
    for name in ("a/1.txt", "a/b/2.txt", "b/3.txt", "4.txt", "b/.hidden", "a [x]/5.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "gone.txt").symlink_to("nowhere")
    beams = FileSystems.match([f"{tmp_path}/{pattern}"])[0].metadata_list
    found = matched(f"{tmp_path}/{pattern}")
    expected = {each.path: (each.size_in_bytes, each.last_updated_in_seconds) for each in beams}
    assert {path: (file.size, float(file.stamp.partition("-")[2])) for path, file in found.items()} == expected
    assert listed(f"{tmp_path}/a [x]") == {f"{tmp_path}/a [x]/5.txt": 11}
    assert stamped(f"{tmp_path}/none") == {}
    assert size_of(f"{tmp_path}/none") == 0
