"""What fuzzing found once is read again, and some new inputs each time (tests/benchmarks/fuzz.py)."""

import random
from pathlib import Path

import pytest

from tests.benchmarks.fuzz import KEPT, TARGETS, mutated, problem


@pytest.mark.parametrize("path", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_what_was_found_is_read(path: Path) -> None:
    assert problem(path.name.partition("-")[0], path.read_bytes()) is None


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_damaged_is_a_capture_or_a_named_reject(target: str) -> None:
    inputs, _ = TARGETS[target]
    for seed in range(12):
        dice = random.Random(f"{target}-{seed}")
        assert problem(target, mutated(dice.choice(inputs), dice)) is None
