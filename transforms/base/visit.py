"""What stages make of a document on one visit to the process that can be killed; it stands apart from Beam, which that
process does not import."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from schemas.reject import Reason, cause_of


class Failed(NamedTuple):
    """Which stage gave a document up, and why."""

    stage: str
    reason: Reason
    message: str


def through(stages: Mapping[str, Callable[[Any], Any]], value: Any) -> Any:
    """What the stages make of a value, or a `Failed`."""
    for stage, function in stages.items():
        try:
            value = function(value)
        except Exception as error:
            return Failed(stage, *cause_of(error))
    return value
