"""Every pattern of the code base takes time that grows no faster than its input, whatever that is.

Patterns are found, not listed: those that modules hold, and those that are written where they are used.
"""

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, cast

import pytest

import pipeline
import schemas
import transforms
from tests.adversaries import adversaries

METHODS = frozenset(("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"))
LENGTH = 3000
"""Characters of the longer of the two texts; more where that settles it."""
LONGER = 16
QUICK = 0.003
"""Seconds in which a text of LENGTH is searched by a pattern that need not be looked at again."""
CUBIC = 64
"""What four times the text costs where time is cubic. A step of a pattern takes more than a nanosecond: over a quarter
of LENGTH, even a quadratic one takes ten times as long as one that needs no look at the whole."""
SLOPE = 9.0
"""Most that four times the text may cost: 4 where time is linear, 16 where it is quadratic."""
PATIENCE = 1.0
OF_LIBRARIES = frozenset(("transforms.extract.quick",))
"""Modules that run the patterns of a library over a page, in the process that can be killed."""


OF_USERS = frozenset(("pipeline.values", "transforms.base.glob", "transforms.select.selection"))
"""Modules that make patterns of what the user of the command gives, which nobody else can choose."""


class Found(NamedTuple):
    """A pattern, where it is, and the methods by which it meets a text."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


class NeverError(BaseException):
    """A search did not end."""


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the product, parsed."""
    found = {}
    for package in (pipeline, schemas, transforms):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            spec = find_spec(module.name)
            assert spec is not None
            assert spec.origin is not None
            found[module.name] = ast.parse(Path(spec.origin).read_text())
    return found


class Uses(NamedTuple):
    """What a module does with each name that it reads, alone or as that of a module."""

    reads: dict[str, list[ast.expr]]
    calls: dict[str, list[ast.Attribute]]
    loops: dict[str, list[tuple[ast.AST, ast.For | ast.comprehension]]]
    """Loops over it, and what each is part of."""


@cache
def uses(module: str) -> Uses:
    """Found in one walk: there are some hundred modules, and as many names."""
    found = Uses(defaultdict(list), defaultdict(list), defaultdict(list))
    for node in ast.walk(sources()[module]):
        if name := _name(node):
            found.reads[name].append(cast(ast.expr, node))
        if isinstance(node, ast.Attribute) and node.attr in METHODS and (name := _name(node.value)):
            found.calls[name].append(node)
        for loop in (node, *getattr(node, "generators", ())):
            if isinstance(loop, (ast.For, ast.comprehension)) and (name := _name(loop.iter)):
                found.loops[name].append((node, loop))
    return found


@cache
def methods_of(name: str, attribute: str) -> frozenset[str]:
    """How a pattern is used, by its name: in its module, or in any where it is public; `search` where it is handed on.

    To search takes longest: it begins at every character.
    """
    used: set[str] = set()
    for module in [name] if attribute.startswith("_") else sources():
        found, seen = uses(module), set[int]()
        # Of several patterns, a loop calls each by a name of its own.
        for node, loop in found.loops.get(attribute, ()):
            seen.add(id(loop.iter))
            each = {target.id for target in ast.walk(loop.target) if isinstance(target, ast.Name)}
            used.update(
                call.attr
                for call in ast.walk(node)
                if isinstance(call, ast.Attribute) and call.attr in METHODS and _name(call.value) in each
            )
        for call in found.calls.get(attribute, ()):
            seen.add(id(call.value))
            used.add(call.attr)
        if any(id(node) not in seen for node in found.reads.get(attribute, ())):
            used.add("search")
    return frozenset(used or {"search"})


def _name(node: ast.AST) -> str | None:
    """The name that is read: alone, or as that of a module."""
    if isinstance(node, ast.Attribute):
        return node.attr if isinstance(node.value, ast.Name) else None
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None


def held(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value, however deep."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from held(inner)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for inner in value:
            yield from held(inner)


def written(tree: ast.Module) -> Iterator[tuple[int, str, ast.expr]]:
    """(line, function, pattern) of each call of `re` inside of a function."""
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr in METHODS | {"compile"}
                ):
                    yield node.lineno, node.func.attr, node.args[0]


def patterns() -> list[Found]:
    """All of them, each once."""
    found: dict[tuple[Any, int], Found] = {}
    for name, tree in sources().items():
        for attribute, value in vars(importlib.import_module(name)).items():
            for pattern in held(value):
                methods = methods_of(name, attribute)
                key = pattern.pattern, pattern.flags
                if key in found:
                    methods |= found[key].methods
                found[key] = Found(f"{name}.{attribute}", pattern, methods)
        for line, function, argument in written(tree):
            if isinstance(argument, ast.Constant):
                pattern = re.compile(argument.value)
                found[pattern.pattern, pattern.flags] = Found(f"{name}:{line}", pattern, frozenset((function,)))
    return list(found.values())


def test_patterns_that_are_made_in_a_function_are_made_of_constants() -> None:
    made = [
        f"{name}:{line}"
        for name, tree in sources().items()
        for line, _, argument in written(tree)
        if name not in OF_LIBRARIES | OF_USERS and not _is_fixed(argument)
    ]
    assert not made, "no test can time these: make each a constant of its module"


def _is_fixed(argument: ast.expr) -> bool:
    """Whether a pattern is a constant, or one with escaped text in it."""
    values = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    inner = [each.value if isinstance(each, ast.FormattedValue) else each for each in values]
    return all(isinstance(each, ast.Constant) or ast.unparse(each).startswith("re.escape(") for each in inner)


@pytest.mark.parametrize("found", patterns(), ids=lambda found: found.name)
def test_time_grows_no_faster_than_the_text(found: Found) -> None:
    for method in sorted(found.methods):
        for prefix, pump, tail in adversaries(found.pattern):
            slope = growth(found.pattern, method, prefix, pump, tail, LENGTH)
            if slope > SLOPE:
                # What is bounded, by a class or a count, looks quadratic until the text is longer than the bound.
                slope = min(growth(found.pattern, method, prefix, pump, tail, LENGTH * LONGER) for _ in range(2))
            assert slope <= SLOPE, f"{method} on {prefix!r} + {pump!r} * n + {tail!r}: four times the text, {slope:.0f}"


def test_slow_patterns_are_found() -> None:
    for slow in (r"\s*(?:<!--.*?-->\s*)*<html", r"\s+$", r"related(?:-?\w+)*(?![\w-])"):
        pattern = re.compile(slow)
        slopes = (growth(pattern, "search", *text, LENGTH) for text in adversaries(pattern))
        assert any(slope > SLOPE for slope in slopes), slow


def growth(pattern: re.Pattern[Any], method: str, prefix: str, pump: str, tail: str, length: int) -> float:
    """How many times longer four times the text takes; infinite where it does not end."""
    texts = [prefix + pump * max(1, length // part // len(pump)) + tail for part in (4, 1)]
    signal.signal(signal.SIGVTALRM, _give_up)
    try:
        quarter = seconds(pattern, method, texts[0])
        if length == LENGTH and quarter < QUICK / CUBIC:
            return 0.0
        whole = seconds(pattern, method, texts[1])
        if whole < QUICK:
            return 0.0
        # Most are only slow, or were interrupted: one more look at a quarter tells.
        if whole <= SLOPE * seconds(pattern, method, texts[0]):
            return 1.0
        quarter, whole = (min(seconds(pattern, method, text) for _ in range(3)) for text in texts)
    except NeverError:
        return float("inf")
    return whole / max(quarter, 1e-6) if whole >= QUICK else 0.0


def seconds(pattern: re.Pattern[Any], method: str, text: str) -> float:
    """Processor time that a pattern takes for a text."""
    run = _runner(pattern, method)
    given: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        started = time.process_time()
        run(given)
        return time.process_time() - started
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _runner(pattern: re.Pattern[Any], method: str) -> Callable[[Any], Any]:
    nothing: Any = "" if isinstance(pattern.pattern, str) else b""
    if method in ("sub", "subn"):
        return lambda text: pattern.sub(nothing, text)
    if method == "finditer":
        return lambda text: list(pattern.finditer(text))
    return getattr(pattern, method)  # type: ignore[no-any-return]


def _give_up(_: int, __: FrameType | None) -> None:
    raise NeverError
