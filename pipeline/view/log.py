"""What libraries log, as far as a person should see it: nothing that is tried again, or that one line says anyway."""

import logging
import re
import sys
import warnings

TRIED_AGAIN = (
    "apache_beam.utils.subprocess_server",
    "apache_beam.runners.portability.local_job_service",
    "apache_beam.internal.gcp.auth",
    "apache_beam.utils.retry",
    "google.auth",
)
"""Loggers whose warnings are of something that goes on, or ends in an error."""
FORMAT = "%(name)s: %(message)s"
DISK_FULL = re.compile(r"\[Errno (?:28|122)\]")
"""ENOSPC, and EDQUOT where a quota is used up. Beam hands errors on as text."""


def set_up() -> None:
    """Shows warnings of libraries on standard error, except those that say nothing."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_shown)
    logging.basicConfig(level=logging.WARNING, format=FORMAT, handlers=[handler])
    for name in TRIED_AGAIN:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")


def show_all() -> None:
    """Shows everything that libraries log from here on, with the time and with traces."""
    logging.root.setLevel(logging.INFO)
    for name in TRIED_AGAIN:
        logging.getLogger(name).setLevel(logging.NOTSET)
    for handler in logging.root.handlers:
        handler.removeFilter(_is_shown)
        handler.setFormatter(logging.Formatter(f"%(asctime)s {FORMAT}"))


def _is_shown(record: logging.LogRecord) -> bool:
    """Where the system refuses something, as a full disk does, the trace says nothing: the error at the end does."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, OSError) or DISK_FULL.search(str(error)) or DISK_FULL.search(record.getMessage()))
