"""The states of all feeds, in files beside the output."""

import hashlib

from transforms.address import registrable_domain
from transforms.feed.state import FeedState, from_json, to_json
from transforms.storage import read_if_present, replace

FEED_SHARDS = 8


def feed_shard(url: str) -> int:
    """The file that holds a feed. A registrable domain is in one, so its limits hold with any number of workers."""
    name = registrable_domain(url) or url
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[0] % FEED_SHARDS


def read_states(output: str, shard: int) -> dict[str, FeedState]:
    """The feeds of a file, by address as listed."""
    data = read_if_present(_path(output, shard)) or b""
    states = (from_json(line) for line in data.splitlines())
    return {state.url: state for state in states}


def write_states(output: str, shard: int, changed: dict[str, FeedState]) -> None:
    """Puts the changed feeds among those of a file; doing it again changes nothing."""
    states = read_states(output, shard) | changed
    lines = (to_json(states[url]) + "\n" for url in sorted(states))
    replace(_path(output, shard), "".join(lines).encode())


def _path(output: str, shard: int) -> str:
    return f"{output}/_state/feeds/{shard:05}-of-{FEED_SHARDS:05}.jsonl"
