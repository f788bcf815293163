"""The metrics of an output, read from its files: the same for rounds and streams, and after a restart."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from statistics import quantiles

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pipeline.run.outlook import IDLE
from pipeline.view.feeds import feeds
from pipeline.view.output import ledgers
from schemas.ledger import Ledger
from transforms.base.parquet import parquet_files, stored_rows
from transforms.base.partitions import day_of
from transforms.base.storage import listed, matched
from transforms.crawl.stream.frontier import read_frontier

DAYS = 2
"""Newest days of publication that the lag is read from."""
TENTHS = 10


class OutputMetrics(Collector):
    """Collects the metrics of an output when it is asked. `now` is the clock, in UTC."""

    def __init__(self, output: str, now: datetime | None = None) -> None:
        self._output = output
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Every metric; those of feeds, lag and queue only where there are some."""
        now = self._now or datetime.now(UTC)
        whole = Ledger.merged("", ledgers(self._output, []))
        yield _counter("dateline_polls", "Polls of feeds.", "outcome", whole.polls)
        yield _counter("dateline_fetches", "Fetches of pages.", "outcome", whole.fetches)
        yield _counter("dateline_captures", "Captures that were read, by what became of them.", "outcome", whole.totals)
        yield _counter("dateline_rejects", "Captures that were not written.", "reason", whole.reasons)
        known = feeds(self._output, now)
        health = Counter(str(feed.health) for feed in known)
        yield _gauge("dateline_feeds", "Feeds, by how they are doing.", "health", health)
        overdue = sum(feed.next_poll is not None and feed.next_poll <= now for feed in known)
        yield GaugeMetricFamily("dateline_feeds_due", "Feeds whose time to be polled has come.", overdue)
        queue = GaugeMetricFamily("dateline_queue_pages", "Pages that a stream was told of and has not fetched yet.")
        queue.add_metric([], _queue(self._output))
        yield queue
        lag = GaugeMetricFamily(
            "dateline_lag_seconds", "From publication to capture, of the newest articles.", labels=["quantile"]
        )
        for quantile, seconds in _lag(self._output).items():
            lag.add_metric([quantile], seconds)
        yield lag
        success = GaugeMetricFamily("dateline_last_success_timestamp_seconds", "When a run last came to its end.")
        success.add_metric([], _last_success(self._output))
        yield success


def registry(output: str, now: datetime | None = None) -> CollectorRegistry:
    """The metrics of one output and nothing else."""
    found = CollectorRegistry()
    found.register(OutputMetrics(output, now))
    return found


def _counter(name: str, help_text: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, help_text, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([str(value)], count)
    return family


def _gauge(name: str, help_text: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _queue(output: str) -> int:
    return sum(len(read_frontier(path).wanted) for path in listed(f"{output}/_state/stream/frontier"))


def _lag(output: str) -> dict[str, float]:
    """Seconds from publication to capture, for the newest days: the median and the 0.9 quantile."""
    by_day: dict[str, list[str]] = {}
    for path in parquet_files(f"{output}/articles"):
        by_day.setdefault(day_of(path) or "", []).append(path)
    newest = [path for day in sorted(by_day)[-DAYS:] for path in by_day[day]]
    rows = (row for path in newest for row in stored_rows(path, ("published_at", "captured_at")))
    lags = [
        (row["captured_at"] - row["published_at"]).total_seconds()
        for row in rows
        if row["published_at"] and row["captured_at"]
    ]
    if len(lags) < 2:
        return {"0.5": lags[0], "0.9": lags[0]} if lags else {}
    cuts = quantiles(lags, n=TENTHS)
    return {"0.5": cuts[4], "0.9": cuts[8]}


def _last_success(output: str) -> float:
    found = matched(f"{output}/_ledger/*.json") | matched(f"{output}/{IDLE}")
    return max((float(file.stamp.partition("-")[2]) for file in found.values()), default=0.0)
