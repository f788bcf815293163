"""Judges say of each block whether it belongs to the article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.article import RemovedKind
from transforms.clean.page import Page


@dataclass(frozen=True, slots=True)
class Removal:
    """A block does not belong to the article: of what kind it is, and the rule or model that says so."""

    kind: RemovedKind
    by: str


class Judge(Protocol):
    """Anything that judges the blocks of a page: the rules here, or a model."""

    def judge(self, page: Page) -> Sequence[Removal | None]:
        """One verdict for each block of the page, None for what stays. A pure function of the page."""
        ...
