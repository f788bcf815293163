"""The command line, the options, the graph, its sources and sinks."""
