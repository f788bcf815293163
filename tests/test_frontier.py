"""The pages that wait: kept in files, taken over by whom the group of hosts belongs to next."""

import asyncio
from pathlib import Path

from transforms.crawl.polling import Wanted
from transforms.crawl.stream.frontier import Frontier, drop


def page(number: int, host: str = "news.test") -> Wanted:
    return Wanted(f"https://{host}/{number}", "{}", "https://news.test/feed", str(number))


def test_what_is_added_dropped_and_done_is_what_the_next_owner_finds(tmp_path: Path) -> None:
    output = str(tmp_path)

    async def first() -> None:
        frontier = Frontier(output, 3)
        await frontier.absorb()
        await frontier.add([page(1), page(2), page(1), page(5, "other.test")])
        drop(output, 3, "a", [page(2), page(3)], [("https://news.test/feed", "7")])
        assert await frontier.absorb() == [("https://news.test/feed", "7")]
        await frontier.absorbed()
        assert frontier.queue == {"news.test": 3, "other.test": 1}
        await frontier.done([page(1), page(5, "other.test"), page(9)])
        assert frontier.queue == {"news.test": 2}

    async def second() -> list[Wanted]:
        frontier = Frontier(output, 3)
        assert await frontier.absorb() == []
        assert frontier.queue == {"news.test": 2}
        return list(frontier.pending)

    asyncio.run(first())
    assert asyncio.run(second()) == [page(2), page(3)]


def test_what_is_dropped_stays_until_it_is_absorbed(tmp_path: Path) -> None:
    output = str(tmp_path)

    async def stopped() -> None:
        drop(output, 3, "a", [page(1)], [("https://news.test/feed", "7")])
        await Frontier(output, 3).absorb()

    async def goes_on() -> None:
        frontier = Frontier(output, 3)
        assert await frontier.absorb() == [("https://news.test/feed", "7")]
        assert list(frontier.pending) == [page(1)]

    asyncio.run(stopped())
    asyncio.run(goes_on())


def test_nothing_is_left_of_what_is_done(tmp_path: Path) -> None:
    async def run() -> None:
        frontier = Frontier(str(tmp_path), 3)
        await frontier.absorb()
        await frontier.add([page(1)])
        await frontier.done([page(1)])

    asyncio.run(run())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
