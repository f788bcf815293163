"""Buckets, asked once before any work starts: without credentials or a network, Beam goes on trying for minutes."""

import os
from collections.abc import Callable, Collection
from contextlib import nullcontext, suppress
from functools import partial

import google.auth
from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, Unauthorized
from google.auth.exceptions import GoogleAuthError

from pipeline.errors import UsageError
from pipeline.runners.bounded import TIMEOUT, answer_within, line
from transforms.base.anonymous import is_anonymous, set_anonymous

_LOGIN = "run `gcloud auth application-default login`"


def check_credentials(path: str, writes: bool) -> None:
    """Looks for credentials for a path in gs://, within `TIMEOUT` seconds, and does without if there are none.

    UsageError if there are none and the run `writes`: no bucket lets anybody write.
    """
    error = answer_within(TIMEOUT, google.auth.default)
    set_anonymous(error is not None)
    if error is not None and writes and not os.environ.get("STORAGE_EMULATOR_HOST"):
        raise UsageError(f"{path}: no credentials ({_first(error)}); {_LOGIN}") from error


def check_buckets(paths: Collection[str]) -> None:
    """UsageError if a bucket of these paths is not there or cannot be asked, within `TIMEOUT` seconds each."""
    for bucket, path in {path.removeprefix("gs://").partition("/")[0]: path for path in paths}.items():
        _check(path, partial(_ask, bucket))


def _check(path: str, ask: Callable[[], object]) -> None:
    error = answer_within(TIMEOUT, ask)
    if error is not None:
        raise UsageError(f"{path}: {_remedy(error)}") from error


def _ask(bucket: str) -> None:
    from transforms.base.beam_internals import gcs_io

    listing = gcs_io(f"gs://{bucket}/").client.list_blobs(bucket, max_results=1, retry=None, timeout=TIMEOUT)
    # What may be read or written by name alone cannot be listed.
    with nullcontext() if is_anonymous() else suppress(Forbidden):
        next(iter(listing), None)


def _first(error: Exception) -> str:
    return line(error).partition(". ")[0]


def _remedy(error: Exception) -> str:
    if isinstance(error, NotFound):
        return "there is no such bucket; make it with `gcloud storage buckets create`, or fix the name"
    if is_anonymous() and isinstance(error, Forbidden | Unauthorized | GoogleAuthError):
        return f"no credentials were found, and the bucket is not public; {_LOGIN}"
    if isinstance(error, GoogleAuthError | Unauthorized):
        return f"no credentials ({_first(error)}); {_LOGIN}"
    if isinstance(error, GoogleAPICallError | TimeoutError | OSError):
        return f"Cloud Storage cannot be asked ({line(error)}); look at the network and the credentials"
    return f"cannot be asked for ({type(error).__name__}: {line(error)})"
