"""Archives of a stream before they are complete: small files, each one step of fetching, put together per window.

A capture is named by the archive in which it ends up, so a replay gives it the same name. A staged file that exists is
work that is not finished: whoever starts over the same output reads it again.
"""

from collections.abc import Collection
from datetime import datetime
from pathlib import PurePosixPath

from schemas.reference import FileKind, Reference
from transforms.base.storage import STAGED, listed
from transforms.base.windows import capture_window
from transforms.crawl.archive.join import join
from transforms.crawl.store import FEED_SHARDS

PAGES, FEEDS = "pages", "feeds"
RECEIVED = "received"
"""Used instead of a shard for what messages carried."""
_ENDING = ".warc.gz"


def staged_name(output: str, shard: int | str, kind: str, now: datetime, window: int, step: str) -> str:
    """The path of a staged archive, without its ending; `step` tells it from the others."""
    group = shard if isinstance(shard, str) else f"{shard:05}-of-{FEED_SHARDS:05}"
    return f"{_folder(output)}/{group}/{kind}~{capture_window(now, window)}-{group}~{step}"


def staged(output: str, shard: int | str | None = None) -> dict[str, int]:
    """The archives that are staged, of a shard or of all, and their sizes in bytes."""
    folder = _folder(output)
    if shard is not None:
        folder += f"/{shard}" if isinstance(shard, str) else f"/{shard:05}-of-{FEED_SHARDS:05}"
    return {path: size for path, size in sorted(listed(folder).items()) if _is_staged(path)}


def reference(path: str, size: int) -> Reference | None:
    """How a staged archive is read; None for the answers to polls, which hold no documents."""
    kind, complete = _parts(path)
    if kind != PAGES:
        return None
    return Reference(path, f"archive/{kind}/{complete}", FileKind.WARC, 0, size, moved_to=complete_path(path))


def complete_path(path: str) -> str:
    """Where the records of a staged archive end up."""
    kind, complete = _parts(path)
    return f"{path.rpartition('/_state/stream/')[0]}/archive/{kind}/{complete}"


def complete(target: str, parts: Collection[str]) -> None:
    """Adds staged archives to the one at `target`, and removes them. Doing it again changes nothing."""
    join(target, parts)


def _folder(output: str) -> str:
    return f"{output}/_state/stream/staged"


def _is_staged(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.endswith(_ENDING) and not name.startswith(STAGED)


def _parts(path: str) -> tuple[str, str]:
    kind, window, _ = PurePosixPath(path).name.split("~", 2)
    return kind, f"{window}{_ENDING}"
