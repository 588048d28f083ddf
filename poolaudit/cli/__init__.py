"""The command line: words in, reports on standard output, everything else on standard error, an exit code out."""
