"""What the commands share: the parser, exit statuses, the console."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from itertools import groupby, pairwise, zip_longest
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.runners.known import beam_options
from pipeline.values import named
from transforms.base.storage import listed

if TYPE_CHECKING:
    from rich.console import Console


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""Where a command adds its parser."""
DONE, FAILED, USAGE, UNANSWERED = 0, 1, 2, 3
PIPE_WIDTH = 120
"""Columns where standard output is no terminal."""
NO_OUTPUT = "no output of dateline is there; give the folder that --output named"
NO_ARTICLES = "no articles are there; give the folder that --output named"
BEAM_HELP = """\
Any option of Apache Beam may follow, such as
  --direct_num_workers=1     one process (default: one per core, if large)
  --runner=PrismRunner       or FlinkRunner, after `make runners`
  --runner=DataflowRunner    see deploy/README.md for what it needs

Exit status: 0 done, 1 the run failed or its ledger does not add up, 2 bad usage, 3 no poll of a round was answered, \
130 and 143 stopped by Ctrl-C or SIGTERM. Rejected documents leave it at 0.
"""


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
            meant = close(value, action.choices) or f"; there are {', '.join(action.choices)}"
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
                named = [option for line in lines for option in self.convert_arg_line_to_args(line)]
                self._check_files(named, (*within, argument))

    def _check_options(self, options: Iterable[str]) -> None:
        known = {name for action in self._actions for name in action.option_strings}
        beams = beam_options() if self.takes_beam else set()
        for option in options:
            if option not in known and option not in beams:
                meant = close(option, known) or close(option, beams) or _long(option, known)
                raise UsageError(f"{option}: no such option{meant}; see `{self.prog} --help`")

    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """A line of a file of options: one option, whose value may stand behind a space, or a comment."""
        line = arg_line.strip(" \t\r\ufeff")
        if not line or line.startswith("#"):
            return []
        option = re.fullmatch(r"(--[\w-]+)[ \t]+(.+)", line)
        return [f"{option[1]}={option[2]}"] if option else [line]


class _Help(argparse.HelpFormatter):
    """Fills the paragraphs of a text to the width of the terminal, but for lines that begin with a space."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        blocks = groupby(text.strip().splitlines(), lambda line: line[:1].strip() != "")
        parts = ((" ".join(lines), True) if is_filled else ("\n".join(lines), False) for is_filled, lines in blocks)
        return "\n".join(fill(part, width, break_on_hyphens=False) if filled else part for part, filled in parts)


def command(
    commands: Commands,
    name: str,
    main: Callable[[argparse.Namespace, Sequence[str]], int],
    summary: str,
    description: str,
    *,
    takes_beam: bool = False,
) -> Parser:
    """Adds a command; `summary` is for the list of commands. Lines of its description that begin with a space stay."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=BEAM_HELP if takes_beam else None,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.takes_beam = takes_beam
    parser.set_defaults(main=main)
    return parser


def add_verbosity(parser: Parser) -> None:
    """Adds how much a command says: `quiet`, and `verbose`, which `main` of the command line reads."""
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what needs attention, as for cron")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what Beam and other libraries log")


def add_wait(parser: Parser) -> None:
    """Adds how long a command queues while another writes to the output."""
    wait = Options.specs()["wait"]
    parser.add_argument("--wait", metavar=wait.metavar, default=wait.default, help=f"{wait.meaning} (default 0s)")


def waited(parsed: argparse.Namespace) -> float:
    """Seconds that a command queues."""
    seconds: float = named("--wait", Options.specs()["wait"].parse, parsed.wait)
    return seconds


def loose(left: Sequence[str]) -> tuple[list[str], list[str]]:
    """Inputs that follow options, and the options of Beam among which argparse leaves them."""
    inputs: list[str] = []
    beams: list[str] = []
    for before, argument in pairwise(("", *left)):
        is_value = before.startswith("-") and "=" not in before
        (beams if argument.startswith("-") or is_value else inputs).append(argument)
    return inputs, beams


def close(word: str, known: Iterable[str]) -> str:
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


def existing(folder: str, below: str | tuple[str, ...], missing: str) -> str:
    """The folder of an output, without a slash at its end; UsageError if there is nothing in its folders `below`."""
    output = folder.rstrip("/")
    if not output.strip():
        raise UsageError(f"DIR {folder!r} names no output; give the folder that --output named")
    if output.startswith("gs://"):
        from pipeline.runners.gcs import check_buckets, check_credentials

        check_credentials(output, writes=False)
        check_buckets([output])
    if not any(listed(f"{output}/{each}") for each in ([below] if isinstance(below, str) else below)):
        raise UsageError(f"{output}: {missing}")
    return output


def console() -> "Console":
    """Standard output, as wide as the terminal."""
    from pipeline.view.plain import PlainConsole

    return PlainConsole(width=None if sys.stdout.isatty() else PIPE_WIDTH)


def rehearsed(names: Sequence[str], options: Options) -> int:
    """Prints what a run would read, and an estimate of what would come of it."""
    from pipeline.run.rehearse import rehearse

    for name, text in rehearse(names, options).lines():
        print(f"{name:<10} {text}")
    return DONE
