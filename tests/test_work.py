"""An upgrade of a library that makes a step half as much work again does not go unnoticed."""

from tests.benchmarks.work import WORK, calls, measure

MORE = 1.5


def slower(text: str) -> int:
    return sum(1 for _ in map(len, [text] * 100))


def test_no_step_takes_half_as_many_calls_again() -> None:
    """Where it is meant to, write the new counts of `tests.benchmarks.work` into WORK, and say why in the commit."""
    grown = {step: count for step, count in measure().items() if count > MORE * WORK[step]}
    assert not grown, f"more calls than {MORE} times those of {WORK}"


def test_calls_of_python_and_of_c_count() -> None:
    _, count = calls(lambda: slower("x"))
    assert 100 <= count < 320
