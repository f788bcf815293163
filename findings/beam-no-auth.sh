#!/usr/bin/env bash
# Beam looks for Google credentials five times over a minute where there are none, and no option stops it.
#
# Version   apache-beam 2.77.0 with its extra gcp
# Expected  Reading a public bucket needs no credentials. google-auth says at once that there are none, and that does
#           not change by waiting; `--no_auth` is among Beam's options.
# Happens   The error is retried with growing pauses, in each process, before the bucket is asked without credentials.
#           `--no_auth` is parsed and read by nothing.
# For you   A pipeline over public files starts a minute late. Set credentials, or replace `google.auth.default` by one
#           that fails once.
# Source    https://github.com/apache/beam/blob/v2.77.0/sdks/python/apache_beam/internal/gcp/auth.py
. "$(dirname "$0")/lib.sh"

export NO_GCE_CHECK=true HOME="$work" CLOUDSDK_CONFIG="$work"
unset GOOGLE_APPLICATION_CREDENTIALS
python "apache-beam[gcp]==2.77.0" << 'PY'
import time

import google.auth
from apache_beam.internal.gcp import auth
from apache_beam.options.pipeline_options import PipelineOptions

asked, look = 0, google.auth.default


def counted(*args: object, **named: object) -> object:
    global asked
    asked += 1
    return look(*args, **named)


google.auth.default = counted
start = time.monotonic()
found = auth.get_service_credentials(PipelineOptions(["--no_auth"]))
print(f"credentials: {found}, asked {asked} times, for more than 10 seconds: {time.monotonic() - start > 10}")
PY

seen << 'OUT'
credentials: None, asked 5 times, for more than 10 seconds: True
OUT
