"""In keyed state a key has one timer of each name, and setting it moves it: the right one of two times is kept."""

from typing import Any

from apache_beam.utils.timestamp import Timestamp


def wake_at_first(at: Timestamp, due: Any, timer: Any) -> None:
    """Sets the timer, unless it is set to an earlier time. `due` is the cell that holds the time, in microseconds."""
    known = due.read()
    if known is None or at.micros < known:
        due.write(at.micros)
        timer.set(at)


def wake_at_last(at: Timestamp, due: Any, timer: Any) -> None:
    """Sets the timer, unless it is set to a later time. `due` is the cell that holds the time, in microseconds."""
    if at.micros > (due.read() or 0):
        due.write(at.micros)
        timer.set(at)
