"""What is looked at before any work starts."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from apache_beam.runners.runner import create_runner

from pipeline.errors import UsageError


def check_runner(name: str | None) -> None:
    """UsageError for a runner that Beam does not have."""
    try:
        create_runner(name or "DirectRunner")
    except (ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"--runner={name}: Beam has no such runner; see `dateline run --help`") from error


def check_models(models: Mapping[str, str]) -> None:
    """UsageError for a model that is not installed."""
    for name in models.values():
        if not Path(name).is_dir() and (not name.isidentifier() or find_spec(name) is None):
            remedy = f"install it with `pip install {name}` or `python -m spacy download {name}`, or name another"
            raise UsageError(f"--models: no spaCy model {name!r} is installed; {remedy}")
