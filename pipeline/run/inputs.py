"""What an INPUT is: which files it names, and how each one is read."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import UsageError
from pipeline.runners.capability import Source
from schemas.reference import FileKind, Reference
from schemas.reject import Unusable
from transforms.base.glob import WILDCARDS, fixed_part
from transforms.base.storage import exists, listed, matched, read_bounded, size_of
from transforms.read.filename import KINDS, UNREAD, escape, is_hidden, is_sidecar, kind_of, sidecar_of, suffix_of

if TYPE_CHECKING:
    from transforms.read.feed.opml import FeedSource

SCHEMES = ("gs", "http", "https")
ARCHIVES = (FileKind.WARC, FileKind.WACZ)
LISTS = (".opml", ".txt", ".xml")
LIST_LIMIT = 16 << 20
_KINDS_NAMED = 5
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


class Inputs(NamedTuple):
    """Inputs by what they are: files, feeds by address, lists of feeds with what they name, subscriptions."""

    stored: list[str]
    feeds: list[FeedSource]
    lists: dict[str, tuple[FeedSource, ...]]
    subscriptions: list[str]

    @property
    def followed(self) -> tuple[FeedSource, ...]:
        """Every feed, however it is named."""
        return (*self.feeds, *(source for listed in self.lists.values() for source in listed))

    @property
    def sources(self) -> set[Source]:
        """What the inputs come from."""
        kinds = {Source.FILES: self.stored, Source.FEEDS: self.followed, Source.PUBSUB: self.subscriptions}
        return {source for source, found in kinds.items() if found}


def check_scheme(name: str) -> None:
    """UsageError for an address of a kind that is not read."""
    scheme, colon, _ = name.partition("://")
    if colon and scheme not in SCHEMES and not name.startswith("pubsub:"):
        raise UsageError(f"{name}: {scheme}:// is not read; give a local path, gs://…, https://… or pubsub:…")


def names_feeds(name: str) -> bool:
    """Whether an input's name alone says that it is a feed, a site, or a list of them."""
    return _is_address(name) or suffix_of(name) == ".opml"


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def classify_inputs(names: Iterable[str]) -> Inputs:
    """Says of each input what it is."""
    inputs = Inputs([], [], {}, [])
    for name in names:
        if name.startswith("pubsub:"):
            from pipeline.runners.pubsub import subscription  # Its client takes half a second to import.

            inputs.subscriptions.append(subscription(name))
        elif _is_address(name):
            from transforms.read.feed.opml import feed_list

            inputs.feeds.extend(replace(feed, may_be_page=True) for feed in feed_list(name.encode()))
        elif (listed := _feed_list(name)) is not None:
            inputs.lists[name] = listed
        else:
            inputs.stored.append(name)
    return inputs


def _feed_list(name: str) -> tuple[FeedSource, ...] | None:
    extension = suffix_of(name)
    if extension not in LISTS or not exists(name):
        return None
    from transforms.read.feed.opml import feed_list, is_feed_list

    try:
        body = read_bounded(name, LIST_LIMIT)
        return feed_list(body) if extension == ".opml" or is_feed_list(body) else None
    except Unusable as error:
        if extension == ".opml":
            raise UsageError(f"{name}: {error.message}") from error
        return None


def references(inputs: Iterable[str], output: str | None = None) -> Iterator[Reference]:
    """The files that the inputs name, each input's in the order of their paths; UsageError where one names none.

    Of an input around `output` what is in there is not read: it was written by a run.
    """
    for name in inputs:
        yield from _references(_list(name, output))


def survey(inputs: Iterable[str], output: str) -> tuple[int, list[str]]:
    """How many bytes the inputs name, and a line for each one of which files are skipped."""
    total, lines = 0, []
    for listing in (_list(name, output) for name in inputs):
        total += sum(listing.visible[path] for path in listing.known)
        suffixes = Counter(suffix_of(path) or "without a suffix" for path in listing.skipped)
        if suffixes:
            kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in suffixes.most_common(_KINDS_NAMED))
            more = ", …" if len(suffixes) > _KINDS_NAMED else ""
            remedy = next((f"; {UNREAD[suffix]}" for suffix in sorted(suffixes) if suffix in UNREAD), "")
            files = "1 file" if len(listing.skipped) == 1 else f"{len(listing.skipped):,} files"
            lines.append(f"{listing.name}: {files} skipped: {kinds}{more}{remedy}")
    return total, lines


def storable(names: Iterable[str]) -> Iterator[str | Reference]:
    """Inputs as Beam's coders take them: of a name with bytes that are no UTF-8, the files that it names."""
    for name in names:
        if re.search("[\ud800-\udfff]", name):
            yield from references([name])
        else:
            yield name


class _Listing(NamedTuple):
    """What an input names: the folder from whose name uris start, and the size in bytes of each file."""

    name: str
    base: str
    lists_all: bool
    visible: dict[str, int]
    known: list[str]
    skipped: list[str]


def _list(name: str, output: str | None) -> _Listing:
    base, lists_all, visible = _match(name if "://" in name else os.path.abspath(name))
    written = None if output is None else f"{output if '://' in output else os.path.abspath(output)}".rstrip("/") + "/"
    if written and not f"{base}/".startswith(written):
        visible = {path: size for path, size in visible.items() if not path.startswith(written)}
    known = [path for path in sorted(visible) if kind_of(path) and not is_sidecar(path, visible)]
    if not known:
        seen = f"none of its {len(visible):,} files can be read" if visible else f"nothing is there{_meant(name)}"
        unread = next((UNREAD[suffix] for suffix in map(suffix_of, sorted(visible)) if suffix in UNREAD), None)
        raise UsageError(f"{name}: {unread or seen}; give files, folders or globs of {' '.join(KINDS)}, each also .gz")
    skipped = [path for path in visible if not kind_of(path)]
    return _Listing(name, base, lists_all, visible, known, skipped)


def _meant(name: str) -> str:
    """What somebody may have meant who named what is not there."""
    if _HOST.fullmatch(name) and kind_of(name) is None:
        return f"; if it is a site or a feed, give https://{name}"
    if "://" in name:
        return ""
    folder, _, last = name.rstrip("/").rpartition("/")
    try:
        (close,) = get_close_matches(last, os.listdir(folder or "."), 1)
    except (OSError, ValueError):
        return ""
    return f"; did you mean {os.path.join(folder, close)}?"


def _references(listing: _Listing) -> Iterator[Reference]:
    _, base, lists_all, visible, known, _ = listing
    folder = PurePosixPath(base).name
    for path in known:
        uri = escape(f"{folder}/{path[len(base) :].lstrip('/')}")
        kind = kind_of(path) or FileKind.TEXT
        yield Reference(path, uri, kind, 0, visible[path], _sidecar(path, lists_all, visible))


def _match(name: str) -> tuple[str, bool, dict[str, int]]:
    """The folder from whose name uris start, whether all of it was listed, and the size in bytes of each file."""
    try:
        if suffix_of(name) in KINDS | UNREAD and exists(name) and not os.path.isdir(name):
            return _parent(name), False, {name: size_of(name)}
        wild = any(wildcard in name for wildcard in WILDCARDS) and not os.path.isdir(name)
        base = _parent(fixed_part(name) + "x") if wild else name.rstrip("/")
        if not wild:
            return base, True, {path: size for path, size in listed(base).items() if not is_hidden(path[len(base) :])}
        # Any folders are also none: dir/**/*.html has dir/a.html.
        found = matched(name) | matched(name.replace("/**/", "/"))
        return base, False, {path: file.size for path, file in found.items() if not is_hidden(path[len(base) :])}
    except Exception as error:  # What stands behind gs:// raises errors of many libraries.
        raise UsageError(f"{name}: cannot be listed: {error}") from error


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _sidecar(path: str, lists_all: bool, present: Container[str]) -> str | None:
    """The path of the sidecar that is there."""
    sidecar = sidecar_of(path)
    if sidecar is None:
        return None
    there = sidecar in present if lists_all else exists(sidecar)
    return sidecar if there else None
