"""What an INPUT is: files, feeds, a list of feeds, or a subscription."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import UsageError
from pipeline.runners.capability import Source
from schemas.reject import Unusable
from transforms.base.storage import exists, read_bounded
from transforms.read.filename import suffix_of

if TYPE_CHECKING:
    from transforms.read.feed.opml import FeedSource

SCHEMES = ("gs", "http", "https")
LISTS = (".opml", ".txt", ".xml")


class Inputs(NamedTuple):
    """Inputs by what they are: files, feeds by address, lists of feeds, subscriptions.

    `followed` are all feeds, also those that the lists name.
    """

    stored: tuple[str, ...]
    feeds: tuple[FeedSource, ...] = ()
    lists: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    followed: tuple[FeedSource, ...] = ()

    @property
    def sources(self) -> set[Source]:
        """What the inputs come from."""
        kinds = {Source.FILES: self.stored, Source.FEEDS: self.followed, Source.PUBSUB: self.subscriptions}
        return {source for source, found in kinds.items() if found}


def check_names(names: Iterable[str]) -> bool:
    """Whether a name alone says that there are feeds to follow: an address, or a list in OPML.

    UsageError for an address of a kind that is not read, and for no name at all: that would be this folder.
    """
    are_feeds = False
    for name in names:
        if not name.strip():
            raise UsageError(
                "an INPUT is empty; give a file, folder or address, or set the variable that it comes from"
            )
        scheme, colon, _ = name.partition("://")
        if colon and scheme not in SCHEMES and not name.startswith("pubsub:"):
            raise UsageError(f"{name}: {scheme}:// is not read; give a local path, gs://…, https://… or pubsub:…")
        are_feeds = are_feeds or _is_address(name) or suffix_of(name) == ".opml"
    return are_feeds


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def classify_inputs(names: Iterable[str]) -> Inputs:
    """Says of each input what it is."""
    stored: list[str] = []
    feeds: list[FeedSource] = []
    lists: list[str] = []
    of_lists: list[FeedSource] = []
    subscriptions: list[str] = []
    for name in names:
        if name.startswith("pubsub:"):
            from pipeline.runners.pubsub import subscription  # Its client takes half a second to import.

            subscriptions.append(subscription(name))
        elif _is_address(name):
            if name.split() != [name]:
                raise UsageError(f"{name!r}: an address has no white space; write %20, or quote each address by itself")
            from transforms.read.feed.opml import feed_list

            found = feed_list(name.encode())
            if wrong := next((feed.problem for feed in found if feed.problem), None):
                raise UsageError(wrong.removeprefix("line 1: "))
            feeds += (replace(feed, may_be_page=True) for feed in found)
        elif (listed := _feed_list(name)) is not None:
            lists.append(name)
            of_lists += listed
        else:
            stored.append(name)
    return Inputs(tuple(stored), tuple(feeds), tuple(lists), tuple(subscriptions), (*feeds, *of_lists))


def _feed_list(name: str) -> tuple[FeedSource, ...] | None:
    extension = suffix_of(name)
    if extension not in LISTS or not exists(name):
        return None
    from transforms.read.feed.opml import LIST_LIMIT, feed_list, is_feed_list

    try:
        body = read_bounded(name, LIST_LIMIT)
        return feed_list(body) if extension == ".opml" or is_feed_list(body) else None
    except Unusable as error:
        if extension == ".opml":
            raise UsageError(f"{name}: {error.message}") from error
        return None
