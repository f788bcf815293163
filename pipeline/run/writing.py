"""Takes an output for oneself, as every command does that writes to one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pipeline.errors import RunError, UsageError
from transforms.base.lock import Occupied, alone, occupied
from transforms.write.compact import finish


@contextmanager
def writing(output: str, wait: float, of: str = "") -> Iterator[None]:
    """The only writer of an output, or `of` a part; RunError if another one still is after `wait` seconds."""
    with ExitStack() as held:
        try:
            held.enter_context(alone(output, wait, of))
        except Occupied as error:
            raise RunError(occupied(output, error)) from error
        except Exception as error:
            raise unwritable(output, error) from error
        if not of:
            finish(output)
        yield


def unwritable(output: str, error: Exception) -> UsageError:
    """Says that an output cannot be written."""
    return UsageError(f"{output}: cannot be written: {error}; give another folder with --output")
