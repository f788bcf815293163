"""Takes an output for oneself, as every command does that writes to one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pipeline.errors import RunError, UsageError
from pipeline.view.log import DISK_FULL
from transforms.base.lock import Occupied, alone, occupied
from transforms.base.state import DamagedError
from transforms.write.compact import finish


@contextmanager
def writing(output: str, wait: float, of: str = "") -> Iterator[None]:
    """The only writer of an output, or `of` a part; RunError if another one still is after `wait` seconds.

    What the system refuses meanwhile, as a full disk does, and a file of the output that is damaged are a RunError.
    """
    with ExitStack() as held:
        try:
            held.enter_context(alone(output, wait, of))
        except Occupied as error:
            raise RunError(occupied(output, error)) from error
        except Exception as error:
            raise (RunError(full(output)) if is_full(error) else unwritable(output, error)) from error
        try:
            if not of:
                finish(output)
            yield
        except OSError as error:
            raise RunError(full(output) if is_full(error) else f"{error}; run the command again") from error
        except DamagedError as error:
            raise RunError(str(error)) from error


def is_full(error: BaseException) -> bool:
    """Whether the system says that there is no room."""
    return DISK_FULL.search(str(error)) is not None


def full(output: str) -> str:
    """What a person is told of a full disk, with the remedy."""
    return f"{output}: the disk is full; make room, and the same command continues from there"


def unwritable(output: str, error: Exception) -> UsageError:
    """Says that an output cannot be written."""
    return UsageError(f"{output}: cannot be written: {error}; make it writable, or give another folder")
