"""What a person sees of text from outside: the text, and nothing that it could make of a terminal."""

import re
from typing import Any

from rich.console import Console
from rich.text import Text

# Controls, and what turns the direction of writing around (https://trojansource.codes).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text with a replacement character for each one that is not seen but does something."""
    return _UNSEEN.sub("\ufffd", text)


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
        self.file.write(re.sub(" +$", "", captured.get(), flags=re.MULTILINE))
        self.file.flush()

    def render_str(self, text: str, **options: Any) -> Text:
        """Every string that is printed, in a table too, comes through here."""
        return super().render_str(plain(text), **options)
