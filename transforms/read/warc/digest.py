"""Digests of WARC records (WARC/1.1, 5.8), as archivers write them."""

import base64
import hashlib


def is_digest_of(digest: str, block: bytes) -> bool:
    """Whether it is the digest of a block: `sha1:` and Base32 as a rule, other algorithms and hexadecimal, too."""
    name, _, value = digest.strip().partition(":")
    try:
        found = hashlib.new(name.lower().replace("-", ""), block, usedforsecurity=False).digest()
    except (ValueError, TypeError):  # No such algorithm, or one without a length of its own.
        return False
    return value.lower() == found.hex() or value.upper() == base64.b32encode(found).decode()
