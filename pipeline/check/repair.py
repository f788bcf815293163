"""Puts an output in order: what can be rebuilt is rebuilt, what cannot is set aside."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

from pipeline.check.inspect import ARTICLES, INDEX, Damage
from schemas.columns import columns
from schemas.revision import Revision
from transforms.base.parquet import parquet_files, stored_rows
from transforms.base.storage import listed, read_if_present, remove, write_whole
from transforms.crawl.due import POLICY, Policy
from transforms.crawl.rebuild import rebuilt
from transforms.crawl.state import from_json
from transforms.crawl.store import write_states
from transforms.write.index import index_file
from transforms.write.table import merge_rows

ASIDE = "_damaged"
"""The folder below the output that keeps what was damaged; no engine reads it, and no run."""
_KEPT = ("archive/*", "_state/stream/staged/*", "_state/feeds/*")
_OF_ARTICLE = [column.name for column in columns(Revision) if column.name != "file"]


def repair(output: str, found: Iterable[Damage], policy: Policy = POLICY) -> Iterator[str]:
    """Repairs what can be repaired without a run, and reports each repair. Needs the output's lock.

    `policy` is how its feeds are polled.

    Lost rows are not restored here: that takes a replay of the archive.
    """
    for path, what in {damage.path: damage.what for damage in found}.items():
        data = read_if_present(f"{output}/{path}") if "." in path else None
        if fnmatch(path, "_state/feeds/*"):
            write_whole(f"{output}/{ASIDE}/{path}", data or b"")
            kept = _sound_lines(data or b"")
            if kept:
                write_whole(f"{output}/{path}", kept)
            else:
                remove(f"{output}/{path}")
            shard = int(path.rpartition("/")[2][:5])
            again = rebuilt(output, shard, policy)
            write_states(output, shard, again)
            yield f"{path}: {len(kept.splitlines()):,} feeds kept, {len(again):,} restored from the archive"
        elif data is not None and not any(fnmatch(path, pattern) for pattern in _KEPT) and not _is_read(path, what):
            write_whole(f"{output}/{ASIDE}/{path}", data)
            remove(f"{output}/{path}")
            yield f"{path}: set aside, in {ASIDE}/"
    yield f"{INDEX}: rebuilt from {_make_index(output):,} rows"


def _is_read(path: str, what: str) -> bool:
    """Whether an article file is sound, and merely has fewer rows than are remembered."""
    return path.startswith(f"{ARTICLES}/") and "the index remembers" in what


def _sound_lines(data: bytes) -> bytes:
    lines = []
    for line in data.splitlines():
        try:
            from_json(line.decode())
        except ValueError:
            continue
        lines.append(line)
    return b"".join(line + b"\n" for line in lines)


def _make_index(output: str) -> int:
    """Rebuilds the index from the files: it says which file holds which capture of a revision."""
    files: dict[str, list[Revision]] = {}
    folder = f"{output}/{ARTICLES}/"
    for path in parquet_files(f"{output}/{ARTICLES}"):
        for row in stored_rows(path, _OF_ARTICLE):
            revision = Revision(**row, file=path.removeprefix(folder))
            files.setdefault(index_file(revision), []).append(revision)
    # A killed repair leaves less in the index than there is in the articles: the next check finds it.
    for path in listed(f"{output}/{INDEX}"):
        remove(path)
    for file, revisions in files.items():
        merge_rows(f"{output}/{INDEX}/{file}", Revision, revisions)
    return sum(map(len, files.values()))
