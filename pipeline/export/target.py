"""Where an export goes: a format by the name of the file, and the file put in place once it is complete."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import RunError, UsageError
from pipeline.export import delimited, duck, jsonl, markdown, sqlite
from pipeline.export.rows import rows
from pipeline.export.shapes import SHAPES
from transforms.select.selection import Selection

FORMATS = ("jsonl", "csv", "sqlite", "duckdb", "md")
STANDARD_OUTPUT = "-"
_FLAT = ("record", "news-please")
_FITTING = {"jsonl": tuple(SHAPES), "csv": _FLAT, "sqlite": _FLAT, "duckdb": ("record",), "md": ("record",)}
_ONTO_PIPE = ("jsonl", "csv")


def export(output: str, to: str, form: str, shape: str, selection: Selection, limit: int | None) -> int:
    """Writes the articles of an output; returns how many. `form` is "" if the name of the file says it.

    UsageError before anything is written, RunError if it cannot be. An earlier file stays until then.
    """
    form = form or _format_of(to)
    if shape not in _FITTING[form]:
        raise UsageError(f"--shape {shape}: {form} takes {' or '.join(_FITTING[form])}; give it to .jsonl")
    if to == STANDARD_OUTPUT and form not in _ONTO_PIPE:
        raise UsageError(f"--to -: {form} cannot be streamed; name a file, or give --format {' or '.join(_ONTO_PIPE)}")
    if to != STANDARD_OUTPUT and form != "md" and not Path(to).absolute().parent.is_dir():
        raise UsageError(f"--to {to}: there is no folder {Path(to).absolute().parent}; create it, or name another file")
    wanted, shaped = rows(output, selection, limit), SHAPES[shape]
    onto_file: dict[str, Callable[[str], int]] = {
        "jsonl": lambda path: _into(path, partial(jsonl.write, wanted, shaped)),
        "csv": lambda path: _into(path, partial(delimited.write, wanted, shaped)),
        "sqlite": lambda path: sqlite.write(wanted, shaped, path),
        "duckdb": lambda path: duck.write(wanted, path),
    }
    try:
        if to == STANDARD_OUTPUT:
            count = {"jsonl": jsonl.write, "csv": delimited.write}[form](wanted, shaped, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return count
        if form == "md":
            return markdown.write(wanted, to)
        with _staged(to) as path:
            return onto_file[form](path)
    except BrokenPipeError:
        raise  # Whoever reads standard output has enough.
    except OSError as error:
        raise RunError(f"--to {to}: cannot be written: {error}; give another path") from error


def _format_of(to: str) -> str:
    if to == STANDARD_OUTPUT:
        return "jsonl"
    form = "md" if to.endswith("/") or Path(to).is_dir() else Path(to).suffix.removeprefix(".")
    if form not in FORMATS or (form == "md" and not (to.endswith("/") or Path(to).is_dir())):
        named = ", ".join(f".{name}" for name in FORMATS if name != "md")
        raise UsageError(
            f"--to {to}: give it one of the suffixes {named}, or / for a folder of Markdown, or give --format"
        )
    return form


def _into(path: str, write: Callable[[BinaryIO], int]) -> int:
    with open(path, "wb") as file:
        return write(file)


@contextmanager
def _staged(to: str) -> Iterator[str]:
    """A temporary name beside the file: it replaces the file at the end, and is removed if that is never reached."""
    target = Path(to)
    path = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield str(path)
        os.replace(path, target)
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
