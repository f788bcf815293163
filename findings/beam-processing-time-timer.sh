#!/usr/bin/env bash
# Beam's DirectRunner for Python ends a job as DONE while elements still wait for a processing-time timer.
#
# Version   apache-beam 2.77.0
# Expected  A timer that is set fires, once its time has come; a runner that cannot keep it refuses the pipeline.
# Happens   A pipeline with such a timer runs on the older of the two local runners. When the input is used up and the
#           time has not come, the timer is dropped with what the state holds. FnApiRunner fires it at once, ahead of
#           its time.
# For you   Batches that are flushed "after a minute" miss their last one, with exit status 0. Set a timer of event
#           time at the end of the window too, which fires when the input ends.
# Source    https://beam.apache.org/documentation/programming-guide/#processing-time-timers
. "$(dirname "$0")/lib.sh"

python apache-beam==2.77.0 << 'PY'
import logging

import apache_beam as beam
from apache_beam.coders import StrUtf8Coder
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec, TimerSpec, on_timer
from apache_beam.utils.timestamp import Timestamp

logging.disable(logging.WARNING)


class Flush(beam.DoFn):
    BUFFER = BagStateSpec("buffer", StrUtf8Coder())
    SOON = TimerSpec("soon", TimeDomain.REAL_TIME)

    def process(self, element, buffer=beam.DoFn.StateParam(BUFFER), soon=beam.DoFn.TimerParam(SOON)):
        buffer.add(element[1])
        soon.set(Timestamp.now() + 60)

    @on_timer(SOON)
    def flush(self, buffer=beam.DoFn.StateParam(BUFFER)):
        yield sorted(buffer.read())


for runner in ("FnApiRunner", "DirectRunner"):
    with beam.Pipeline(runner=runner) as pipeline:
        articles = pipeline | beam.Create([("harbour", "quay"), ("harbour", "mole")])
        articles | beam.ParDo(Flush()) | beam.Map(lambda batch, runner=runner: print(runner, "flushed", batch))
    print(runner, pipeline.result.state)
PY

seen << 'OUT'
FnApiRunner flushed ['mole', 'quay']
FnApiRunner DONE
DirectRunner DONE
OUT
