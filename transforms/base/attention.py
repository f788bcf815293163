"""One logger for everything that a person should see during a long run; the command shows it."""

import logging

ATTENTION = logging.getLogger("dateline")
