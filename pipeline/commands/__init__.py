"""The commands, a module each: `add` describes it to the parser, `main` does it and returns the exit status.

Beam takes seconds to import, which --help and a wrong option should not: a command imports what it needs when it runs.
"""
