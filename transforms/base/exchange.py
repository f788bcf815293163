"""Two folders swap places in one step: whoever lists either name finds one of the two, whole."""

import ctypes
import os
from pathlib import Path

from transforms.base.storage import sync_folder

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE, as renameat2(2) has them."""


def exchange(one: Path, other: Path) -> None:
    """Swaps two local folders of a file system, in one step where the system has that."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None or swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
        between = one.with_name(f"{one.name}.old")
        other.rename(between)
        one.rename(other)
        between.rename(one)
    sync_folder(other.parent)
