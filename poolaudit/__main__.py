"""Where the program starts. In: the words of the command line. Out: the exit code.

`--version` and an interrupted start need nothing but this file.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from poolaudit import __version__

_OBJECTS = 200_000
"""New objects between two searches for cycles. Facts have none, and Python's 700 make a scan a tenth slower."""


def main() -> int:
    """Run the command line; return 0 for a clean scan, 1 for findings, 2 for wrong use, 130 when interrupted."""
    gc.set_threshold(_OBJECTS)
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"poolaudit {__version__}\n")
        return 0
    try:
        from poolaudit.cli.app import run  # noqa: PLC0415

        return _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:
        return 130


def _leave(code: int) -> int:
    """End the process here: taking a few hundred modules apart takes as long as reading a small repository.

    Returns only where somebody watches (a profiler, a debugger), or where output is left that the interpreter must complain of.
    """
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):  # no such stream, or nobody who reads it
        return code
    atexit._run_exitfuncs()  # noqa: SLF001  # what plugins have registered; there is no public name
    os._exit(code)


if __name__ == "__main__":
    # `python -m` puts the current folder, which may be the scanned one, before everything that is imported from here on.
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        del sys.path[0]
    sys.exit(main())
