"""Puts off the import of Google's clients: Beam imports them whatever the runner, half a second of CPU.

The loader is the standard library's (`importlib.util.LazyLoader`): a module runs when something in it is first used.
Beam imports these four whole, and uses something in them only in a job on Dataflow, with Pub/Sub or with BigQuery.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

CLIENTS = frozenset(
    ("google.cloud.bigquery", "google.cloud.bigquery_storage_v1", "google.cloud.dataflow", "google.cloud.pubsub")
)


class _Later:
    """A finder that comes before the others."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in CLIENTS else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def put_off() -> None:
    """From now on the clients are imported when they are used. To be called before Beam is imported."""
    if _Later not in sys.meta_path:
        sys.meta_path.insert(0, _Later)
