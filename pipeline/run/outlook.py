"""What a round would do, known without Beam, which takes seconds to import: most calls of cron find nothing due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.errors import RunError
from pipeline.options import Options
from pipeline.run.request import Request
from transforms.base.lock import Occupied, alone, occupied
from transforms.base.storage import exists, write_whole
from transforms.crawl.due import due
from transforms.crawl.round.under_way import is_unfinished
from transforms.crawl.state import FeedState, from_json
from transforms.crawl.store import feed_shard, read_lines
from transforms.read.feed.opml import FeedSource

IDLE = "_state/idle"
"""Written if nothing was due, so that a monitor sees that the command runs."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Feeds that are followed, the addresses of those that are due, when the next one is."""

    feeds: int
    due: tuple[str, ...]
    next_due: datetime | None
    is_unfinished: bool
    """Whether an earlier round, or a stream, left something to continue."""

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self.due and not self.is_unfinished


def outlook(output: str, followed: Collection[FeedSource], poll_now: bool, now: datetime) -> Outlook:
    """What a round over these feeds would do now."""
    lines = {
        url: line
        for shard in {feed_shard(source.url) for source in followed}
        for url, line in read_lines(output, shard).items()
    }
    known = {
        source.url: from_json(lines[source.url], entries=False) if source.url in lines else FeedState(url=source.url)
        for source in followed
    }
    wrong = {source.url for source in followed if source.problem and source.url in lines}
    wanted = [url for url, state in known.items() if url not in wrong and (poll_now or due(state, now))]
    coming = [state.next_due for state in known.values() if state.next_due and state.retired_since is None]
    return Outlook(len(known), tuple(wanted), min(coming, default=None), is_unfinished(output))


def idle(request: Request, now: datetime) -> Outlook | None:
    """The outlook of a round that has nothing to do; None for any other run. RunError if another one is writing."""
    options, inputs = request.options, request.inputs
    others = options.streaming or options.poll_now or inputs.stored or inputs.subscriptions
    if others or not inputs.followed or not exists(f"{options.output}/_state/round.json"):
        return None
    if not outlook(options.output, inputs.followed, False, now).is_idle:
        return None
    try:
        with alone(options.output, options.wait):
            # Whoever had the lock before may have left something.
            found = outlook(options.output, inputs.followed, False, now)
            if not found.is_idle or (options.stories and not _stories_are_current(options)):
                return None
            write_whole(f"{options.output}/{IDLE}", b"")
            return found
    except Occupied as error:
        raise RunError(occupied(options.output, error)) from error
    except OSError:
        return None  # The run itself says what is wrong.


def _stories_are_current(options: Options) -> bool:
    from transforms.stories.due import due as due_stories
    from transforms.stories.store import Store

    return due_stories(Store(options.output), timedelta(seconds=options.span)).is_current
