"""What a process does with memory that it is done with: Python searches for it seldom, Arrow gives it back."""

import gc

_MADE = 10_000
"""Objects made after which it is done. At Python's 700 it took 6 % of the time of extraction, for thousands of
objects of a page are alive then and hardly any is in a cycle. More gains nothing, and cycles take memory."""
ARROW_POOL = "ARROW_DEFAULT_MEMORY_POOL", "system"
"""Where Arrow takes memory from; it asks when it is imported. Its own pool keeps 15 MB, and 5 KB more for each article
of the largest file; but it reads large files in half the time, and writes an article in 10 microseconds less."""


def search_seldom() -> None:
    """Leaves out what there is by now, and searches the rest after every _MADE objects.

    For processes that are about to import and load much, which stays: at Python's 700 that takes a tenth longer. And
    again when they have.
    """
    gc.freeze()
    gc.set_threshold(_MADE)
