"""The command line, the options, the graph, how a run is planned and executed, and what a person sees of it."""

from importlib.metadata import version

VERSION = version("dateline")
