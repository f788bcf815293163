"""Requests to a service that end in time: clients retry, and look for credentials, for as long as they like."""

from collections.abc import Callable
from threading import Thread

TIMEOUT = 10.0
"""Seconds that a service has to answer before a run starts."""


def answer_within(seconds: float, ask: Callable[[], object]) -> Exception | None:
    """The error that asking raised, None if all is well; TimeoutError if there is no answer in time."""
    errors: list[Exception | None] = []

    def asking() -> None:
        try:
            ask()
            errors.append(None)
        except Exception as error:
            errors.append(error)

    # It cannot be told to end; as a daemon it ends with the command.
    thread = Thread(target=asking, daemon=True)
    thread.start()
    thread.join(seconds)
    return errors[0] if errors else TimeoutError(f"no answer within {seconds:g} s")


def line(error: Exception) -> str:
    """What an error says, in one line that is not too long."""
    return " ".join(str(error).split())[:200]
