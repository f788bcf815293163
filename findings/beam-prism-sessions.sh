#!/usr/bin/env bash
# Beam's Prism joins sessions that only touch: where FnApiRunner makes three sessions, Prism makes two.
#
# Version   apache-beam 2.77.0, Prism of the same version (needs Go)
# Expected  Runners agree. An element opens a window [t, t + gap), and windows that overlap are one; two that meet at a
#           point have no moment in common.
# Happens   Elements at 0 and 10 with a gap of 10 are two sessions in FnApiRunner and one in Prism.
# For you   Counts of sessions differ by runner where times are round, as those of feeds are. Make the gap end between
#           them.
# Source    https://beam.apache.org/documentation/programming-guide/#session-windows
. "$(dirname "$0")/lib.sh"

prism v2.77.0
python apache-beam==2.77.0 << 'PY'
import logging

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.window import Sessions, TimestampedValue

logging.disable(logging.WARNING)
RUNNERS = {"FnApiRunner": [], "PrismRunner": ["--prism_location=./prism", "--environment_type=LOOPBACK"]}

for name, options in RUNNERS.items():
    with beam.Pipeline(runner=name, options=PipelineOptions(options)) as pipeline:
        reads = pipeline | beam.Create([0, 10, 25]) | beam.Map(lambda time: TimestampedValue(("reader", time), time))
        sessions = reads | beam.WindowInto(Sessions(10)) | beam.GroupByKey() | beam.Values()
        sessions | beam.Map(lambda times, name=name: print(name, sorted(times)))
PY
sort -o output output

seen << 'OUT'
FnApiRunner [0]
FnApiRunner [10]
FnApiRunner [25]
PrismRunner [0, 10]
PrismRunner [25]
OUT
