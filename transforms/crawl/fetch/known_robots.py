"""The records of robots.txt that a client keeps: the last ones used, within bounds."""

import sys
from collections import OrderedDict
from collections.abc import Iterator, MutableMapping

from schemas.fetch import RobotsRecord

MOST = 50_000
MOST_BYTES = 64 << 20


class KnownRobots(MutableMapping[str, RobotsRecord]):
    """Records by origin. Above either bound those go that were longest not used, and are fetched again when needed."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._records: OrderedDict[str, RobotsRecord] = OrderedDict()
        self._bytes = 0

    def __getitem__(self, key: str) -> RobotsRecord:
        record = self._records[key]
        self._records.move_to_end(key)
        return record

    def __setitem__(self, key: str, record: RobotsRecord) -> None:
        self.pop(key, None)
        self._records[key] = record
        self._bytes += _size(record)
        while len(self._records) > 1 and (len(self._records) > self._most or self._bytes > self._most_bytes):
            del self[next(iter(self._records))]

    def __delitem__(self, key: str) -> None:
        self._bytes -= _size(self._records.pop(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _size(record: RobotsRecord) -> int:
    return sys.getsizeof(record.text) + sys.getsizeof(record.detail)
