"""Texts that make a slow pattern slow: what its repetitions repeat, many times over, and then something else."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MANY = 8
"""A repetition of more than so many is pumped."""
TAILS = ("", "\0", "<", "x ")
ALPHABET = 9
_OF_CATEGORY = {
    ops.CATEGORY_SPACE: " \n",
    ops.CATEGORY_DIGIT: "1",
    ops.CATEGORY_WORD: "aZ1_",
    ops.CATEGORY_NOT_SPACE: "a<",
    ops.CATEGORY_NOT_DIGIT: "a ",
    ops.CATEGORY_NOT_WORD: " <",
}
_ANY = " aA1<>\"'-.,/:;=&\n\u00e9\u4e00"
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def adversaries(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """(prefix, pump, tail): the text is the prefix, the pump many times, and the tail."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    random = Random(source.encode("utf-8", "surrogatepass"))
    found: dict[tuple[str, str], None] = {}
    for prefix, body in _repeats(tree, random, ""):
        for _ in range(3):
            pump = _sample(body, random)
            found |= {(prefix, pump): None, ("", pump): None, ("", prefix + pump): None}
    whole = [_sample(tree, random) for _ in range(3)]
    found |= {("", text): None for text in whole}
    letters = list(dict.fromkeys([*"".join(pump for _, pump in found)[:4000], *" a"]))
    tails = dict.fromkeys((*TAILS, *[2 * letter for letter in letters if not letter.isalnum()][:6]))
    letters = random.sample(letters, min(ALPHABET, len(letters)))
    found |= {("", one + two): None for one, two in product(letters, letters)}
    for prefix, pump in found:
        for tail in tails:
            if pump:
                yield prefix, pump, tail


def _repeats(tree: Any, random: Random, prefix: str) -> Iterator[tuple[str, Any]]:
    """What stands before each long repetition, and what it repeats."""
    for op, value in tree:
        if op in _REPEATS:
            if value[1] > MANY:
                yield prefix, value[2]
            yield from _repeats(value[2], random, prefix)
        elif op is ops.SUBPATTERN:
            yield from _repeats(value[3], random, prefix)
        elif op is ops.ATOMIC_GROUP:
            yield from _repeats(value, random, prefix)
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, random, prefix)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _repeats(value[1], random, prefix)
        prefix += _sample([(op, value)], random)


def _sample(tree: Any, random: Random) -> str:
    """A text that the pattern likely matches."""
    return "".join(_one(op, value, random) for op, value in tree)


def _one(op: Any, value: Any, random: Random) -> str:
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.NOT_LITERAL:
        return random.choice([letter for letter in _ANY if ord(letter) != value])
    if op is ops.ANY:
        return random.choice(_ANY)
    if op is ops.IN:
        return _of_class(value, random)
    if op in _REPEATS:
        low, high, body = value
        return "".join(_sample(body, random) for _ in range(min(max(low, random.randint(0, 2)), high)))
    if op is ops.SUBPATTERN:
        return _sample(value[3], random)
    if op is ops.ATOMIC_GROUP:
        return _sample(value, random)
    if op is ops.BRANCH:
        return _sample(random.choice(value[1]), random)
    return ""


def _of_class(items: Sequence[Any], random: Random) -> str:
    inside: list[str] = []
    for op, value in items:
        if op is ops.LITERAL:
            inside.append(chr(value))
        elif op is ops.RANGE:
            inside += map(chr, {value[0], (value[0] + value[1]) // 2, value[1]})
        elif op is ops.CATEGORY:
            inside += _OF_CATEGORY.get(value, "a ")
    if items[0][0] is ops.NEGATE:
        return random.choice([letter for letter in _ANY if letter not in inside] or ["\u2603"])
    return random.choice(inside)
