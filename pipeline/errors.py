"""The errors that end a command, and its exit status."""


class UsageError(Exception):
    """What was asked for cannot be done: one line that names the input, the reason and the remedy. Exit status 2."""


class RunError(Exception):
    """The run failed, or its ledger does not add up. Exit status 1."""


NO_OUTPUT = "no output of dateline is there; give the folder that --output named"
NO_ARTICLES = "no articles are there; give the folder that --output named"
