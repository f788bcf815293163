"""The records of robots.txt that a client keeps: the last ones used, within bounds."""

import sys
from collections.abc import MutableMapping

from cachetools import LRUCache

from schemas.fetch import RobotsRecord

MOST = 50_000
MOST_BYTES = 64 << 20


def known_robots(most: int = MOST, most_bytes: int = MOST_BYTES) -> MutableMapping[str, RobotsRecord]:
    """Records by origin. Above either bound the least recently used are dropped, and fetched again when needed."""

    def size(record: RobotsRecord) -> int:
        text = sys.getsizeof(record.text) + sys.getsizeof(record.detail)
        # One record has room, however large; and each takes its share, so that there are never more than `most`.
        return min(max(text, most_bytes // most), most_bytes)

    return LRUCache(most_bytes, getsizeof=size)
