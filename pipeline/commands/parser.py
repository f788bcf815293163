"""The parser of command lines: what cannot be understood is said in one line, with what may have been meant."""

import argparse
import os
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import fill
from typing import Any, NoReturn

from pipeline.errors import UsageError
from pipeline.runners.known import beam_options


class Parser(argparse.ArgumentParser):
    """Raises UsageError where the command line cannot be understood, and says what may have been meant.

    What a command does not know is an error, but for Beam's options where the parser `takes_beam`.
    """

    takes_beam = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments, and the options of Beam among them."""
        given = self._with_values(sys.argv[1:] if args is None else list(args))
        if self.fromfile_prefix_chars:
            self._check_files(given)
        self._given = [argument.partition("=")[0] for argument in given]
        parsed, left = super().parse_known_args(given, namespace)
        if self._subparsers is None:
            self._check_options(argument.partition("=")[0] for argument in left if argument.startswith("-"))
            if left and not self.takes_beam:
                self.error(f"{left[0]}: one argument too many")
        return parsed, left

    def _with_values(self, given: list[str]) -> list[str]:
        """The arguments, in which what follows a flag is its value only if it is true or false."""
        flags = {name for action in self._actions if action.const == "true" for name in action.option_strings}
        pairs = zip_longest(given, given[1:], fillvalue="")
        return [f"{one}=true" if one in flags and behind not in ("true", "false") else one for one, behind in pairs]

    def error(self, message: str) -> NoReturn:
        """Says where the help is. What was given instead comes before what is missing: `--outptu` for `--output`."""
        if "required" in message:
            self._check_options(argument for argument in self._given if re.match("--|-[a-z]$", argument))
        if valueless := re.fullmatch(r"argument (?:.*/)?(\S+): expected one argument", message):
            message = f"{valueless[1]}: its value is missing; give {valueless[1]}=VALUE"
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:
            meant = _close(value, action.choices) or f"; there are {', '.join(action.choices)}"
            if os.path.exists(value) or "://" in value:
                meant = f"; did you mean `{self.prog} run {value}`?"
            raise UsageError(f"{value}: no such command{meant}; see `{self.prog} --help`")
        super()._check_value(action, value)

    def _check_files(self, arguments: Iterable[str], within: tuple[str, ...] = ()) -> None:
        """UsageError for an `@FILE` that cannot be read, also where such a file names it."""
        for argument in arguments:
            if argument.startswith("@"):
                if argument in within:
                    raise UsageError(f"{argument}: this file of options names itself; remove the line from it")
                lines = _option_file(argument).splitlines()
                inner = [option for line in lines for option in self.convert_arg_line_to_args(line)]
                self._check_files(inner, (*within, argument))

    def _check_options(self, options: Iterable[str]) -> None:
        known = {name for action in self._actions for name in action.option_strings}
        beams = beam_options() if self.takes_beam else set()
        for option in options:
            if option not in known and option not in beams:
                meant = _close(option, known) or _close(option, beams) or _long(option, known)
                raise UsageError(f"{option}: no such option{meant}; see `{self.prog} --help`")

    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """A line of a file of options: one option, whose value may stand behind a space, or a comment."""
        line = arg_line.strip(" \t\r\ufeff")
        if not line or line.startswith("#"):
            return []
        option = re.fullmatch(r"(--[\w-]+)[ \t]+(.+)", line)
        return [f"{option[1]}={option[2]}"] if option else [line]


class HelpFormatter(argparse.HelpFormatter):
    """Fills the paragraphs of a text to the width of the terminal, but for lines that begin with a space."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        blocks = groupby(text.strip().splitlines(), lambda line: line[:1].strip() != "")
        parts = ((" ".join(lines), True) if is_filled else ("\n".join(lines), False) for is_filled, lines in blocks)
        return "\n".join(fill(part, width, break_on_hyphens=False) if filled else part for part, filled in parts)


def _close(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or nothing if no known word is close."""
    found = get_close_matches(word, sorted(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def _long(option: str, known: Iterable[str]) -> str:
    """As `close`, for an option of one letter: `--output` for `-o`."""
    found = [name for name in sorted(known) if name.startswith(f"-{option}")] if len(option) == 2 else []
    return f"; did you mean {found[0]}?" if len(found) == 1 else ""


def _option_file(argument: str) -> str:
    """The text of an `@FILE`; UsageError if it cannot be read."""
    try:
        return Path(argument[1:]).read_text("utf-8")
    except FileNotFoundError as error:
        why = "there is no such file"
        cause: Exception = error
    except IsADirectoryError as error:
        why, cause = "it is a folder", error
    except ValueError as error:
        why, cause = "it is not text in UTF-8", error
    except OSError as error:
        why, cause = f"it cannot be read ({error.strerror})", error
    raise UsageError(f"{argument}: {why}; give @FILE, a file with one option per line") from cause
