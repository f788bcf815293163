"""Python's search for cycles among objects, less often than it likes to."""

import gc

_MADE = 10_000
"""Objects made after which it is done. At Python's 700 it took 6 % of the time of extraction, for thousands of
objects of a page are alive then and hardly any is in a cycle. More gains nothing, and cycles take memory."""


def search_seldom() -> None:
    """Leaves out the modules and models that there are by now, and searches the rest after every _MADE objects.

    For processes that have imported and loaded what they work with.
    """
    gc.freeze()
    gc.set_threshold(_MADE)
