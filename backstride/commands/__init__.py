"""The verbs of the command line, one a file. Each has `add(parsers)` and `run(args) -> exit status`."""
