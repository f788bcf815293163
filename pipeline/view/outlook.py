"""What a person sees of a round that is not run: `--dry-run`."""

from datetime import datetime

from pipeline.run.outlook import outlook
from pipeline.run.request import Request
from pipeline.view.counted import counted
from pipeline.view.next_due import moment

SHOWN = 50
"""Feeds that are named."""


def print_outlook(request: Request, now: datetime) -> None:
    """Prints which feeds a round would poll now. No server is asked, so what they have is not known."""
    options = request.options
    found = outlook(options.output, request.inputs.followed, options.poll_now, now)
    problems = {source.url: source.problem for source in request.inputs.followed if source.problem}
    due = [url for url in found.due if url not in problems]
    print(f"Feeds      {counted(found.feeds, 'feed')}, {len(due):,} due")
    for label, lines in (("Wrong", list(problems.values())), ("Due", due)):
        for line in lines[:SHOWN]:
            print(f"{label:<10} {line}")
        if len(lines) > SHOWN:
            print(f"           and {len(lines) - SHOWN:,} more")
    if found.is_unfinished:
        print("Unfinished an earlier round or stream: that is finished first")
    if found.next_due and not due:
        print(f"Next due   {moment(found.next_due, now)}")
    if not request.inputs.stored:
        print("Written    nothing: this was --dry-run")
