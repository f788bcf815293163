"""Public buckets without credentials: Cloud Storage is asked anonymously."""

import os

_VARIABLE = "DATELINE_NO_CREDENTIALS"


def set_anonymous(anonymous: bool) -> None:
    """Says whether there are no credentials, to this process and to those that it starts."""
    if anonymous:
        os.environ[_VARIABLE] = "1"
    else:
        os.environ.pop(_VARIABLE, None)


def is_anonymous() -> bool:
    """Whether there are no credentials."""
    return bool(os.environ.get(_VARIABLE))
