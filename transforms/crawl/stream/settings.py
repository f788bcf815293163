"""How a stream goes online."""

from dataclasses import dataclass

from transforms.crawl.archive.files import archive
from transforms.crawl.archive.writer import ArchiveFile
from transforms.crawl.polling import Polling
from transforms.crawl.stream.staging import staged_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How a stream goes online; plain values. Lengths of time in seconds."""

    output: str
    window: int
    tick: float
    expiry: float
    polling: Polling

    def archive(self, shard: int, kind: str, step: str) -> ArchiveFile:
        """A staged archive for one step of a group of hosts."""
        client = self.polling.client
        return archive(staged_name(self.output, shard, kind, client.clock(), self.window, step), client)
