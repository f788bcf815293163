"""Closes the days of an output that are over: few large files instead of many small ones."""

from datetime import date

from transforms.base.attention import ATTENTION
from transforms.crawl.archive.days import join_days
from transforms.write.days import join_ledgers, join_rejects


def close_days(output: str, before: date) -> None:
    """Joins what the rounds of each day before this one wrote: archives, ledgers, rejects.

    What cannot be done, as on a full disk or where a file is damaged, is said, and the next round tries again: nothing
    that exists is lost.
    """
    for join in (join_days, join_ledgers, join_rejects):
        try:
            join(output, before)
        except (OSError, ValueError, KeyError) as error:
            ATTENTION.warning(
                "%s: the files of earlier days are not joined: %s; the next round tries again", output, error
            )
