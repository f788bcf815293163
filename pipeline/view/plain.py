"""What a person sees of text from outside: the text, and nothing that it could make of a terminal."""

import json
import re
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from pipeline.standard_streams import reader_left

# Controls, and what turns the direction of writing around (https://trojansource.codes).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text with a replacement character for each one that is not seen but does something."""
    return _UNSEEN.sub("\ufffd", text)


def json_line(values: Mapping[str, Any]) -> str:
    """An object as a line of JSON, with times in ISO 8601; in ASCII where standard output is not UTF-8."""
    is_utf_8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(values, ensure_ascii=not is_utf_8, default=datetime.isoformat)


class PlainConsole(Console):
    """A console for which a string is text: no controls, no emoji codes, and no markup unless a call says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints; in a file or a pipe, without the spaces to which a table fills its lines."""
        if self.is_terminal:
            super().print(*objects, **options)
            return
        with self.capture() as captured:
            super().print(*objects, **options)
        try:
            self.file.write("\n".join(line.rstrip(" ") for line in captured.get().split("\n")))
            self.file.flush()
        except BrokenPipeError:
            if self.stderr:
                raise
            reader_left()

    def render_str(self, text: str, **options: Any) -> Text:
        """Every string that is printed, in a table too, comes through here."""
        return super().render_str(plain(text), **options)
