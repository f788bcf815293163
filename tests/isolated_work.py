"""Work that tests give to the process in which documents are read.

It stands apart, and imports what it needs where it needs it, for that process imports the module of its work: with
Beam, or a whole test, it would start in seconds.
"""

import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from schemas.article import Article
from schemas.capture import Capture, Document
from schemas.reject import Reason, Unusable

SLOW = r"(?:a|a)*b"
"""A pattern that never ends on a text of `a`, and holds the interpreter meanwhile."""


def holds_the_interpreter(text: str) -> None:
    re.match(SLOW, text)


def swallows_every_error(_: str) -> None:
    while True:
        try:
            sum(range(1000))
        except BaseException:
            continue


def sleeps(seconds: float) -> None:
    time.sleep(seconds)


def grows(size: int) -> int:
    return len(bytearray(size))


def crashes(path: str) -> str:
    """The first time."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "read"


def process(_: object) -> int:
    return os.getpid()


def slow_for(name: str, capture: Capture, **options: Any) -> Document:
    """Extracts, and does not end with the one document of that name."""
    from pipeline.steps import extract

    if capture.uri.endswith(name):
        re.match(SLOW, 40 * "a")
    return extract(capture, **options)


def nothing(_: Capture, **__: object) -> Document:
    """Finds no article."""
    raise Unusable(Reason.NO_ARTICLE, "what is read in an entry is not what is looked at here")


def newer(document: Document, rejected: str) -> Article:
    """Cleans as a newer program would: adds a sentence, and rejects one capture."""
    from transforms.clean.stage import clean

    if document.capture_uri == rejected:
        raise Unusable(Reason.NO_ARTICLE, "not for the newer cleaner")
    return clean(replace(document, text=f"{document.text}\nThe bridge stays open."), "newer")
