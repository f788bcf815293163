#!/usr/bin/env bash
# Beam's Python worker walks through every imported module to learn the size of a few bytes that it caches.
#
# Version   apache-beam 2.77.0
# Expected  The state cache weighs a value by what the value holds. Modules that are put off by the standard library's
#           LazyLoader are imported when they are first used.
# Happens   Each weighing goes through the names of all modules in `sys.modules`, which takes longer the more a pipeline
#           imports, and which imports whatever was put off.
# For you   Import less where keyed state or side inputs are read, and do not count on a lazy import in a worker.
# Source    https://docs.python.org/3.11/library/importlib.html#importlib.util.LazyLoader
. "$(dirname "$0")/lib.sh"

python apache-beam==2.77.0 << 'PY'
import importlib.util
import sys

from apache_beam.runners.worker.statecache import get_deep_size

spec = importlib.util.find_spec("wave")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["wave"] = module
spec.loader.exec_module(module)


def imported() -> bool:
    return type(module) is not importlib.util._LazyModule


print("imported before:", imported())
get_deep_size([b"quay"])
print("imported after weighing four bytes:", imported())
PY

seen << 'OUT'
imported before: False
imported after weighing four bytes: True
OUT
