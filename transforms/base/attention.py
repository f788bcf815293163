"""Where everything is said that a person should see while a long run goes on: one logger, which the command shows."""

import logging

ATTENTION = logging.getLogger("dateline")
