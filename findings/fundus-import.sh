#!/usr/bin/env bash
# Fundus cannot be imported as it is installed: it takes a function out of a library that has moved it since.
#
# Version   fundus 0.5.7, curl_cffi 0.15.0 to 0.17.0
# Expected  `pip install fundus`, as its README says, and `import fundus`.
# Happens   fundus asks for curl-cffi below 1, and imports `normalize_browser_type` from a module of it that has had no
#           such name since 0.16: ImportError.
# For you   Install "curl_cffi<0.16" beside it.
# Source    https://github.com/flairNLP/fundus#quick-start
. "$(dirname "$0")/lib.sh"

for version in 0.15.0 0.16.0 0.17.0; do
    python fundus==0.5.7 curl_cffi==$version << 'PY'
from importlib.metadata import version

try:
    import fundus

    print("curl_cffi", version("curl_cffi"), "and", fundus.__name__, "is imported")
except ImportError as error:
    print("curl_cffi", version("curl_cffi"), str(error).partition(" (")[0])
PY
done

seen << 'OUT'
curl_cffi 0.15.0 and fundus is imported
curl_cffi 0.16.0 cannot import name 'normalize_browser_type' from 'curl_cffi.requests.impersonate'
curl_cffi 0.17.0 cannot import name 'normalize_browser_type' from 'curl_cffi.requests.impersonate'
OUT
