"""Python's search for cycles among objects, less often than it likes to."""

import gc

_MADE = 10_000
"""Objects made after which it is done. At Python's 700 it takes a tenth of the time of reading pages: thousands of
objects of one are alive then, hardly any in a cycle. At more, no less, and what hangs in cycles takes memory."""


def search_seldom() -> None:
    """Leaves out the modules and models that there are by now, and searches the rest after every _MADE objects.

    For processes that have imported and loaded what they work with.
    """
    gc.freeze()
    gc.set_threshold(_MADE)
