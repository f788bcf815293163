#!/usr/bin/env bash
# Beam ends a job on Prism after `job_server_timeout`, although its help says that it does not limit the run time.
#
# Version   apache-beam 2.77.0, Prism of the same version (needs Go)
# Expected  The timeout is for requests to the job server, and its help says that a pipeline may run for longer.
# Happens   The watch over the job is such a request. A pipeline that lasts longer, by default five minutes, fails with
#           DEADLINE_EXCEEDED while it works.
# For you   Set the timeout longer than any job may last; a stream needs years.
# Source    https://beam.apache.org/releases/pydoc/current/apache_beam.options.pipeline_options.html
. "$(dirname "$0")/lib.sh"

prism v2.77.0
python apache-beam==2.77.0 << 'PY'
import logging
import time

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from grpc import RpcError

logging.disable(logging.CRITICAL)
PRISM = ["--prism_location=./prism", "--environment_type=LOOPBACK"]

for timeout in (300, 5):
    try:
        options = PipelineOptions([*PRISM, f"--job_server_timeout={timeout}"])
        with beam.Pipeline(runner="PrismRunner", options=options) as pipeline:
            pipeline | beam.Create([10]) | beam.Map(time.sleep)
        print(f"ten seconds of work under a timeout of {timeout} s:", pipeline.result.state)
    except RpcError as error:
        print(f"ten seconds of work under a timeout of {timeout} s:", error.code().name)
PY

seen << 'OUT'
ten seconds of work under a timeout of 300 s: DONE
ten seconds of work under a timeout of 5 s: DEADLINE_EXCEEDED
OUT
