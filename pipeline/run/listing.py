"""Which files an INPUT names, how each is read, and which are skipped."""

import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.view.counted import counted
from schemas.reference import FileKind, Reference
from transforms.base.address import port_problem
from transforms.base.glob import WILDCARDS, fixed_part
from transforms.base.storage import exists, listed, matched, size_of
from transforms.read.filename import KINDS, UNREAD, escape, is_hidden, is_sidecar, kind_of, sidecar_of, suffix_of

ARCHIVES = (FileKind.WARC, FileKind.WACZ)
_KINDS_NAMED = 5
_LEDGERS = "/_ledger/"
"""What every output has, and nothing else."""
_READ = ("archive", "rejects")
"""The folders of an output that are an input, if they are asked for."""
_WRITTEN = ("articles", "stories", "_ledger", "_state")
"""The others."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


class Listing(NamedTuple):
    """The files of an input: the folder from whose name their uris start, and the size in bytes of each file."""

    name: str
    base: str
    lists_all: bool
    visible: dict[str, int]
    known: list[str]
    outputs: tuple[str, ...] = ()
    """Outputs of Dateline below it, whose files are left out."""

    @property
    def total(self) -> int:
        """The bytes of the files that are read."""
        return sum(self.visible[path] for path in self.known)

    def references(self) -> Iterator[Reference]:
        """The files that are read, in the order of their paths."""
        folder = PurePosixPath(self.base).name
        for path in self.known:
            uri = escape(f"{folder}/{path[len(self.base) :].lstrip('/')}")
            kind = kind_of(path) or FileKind.TEXT
            yield Reference(path, uri, kind, 0, self.visible[path], _sidecar(path, self.lists_all, self.visible))

    def storable(self) -> Iterator[str | Reference]:
        """The input as Beam's coders take it: its name, or if that has bytes that are not UTF-8, its files.

        Workers list a name again: as references, the files of a large bucket would exceed what a job may be described
        by (10 MB on Dataflow).
        """
        if re.search("[\ud800-\udfff]", self.name):
            yield from self.references()
        else:
            yield self.name

    def skipped(self) -> str | None:
        """A line that counts the files that are not read, by suffix."""
        suffixes = Counter(suffix_of(path) or "without a suffix" for path in self.visible if not kind_of(path))
        if not suffixes:
            return None
        kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in suffixes.most_common(_KINDS_NAMED))
        more = ", …" if len(suffixes) > _KINDS_NAMED else ""
        remedy = next((f"; {UNREAD[suffix]}" for suffix in sorted(suffixes) if suffix in UNREAD), "")
        return f"{self.name}: {counted(suffixes.total(), 'file')} skipped: {kinds}{more}{remedy}"

    def left_out(self) -> str | None:
        """A line that names the outputs that are not read."""
        if not self.outputs:
            return None
        more = f" and {len(self.outputs) - 1:,} more" if len(self.outputs) > 1 else ""
        return f"{self.name}: an output of Dateline is left out: {self.outputs[0]}{more}; `dateline replay` reads one"


class Stored(NamedTuple):
    """The files of a run's inputs: also as a pipeline takes them, their bytes, and lines on those that are skipped."""

    listings: tuple[Listing, ...]
    planned: tuple[str | Reference, ...]
    total: int
    skipped: tuple[str, ...]

    def references(self) -> Iterator[Reference]:
        """The files that are read."""
        for listing in self.listings:
            yield from listing.references()


def list_inputs(names: Iterable[str], output: str | None = None) -> Stored:
    """Lists the inputs of a run; UsageError if one names no file that can be read."""
    listings = tuple(list_input(name, output) for name in names)
    return Stored(
        listings=listings,
        planned=tuple(each for listing in listings for each in listing.storable()),
        total=sum(listing.total for listing in listings),
        skipped=tuple(line for listing in listings for line in (listing.skipped(), listing.left_out()) if line),
    )


def list_input(name: str, output: str | None = None) -> Listing:
    """Lists an input; UsageError if it names no file that can be read.

    If the input contains `output`, or another output, the files in there are left out: a run wrote them.
    """
    base, lists_all, visible, outputs = _match(_absolute(name))
    if output is not None:
        _refuse_output(name, base, outputs)
        written = _absolute(output).rstrip("/")
        # What lies in the run's own output was asked for: its archive, or its rejects.
        left_out = outputs if f"{base}/".startswith(f"{written}/") else {*outputs, written}
        folders = tuple(f"{folder}/" for folder in left_out)
        visible = {path: size for path, size in visible.items() if not path.startswith(folders)}
        outputs -= {written}
    known = [path for path in sorted(visible) if kind_of(path) and not is_sidecar(path, visible)]
    if not known:
        why = _nothing_read(name, visible)
        raise UsageError(f"{name}: {why}; give files, folders or globs of {' '.join(KINDS)}, each also .gz")
    return Listing(name, base, lists_all, visible, known, () if output is None else tuple(sorted(outputs)))


def _absolute(name: str) -> str:
    return name if "://" in name else os.path.abspath(name)


def _refuse_output(name: str, base: str, outputs: Container[str]) -> None:
    """UsageError for an input that is an output of Dateline, or a part of one that is not an input."""
    whole = base if base in outputs else None
    if above := whole or output_around(base, _WRITTEN):
        what = "an output" if whole else "a part of an output"
        remedy = f"`dateline replay {above}` reads its archive; as inputs, give {above}/archive or {above}/rejects"
        raise UsageError(f"{name}: that is {what} of Dateline; {remedy}")


def _nothing_read(name: str, visible: Iterable[str]) -> str:
    """Why none of the files of an input can be read."""
    paths = sorted(visible)
    if unread := next((UNREAD[suffix] for suffix in map(suffix_of, paths) if suffix in UNREAD), None):
        return unread
    if paths:
        return f"none of its {len(paths):,} files can be read"
    if os.path.isfile(name):
        return "files are read by the ending of their name, and this one's is not known"
    return f"nothing is there{_meant(name)}"


def output_around(path: str, folders: Container[str] = (*_READ, *_WRITTEN)) -> str | None:
    """The output of Dateline in one of whose `folders` this whole path lies."""
    parts = path.split("/")
    above = ("/".join(parts[:n]) for n, part in enumerate(parts) if n and part in folders)
    return next((folder for folder in above if listed(folder + _LEDGERS.rstrip("/"))), None)


def check_archives(listings: Sequence[Listing]) -> None:
    """UsageError if no listing has an archive."""
    if not any(kind_of(path) in ARCHIVES for listing in listings for path in listing.known):
        raise UsageError(f"{listings[0].name}: no archive is there; give files or folders of .warc or .warc.gz")


def references(inputs: Iterable[str], output: str | None = None) -> Iterator[Reference]:
    """The files of the inputs, as `list_input` finds them."""
    for name in inputs:
        yield from list_input(name, output).references()


def _meant(name: str) -> str:
    """A hint at what was probably meant by a name that does not exist."""
    if _HOST.fullmatch(name) and suffix_of(name) not in (".opml", *KINDS):
        return f"; {port_problem(f'https://{name}') or f'if it is a site or a feed, give https://{name}'}"
    if "://" in name:
        return ""
    folder, _, last = name.rstrip("/").rpartition("/")
    try:
        (close,) = get_close_matches(last, os.listdir(folder or "."), 1)
    except (OSError, ValueError):
        return ""
    return f"; did you mean {os.path.join(folder, close)}?"


def _match(name: str) -> tuple[str, bool, dict[str, int], set[str]]:
    """The folder from whose name uris start, whether all of it was listed, its files' bytes, and outputs in it."""
    try:
        if suffix_of(name) in KINDS | UNREAD and exists(name) and not os.path.isdir(name):
            return _parent(name), False, {name: size_of(name)}, set()
        wild = any(wildcard in name for wildcard in WILDCARDS) and not os.path.isdir(name)
        base = _parent(fixed_part(name) + "x") if wild else name.rstrip("/")
        if not wild:
            found = listed(base)
            visible = {path: size for path, size in found.items() if not is_hidden(path[len(base) :])}
            return base, True, visible, _outputs(found, base)
        # Any folders are also none: dir/**/*.html has dir/a.html.
        files = matched(name) | matched(name.replace("/**/", "/"))
        return base, False, {path: file.size for path, file in files.items() if not is_hidden(path[len(base) :])}, set()
    except Exception as error:  # The libraries behind gs:// raise errors of many kinds.
        raise UsageError(f"{name}: cannot be listed: {error}") from error


def _outputs(paths: Iterable[str], base: str) -> set[str]:
    """The folders among these paths that are outputs of Dateline, `base` or below it."""
    below = (path[len(base) :] for path in paths)
    return {base + path.partition(_LEDGERS)[0] for path in below if _LEDGERS in path}


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _sidecar(path: str, lists_all: bool, present: Container[str]) -> str | None:
    """The path of the sidecar that exists."""
    sidecar = sidecar_of(path)
    if sidecar is None:
        return None
    there = sidecar in present if lists_all else exists(sidecar)
    return sidecar if there else None
