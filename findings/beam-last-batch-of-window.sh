#!/usr/bin/env bash
# Beam's GroupIntoBatches dates the last batch of a window after its end: windowed again, it belongs to the next day.
#
# Version   apache-beam 2.77.0
# Expected  Batches do not cross windows, and what comes of a window has a timestamp in it, as after GroupByKey.
# Happens   Full batches keep the time of their element. The rest is given when the window ends, at its end, which is
#           the first moment of the next one.
# For you   Up to a batch of articles of each day is filed under the day after. Keep the window, or take the day from
#           the rows.
# Source    https://beam.apache.org/documentation/transforms/python/aggregation/groupintobatches/
. "$(dirname "$0")/lib.sh"

python apache-beam==2.77.0 << 'PY'
import logging

import apache_beam as beam
from apache_beam.transforms.window import FixedWindows, TimestampedValue

logging.disable(logging.WARNING)
DAY = 24 * 60 * 60
NOON = 1707134400  # 2024-02-05T12:00:00Z


def show(batch, window=beam.DoFn.WindowParam):
    print(batch, "is of", window.start.to_utc_datetime().date())


with beam.Pipeline(runner="FnApiRunner") as pipeline:
    articles = pipeline | beam.Create(["a", "b", "c"]) | beam.Map(lambda name: TimestampedValue(("harbour", name), NOON))
    batches = articles | beam.WindowInto(FixedWindows(DAY)) | beam.GroupIntoBatches(2)
    batches | "by day" >> beam.WindowInto(FixedWindows(DAY)) | beam.Map(show)
PY

seen << 'OUT'
('harbour', ['a', 'b']) is of 2024-02-05
('harbour', ['c']) is of 2024-02-06
OUT
