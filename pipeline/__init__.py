"""The command line, the options, the graph, its sources and sinks."""

from importlib.metadata import version

VERSION = version("dateline")
