"""Public buckets without credentials: Cloud Storage is asked anonymously."""

import os

_VARIABLE = "DATELINE_NO_CREDENTIALS"


def be_nobody(yes: bool) -> None:
    """Says, to the processes that this one starts too, whether there are no credentials."""
    if yes:
        os.environ[_VARIABLE] = "1"
    else:
        os.environ.pop(_VARIABLE, None)


def is_nobody() -> bool:
    """Whether there are no credentials."""
    return bool(os.environ.get(_VARIABLE))
