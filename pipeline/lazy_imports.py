"""Defers imports that libraries make whatever a run does.

Google's clients, which Beam imports for any runner, take half a second of CPU: such a module runs when something in it
is first used, by the standard library's loader (`importlib.util.LazyLoader`). Beam imports these four whole, and uses
something in them only in a job on Dataflow, with Pub/Sub or with BigQuery.

The command line of spaCy, which spaCy imports for its function `info`, takes a quarter of a second: it is imported when
that function is called, or when it is imported by name.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

CLIENTS = frozenset(
    ("google.cloud.bigquery", "google.cloud.bigquery_storage_v1", "google.cloud.dataflow", "google.cloud.pubsub")
)


class _LazyFinder:
    """A finder that comes before the others."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in CLIENTS and name != "spacy":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _WithoutCommandLine(spec.loader) if name == "spacy" else LazyLoader(spec.loader)
        return spec


class _WithoutCommandLine(Loader):
    """Runs `spacy` with a stand-in for its command line, of which it asks for `info`."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = self._loader
        package, command = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        command.__dict__["info"] = _info
        stand_ins = {each.__name__: each for each in (package, command) if each.__name__ not in sys.modules}
        sys.modules.update(stand_ins)
        try:
            self._loader.exec_module(module)
        finally:
            for name in stand_ins:
                del sys.modules[name]


def _info(*arguments: Any, **named: Any) -> Any:
    """`spacy.info`."""
    from spacy.cli.info import info

    return info(*arguments, **named)


def defer_imports() -> None:
    """Has these imported when they are used. To be called before Beam is imported."""
    if _LazyFinder not in sys.meta_path:
        sys.meta_path.insert(0, _LazyFinder)
