"""Patterns of paths, as Beam has them (`FileSystem.translate_pattern`); without Beam, which takes long to import."""

import re

WILDCARDS = "*?["
_PART = re.compile(
    r"(?P<across>\*\*)|(?P<within>\*)|(?P<one>\?)|\[(?P<of>!?+\]?+[^\]]{0,255}+)\]|(?P<itself>.)", re.DOTALL
)


def expression(pattern: str) -> re.Pattern[str]:
    """What the paths look like that match: `*` is any name, `**` any folders too, `?` and `[a-z]` a character."""
    return re.compile("".join(map(_expression, _PART.finditer(pattern))) + r"\Z", re.MULTILINE | re.DOTALL)


def _expression(part: re.Match[str]) -> str:
    match part.lastgroup:
        case "across":
            return ".*"
        case "within":
            return r"[^/\\]*"
        case "one":
            return "."
        case "of":
            of = part["of"].replace("\\", r"\\").replace("[", r"\[")
            return f"[^{of[1:]}]" if of.startswith("!") else "[" + re.sub(r"\A\^", r"\\^", of) + "]"
        case _:
            return re.escape(part["itself"])


def fixed_part(pattern: str) -> str:
    """What comes before the first wildcard."""
    return re.split(r"[*?[]", pattern)[0]


def escape_glob(path: str) -> str:
    """A path as a pattern that matches nothing else."""
    return re.sub(r"([*?[])", r"[\1]", path)
