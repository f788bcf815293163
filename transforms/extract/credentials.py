"""Content Credentials within text: the manifest that a signed article carries as invisible characters.

C2PA 2.3, "Embedding manifests into unstructured text": the bytes of C2PATextManifestWrapper (the magic number, a
version, a length, the manifest store), each as a variation selector behind a U+FEFF.
"""

import re

_MAGIC = b"C2PATXT\0"
_HEAD = len(_MAGIC) + 1 + 4
_START = "\U000e0133\U000e0122"
"""How the magic number begins."""
_WRAPPER = re.compile(f"\ufeff?({_START}[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{{_HEAD - 2},}})")


def take_credentials(text: str) -> tuple[str, bytes | None]:
    """The text without any manifest, and the first manifest store in it; None if it has none."""
    if _START not in text:
        return text, None
    manifests: list[bytes] = []

    def take(match: re.Match[str]) -> str:
        data = bytes(map(_byte, match[1]))
        if not data.startswith(_MAGIC):
            return match[0]
        manifests.append(data[_HEAD : _HEAD + int.from_bytes(data[_HEAD - 4 : _HEAD], "big")])
        return ""

    text = _WRAPPER.sub(take, text)
    return text, manifests[0] if manifests else None


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16
