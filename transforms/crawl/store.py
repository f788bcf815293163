"""The states of all feeds, in files beside the output: one form for rounds and for streams.

A shard is a file, and beside it the changes since, which a stream writes often and merges seldom.
"""

import json
from collections.abc import Collection, Iterable, Mapping

from transforms.base.address import host_shard
from transforms.base.rewrite import update
from transforms.base.storage import listed, read_if_present, remove, write_whole
from transforms.crawl.state import FeedState, from_json, to_json

FEED_SHARDS = 16


def feed_shard(url: str) -> int:
    """The file that holds a feed."""
    return host_shard(url, FEED_SHARDS)


def read_states(output: str, shard: int) -> dict[str, FeedState]:
    """The feeds of a shard, by address as listed."""
    return {url: from_json(line) for url, line in read_lines(output, shard).items()}


def read_lines(output: str, shard: int) -> dict[str, str]:
    """The feeds of a shard as JSON: a tenth of the memory that states take."""
    return _lines(map(read_if_present, (_path(output, shard), *_changes(output, shard))))


def write_states(output: str, shard: int, changed: Mapping[str, FeedState]) -> None:
    """Puts the changed feeds among those of a shard; doing it again changes nothing."""
    merge_states(output, shard, {url: to_json(state) for url, state in changed.items()})


def append_states(output: str, shard: int, lines: Iterable[str], name: str) -> None:
    """Writes changed feeds beside their shard. The change whose name sorts last counts."""
    write_whole(f"{_path(output, shard)}+{name}", "".join(f"{line}\n" for line in lines).encode())


def merge_states(
    output: str, shard: int, changed: Mapping[str, str] | None = None, forgotten: Collection[str] = ()
) -> None:
    """Merges all changes into the shard's file, and leaves out the feeds that are forgotten.

    Of two that merge at once, none loses a feed that the other put there.
    """
    merged = _changes(output, shard)
    newer = _lines(map(read_if_present, merged)) | dict(changed or {})

    def change(data: bytes | None) -> bytes | None:
        lines = _lines([data]) | newer
        return "".join(f"{lines[url]}\n" for url in sorted(lines) if url not in forgotten).encode() or None

    update(_path(output, shard), change)
    for path in merged:
        remove(path)


def _lines(files: Iterable[bytes | None]) -> dict[str, str]:
    """The lines of files by address; the last one counts."""
    return {json.loads(line)["url"]: line.decode() for data in files for line in (data or b"").splitlines()}


def _changes(output: str, shard: int) -> list[str]:
    name = _path(output, shard)
    return sorted(path for path in listed(f"{output}/_state/feeds") if path.startswith(f"{name}+"))


def _path(output: str, shard: int) -> str:
    return f"{output}/_state/feeds/{shard:05}-of-{FEED_SHARDS:05}.jsonl"
