"""How options are declared: fields of a dataclass, each annotated with a Spec."""

import argparse
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Self, get_args, get_type_hints

from pipeline.values import flag, named


@dataclass(frozen=True, slots=True)
class Spec:
    """How an option is said: in help texts, in the Flex Template, in the docs. No default: it must be given.

    `pattern` and `kind` are what the Flex Template takes as its value, and Dataflow's name for the type of that; an
    option that makes no sense there is not `in_template`.
    """

    meaning: str
    metavar: str
    default: str | None = None
    parse: Callable[[str], Any] = str
    pattern: str = ".+"
    kind: str = "TEXT"
    in_template: bool = True


class Specified:
    """A dataclass of options. The command line, the Flex Template and the docs are made from its fields."""

    __slots__ = ()

    @classmethod
    def specs(cls) -> dict[str, Spec]:
        """Every option's name, as on the command line without its dashes, and how it is said."""
        hints = get_type_hints(cls, include_extras=True)
        return {name.replace("_", "-"): get_args(hint)[1] for name, hint in hints.items()}

    @classmethod
    def add_to(
        cls, parser: argparse.ArgumentParser, without: Collection[str] = (), unsaid: Collection[str] = ()
    ) -> None:
        """Adds the options to a parser; their values stay text until `of` reads them. Its help leaves out `unsaid`."""
        for name, spec in ((name, spec) for name, spec in cls.specs().items() if name not in without):
            shown = f"{spec.meaning} (default {spec.default})" if spec.default else spec.meaning
            meaning = argparse.SUPPRESS if name in unsaid else shown.replace("%", "%%")
            plain: dict[str, Any] = {"required": spec.default is None}
            if spec.parse is flag:
                plain = {"nargs": "?", "const": "true"}
            parser.add_argument(f"--{name}", metavar=spec.metavar, default=spec.default, help=meaning, **plain)

    @classmethod
    def of(cls, parsed: argparse.Namespace) -> Self:
        """Reads the values; UsageError names the option that is wrong."""
        values = {}
        for name, spec in cls.specs().items():
            field = name.replace("-", "_")
            values[field] = named(f"--{name}", spec.parse, getattr(parsed, field))
        options = cls(**values)
        options.check()
        return options

    def check(self) -> None:
        """UsageError for options that do not fit together: said before any work starts."""
