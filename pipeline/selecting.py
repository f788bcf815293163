"""The options that say which articles are wanted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pipeline.errors import UsageError
from pipeline.spec import Spec, Specified
from pipeline.values import LANGUAGE, languages, names, optional_positive, pattern, share, when
from transforms.select.selection import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting(Specified):
    """Which articles are wanted."""

    limit: Annotated[
        int | None,
        Spec("at most N articles, the first in their order", "N", "", optional_positive, "(0*[1-9][0-9]*)?", "NUMBER"),
    ]
    sample: Annotated[
        float,
        Spec(
            "a sample of the articles, the same in every run: drawn by article_id",
            "SHARE",
            "100%",
            share,
            r"([1-9][0-9]?(\.[0-9]+)?|0\.[0-9]*[1-9][0-9]*|100)%",
        ),
    ]
    language: Annotated[
        tuple[str, ...],
        Spec(
            "articles in these languages (BCP 47); pt includes pt-BR",
            "LANG,…",
            "",
            languages,
            f"({LANGUAGE}(,{LANGUAGE})*)?",
        ),
    ]
    source: Annotated[
        tuple[str, ...],
        Spec(
            "articles from these sources, registrable domains as in the record",
            "DOMAIN,…",
            "",
            names,
            r"([^,\s]+(,[^,\s]+)*)?",
        ),
    ]
    match: Annotated[
        str,
        Spec(
            "articles whose title or text matches this Python regular expression",
            "REGEX",
            "",
            pattern,
            in_template=False,
        ),
    ]
    since: Annotated[
        datetime | None,
        Spec(
            "captured at or after this time: ISO 8601, or an age such as 7d, the beginning of that day",
            "TIME",
            "",
            when,
            in_template=False,
        ),
    ]
    until: Annotated[datetime | None, Spec("captured before this time", "TIME", "", when, in_template=False)]

    @property
    def selection(self) -> Selection:
        """The same as a value for transforms."""
        return Selection(
            sample=self.sample,
            languages=frozenset(map(str.lower, self.language)),
            sources=frozenset(map(str.lower, self.source)),
            match=self.match,
            since=self.since,
            until=self.until,
        )

    def check(self) -> None:
        """UsageError for an empty range of time."""
        if self.since and self.until and self.since >= self.until:
            since, until = (f"{at:%Y-%m-%dT%H:%MZ}" for at in (self.since, self.until))
            raise UsageError(f"--since {since} is not before --until {until}; swap them")
