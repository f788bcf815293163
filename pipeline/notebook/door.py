"""Dateline in a notebook or a script: `import dateline`.

extract(html)          the article of a page
enrich(article)        the same with language and entities
read("news.warc.gz")   the articles of stored documents, as a replay writes them
to_arrow(articles)     a table
open("out")            the articles of an output, as a dataset

See docs/notebook.md. This file is installed as the package `dateline`; its functions are in pipeline/notebook/.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

_PACKAGES = ("schemas", "transforms", "pipeline")


def _load_own() -> None:
    """Loads dateline's packages from where it is installed, whatever else in the search path has their names."""
    here = [str(Path(__file__).parent.parent), *sys.path]
    root = next(entry for entry in here if (Path(entry or ".") / "pipeline" / "notebook" / "door.py").is_file())
    for name in _PACKAGES:
        loaded = sys.modules.get(name)
        if loaded is None:
            _load(name, root)
        elif Path(root).resolve() not in Path(loaded.__file__ or next(iter(loaded.__path__))).resolve().parents:
            raise ImportError(
                f"another package {name!r} is loaded from {list(loaded.__path__)}, and dateline has one of that name; "
                "import dateline first, or rename the other"
            )


def _load(name: str, root: str) -> ModuleType:
    spec = PathFinder.find_spec(name, [root])
    if spec is None or spec.loader is None:
        raise ImportError(f"dateline's package {name!r} is not in {root}; install dateline again")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_load_own()

from pipeline import VERSION  # noqa: E402
from pipeline.errors import UsageError  # noqa: E402
from pipeline.notebook.documents import enrich, extract  # noqa: E402
from pipeline.notebook.stored import open, read, to_arrow  # noqa: E402
from schemas.article import Article, Entity, Mention, Removed  # noqa: E402
from schemas.reject import Reason, Reject, Unusable  # noqa: E402

__version__ = VERSION
__all__ = [
    "Article",
    "Entity",
    "Mention",
    "Reason",
    "Reject",
    "Removed",
    "Unusable",
    "UsageError",
    "__version__",
    "enrich",
    "extract",
    "open",
    "read",
    "to_arrow",
]
