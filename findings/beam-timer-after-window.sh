#!/usr/bin/env bash
# Beam lets a timer be set after its window, and fires it there: with the state in FnApiRunner, without it in Prism.
#
# Version   apache-beam 2.77.0, Prism of the same version (needs Go)
# Expected  State and timers belong to a window. A timer beyond it would be refused, or fire when the window ends.
# Happens   Both runners fire it at its own time, outside the window. Prism has let go of the window's state by then:
#           what was counted is None.
# For you   What a timer finds in the state differs by runner. Set no timer later than the window's `max_timestamp()`.
# Source    https://beam.apache.org/documentation/programming-guide/#state-and-timers
. "$(dirname "$0")/lib.sh"

prism v2.77.0
python apache-beam==2.77.0 << 'PY'
import logging

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import FixedWindows, TimestampedValue

logging.disable(logging.WARNING)
RUNNERS = {"FnApiRunner": [], "PrismRunner": ["--prism_location=./prism", "--environment_type=LOOPBACK"]}


class Remember(beam.DoFn):
    COUNT = ReadModifyWriteStateSpec("count", VarIntCoder())
    LATER = TimerSpec("later", TimeDomain.WATERMARK)

    def process(self, element, count=beam.DoFn.StateParam(COUNT), later=beam.DoFn.TimerParam(LATER)):
        count.write(1)
        later.set(50)

    @on_timer(LATER)
    def look(
        self,
        count=beam.DoFn.StateParam(COUNT),
        later=beam.DoFn.TimerParam(LATER),
        time=beam.DoFn.TimestampParam,
        window=beam.DoFn.WindowParam,
    ):
        yield f"timer at {int(time)} in the window {window}, count {count.read()}"
        if time < 90:
            later.set(time + 40)


for name, options in RUNNERS.items():
    with beam.Pipeline(runner=name, options=PipelineOptions(options)) as pipeline:
        articles = pipeline | beam.Create([("harbour", "quay")]) | beam.Map(lambda pair: TimestampedValue(pair, 30))
        looks = articles | beam.WindowInto(FixedWindows(60)) | beam.ParDo(Remember())
        looks | beam.Map(lambda line, name=name: print(name, line))
PY

seen << 'OUT'
FnApiRunner timer at 50 in the window [0.0, 60.0), count 1
FnApiRunner timer at 90 in the window [0.0, 60.0), count 1
PrismRunner timer at 50 in the window [0.0, 60.0), count 1
PrismRunner timer at 90 in the window [0.0, 60.0), count None
OUT
