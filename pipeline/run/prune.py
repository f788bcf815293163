"""Removes what is old from an output."""

from contextlib import nullcontext
from datetime import datetime

from pipeline.run.writing import writing
from transforms.base.storage import listed, open_raw, remove
from transforms.write.prune import last_capture, maybe_old_articles, old_archives, old_index


def prune(
    output: str, before: datetime, archive: bool, articles: bool, dry: bool = False, wait: float = 0.0
) -> dict[str, dict[str, int]]:
    """Removes the files that hold only what was captured before a time.

    Returns what was removed, or with `dry` would be: the size in bytes of each file, by what it is. Articles are
    removed before what is remembered of them, so that the next prune finishes one that was stopped. RunError if a run
    is still writing after `wait` seconds; with `dry`, which writes nothing, nobody is waited for.
    """
    found: dict[str, dict[str, int]] = {}
    with nullcontext() if dry else writing(output, wait):
        if articles:
            there = listed(f"{output}/articles")
            found["articles"] = {
                path: there[path] for path in maybe_old_articles(there, before) if _is_old(path, before)
            }
            index = listed(f"{output}/_state/revisions")
            found["index"] = {path: index[path] for path in old_index(index, before)}
        if archive:
            there = listed(f"{output}/archive")
            found["archive"] = {path: there[path] for path in old_archives(there, before)}
        if not dry:
            for path in (path for files in found.values() for path in files):
                remove(path)
    return found


def _is_old(path: str, before: datetime) -> bool:
    """The name says when a window began and not how long it was."""
    with open_raw(path) as file:
        latest = last_capture(file)
    return latest is not None and latest < before
