"""What a run keeps for later runs as JSON, checked into its type where it is read."""

import json
from collections import Counter
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

T = TypeVar("T")
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time that is kept: without its zone it could not be compared."""


class DamagedError(Exception):
    """A file that keeps the state of an output does not hold what this program writes there."""


def to_json(content: Any) -> bytes:
    """Dataclasses, named tuples, and what JSON knows, as JSON. Text may hold lone surrogates."""
    plain = msgspec.to_builtins(content, enc_hook=dict, builtin_types=())
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def from_json(data: bytes, kind: type[T], path: str) -> T:
    """The value of a type that a file holds; DamagedError if it holds something else, with its path."""
    try:
        return msgspec.convert(json.loads(data.decode("utf-8", "surrogatepass")), kind, dec_hook=_hook)
    except (ValueError, msgspec.ValidationError) as error:
        raise damaged(path, error) from error


def damaged(path: str, error: Exception) -> DamagedError:
    """What a person is told of a file, with the remedy."""
    return DamagedError(f"{path}: damaged ({error}); restore it, or `dateline check OUTPUT --repair`")


def _hook(kind: Any, value: Any) -> Any:
    if getattr(kind, "__origin__", kind) is Counter:
        return Counter(msgspec.convert(value, dict[str, int]))
    raise NotImplementedError(f"{kind} is not kept as state")
