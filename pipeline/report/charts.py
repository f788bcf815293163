"""Where the bars of a chart stand: x in per cent of its width, so that it fits any screen, y in pixels from the top."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

HEIGHT = 180
"""Pixels of the plot, without what stands below it."""
_STEPS = (1, 2, 5, 10)


class Tick(NamedTuple):
    """A label at an axis. On a narrow screen, only those that are `sparse` are shown."""

    at: float
    label: str
    sparse: bool = True


class Bar(NamedTuple):
    """A rectangle; `series` is the number of its colour."""

    x: float
    y: float
    width: float
    height: float
    series: int


class Stack(NamedTuple):
    """Stacked bars, what they are of, and what they say."""

    bars: tuple[Bar, ...]
    label: str
    values: tuple[int, ...]
    says: str


class Chart(NamedTuple):
    """A chart of columns."""

    stacks: tuple[Stack, ...]
    series: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    height: int = HEIGHT


def steps(largest: float, about: int = 4) -> list[int]:
    """Round numbers from 0 to at least `largest`: in steps of 1, 2 or 5 times a power of ten."""
    rough = max(1.0, largest / about)
    power = 10 ** floor(log10(rough))
    step = next(int(power * factor) for factor in _STEPS if power * factor >= rough)
    return [step * number for number in range(max(1, ceil(largest / step)) + 1)]


def columns(
    labels: Sequence[str],
    values: Mapping[str, Sequence[int]],
    marks: Mapping[int, tuple[str, bool]],
    gap: float = 0.25,
) -> Chart:
    """A column for each label, stacked of the series in `values`; `marks` are the labels below the axis.

    `gap` is the share of a column's room that stays free. A mark's flag says whether it stays on narrow screens.
    """
    totals = [sum(series[number] for series in values.values()) for number in range(len(labels))]
    scale = steps(max(totals, default=0))
    room, unit = 100 / max(1, len(labels)), HEIGHT / scale[-1]
    stacks = []
    for number, label in enumerate(labels):
        bars, bottom = [], float(HEIGHT)
        for which, series in enumerate(values.values()):
            if series[number]:
                height = series[number] * unit
                bottom -= height
                bars.append(
                    Bar(
                        _round(room * (number + gap / 2)),
                        _round(bottom),
                        _round(room * (1 - gap)),
                        _round(height),
                        which,
                    )
                )
        each = tuple(series[number] for series in values.values())
        stacks.append(Stack(tuple(bars), label, each, _says(label, totals[number], list(values), each)))
    across = tuple(Tick(_round(room * (number + 0.5)), *mark) for number, mark in marks.items())
    up = tuple(Tick(_round(HEIGHT - step * unit), f"{step:,}") for step in scale)
    return Chart(tuple(stacks), tuple(values), across, up)


def _says(label: str, total: int, names: Sequence[str], each: Sequence[int]) -> str:
    parts = [f"{name} {count:,}" for name, count in zip(names, each, strict=True) if count]
    return f"{label}: {total:,}" + (f" ({', '.join(parts)})" if len(names) > 1 and parts else "")


def spark(values: Sequence[int]) -> tuple[Bar, ...]:
    """Columns of a line's height, 20 pixels; x and width in units of 4."""
    unit = 20 / max(1, *values)
    return tuple(
        Bar(4 * number, _round(20 - max(value * unit, 1)), 3, _round(max(value * unit, 1)), int(bool(value)))
        for number, value in enumerate(values)
    )


def _round(number: float) -> float:
    return round(number, 2)
