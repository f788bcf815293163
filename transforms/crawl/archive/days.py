"""A day's archive: rounds add parts to it, and once the day is over they are joined into one file.

A capture is named by the archive of its day from the start, so nothing that names it changes when that is joined. Each
part is an archive by itself, so a reader finds whole files at any time.
"""

import re
from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from transforms.base.glob import escape_glob
from transforms.base.storage import listed, matched, size_of
from transforms.base.window_names import window_of
from transforms.crawl.archive.join import join
from transforms.crawl.archive.writer import FILE_LIMIT

SHARDS = 4
PARTS, ENDING = ".parts", ".warc.gz"
_PART = re.compile(rf"\A(.*){re.escape(PARTS)}/[^/]*\Z", re.DOTALL)


def part(output: str, kind: str, shard: int, now: datetime, step: str, limit: int = FILE_LIMIT) -> str:
    """The path, without its ending, of what a step of a round adds to the archive of its day.

    `kind` is `pages` or `feeds`. A day's archive of more than `limit` bytes goes on in another one.
    """
    name = f"{output}/archive/{kind}/{now:%Y%m%d}T000000Z-{shard % SHARDS:05}-of-{SHARDS:05}"
    number, archive = 0, name
    while size_of(f"{archive}{ENDING}") + sum(listed(f"{archive}{PARTS}").values()) >= limit:
        number += 1
        archive = f"{name}-{number}"
    return f"{archive}{PARTS}/{step}"


def archive_uri(path: str) -> str | None:
    """The name by which captures know the archive at a path, wherever it is now; None for one of others."""
    _, found, below = path.rpartition("/archive/")
    if not found:
        return None
    whole = _PART.match(below)
    return f"archive/{whole[1]}{ENDING}" if whole else f"archive/{below}"


def archive_paths(output: str, uri: str) -> list[str]:
    """The files of an output that may hold what `uri`, an archive's name, names: the archive, and its parts."""
    whole = f"{output}/{uri}"
    return [whole] * bool(size_of(whole)) + sorted(listed(whole.removesuffix(ENDING) + PARTS))


def join_days(output: str, before: date) -> None:
    """Joins the archives of the days before this one. Stopped at any point, it is finished by doing it again.

    OSError if it cannot be done.
    """
    archives: dict[str, list[str]] = defaultdict(list)
    for path in matched(f"{escape_glob(output)}/archive/*/*{PARTS}/*{ENDING}"):
        whole = _PART.match(path)
        if whole and (start := window_of(whole[1])) and start.date() < before:
            archives[whole[1]].append(path)
    for name, parts in sorted(archives.items()):
        join(f"{name}{ENDING}", parts)
        if "://" not in name:
            with suppress(OSError):  # What a killed writer left there is removed by the next sweep.
                Path(f"{name}{PARTS}").rmdir()
