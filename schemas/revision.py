"""What is remembered of a revision that was written, so that a later run knows it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One row of OUTPUT/_state/revisions: which capture of a revision was written, and to which file."""

    article_id: Annotated[str, "as in the record"]
    revision_id: Annotated[str, "as in the record"]
    captured_at: Annotated[datetime | None, "time of the capture that was written, UTC"]
    capture_uri: Annotated[str, "the capture that was written"]
    capture_digest: Annotated[str, "its digest"]
    url: Annotated[str | None, "its address"]
    source: Annotated[str | None, "as in the record"]
    file: Annotated[str, "where the row is, below OUTPUT/articles"]

    @property
    def capture(self) -> tuple[str, str]:
        """Which capture it is."""
        return self.capture_uri, self.capture_digest
