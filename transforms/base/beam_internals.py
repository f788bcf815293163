"""Private parts of Beam that are used here; `tests/test_internals.py` fails when Beam changes them."""

from collections.abc import Callable
from typing import Any, TypeVar

from apache_beam.internal.gcp.auth import _Credentials
from apache_beam.io.filesystems import FileSystems
from apache_beam.typehints.decorators import no_annotations

from transforms.base.anonymous import is_anonymous

F = TypeVar("F", bound=Callable[..., Any])

several_outputs: Callable[[F], F] = no_annotations
"""Beam reads the annotations of `expand`, knows single PCollections only, and warns of a named pair of them."""


def gcs_io(path: str) -> Any:
    """Beam's access to Cloud Storage. Only a file system knows the credentials of the run, on workers too."""
    return file_systems().get_filesystem(path)._gcsIO()  # type: ignore[attr-defined]


def file_systems() -> type[FileSystems]:
    """Beam's file systems. Without credentials they would look for them for half a minute in each process."""
    if is_anonymous():
        _Credentials._credentials, _Credentials._credentials_init = None, True
    return FileSystems
