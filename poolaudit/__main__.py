"""Where the program starts. In: the words of the command line. Out: the exit code.

`--version` and an interrupted start need nothing but this file.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from contextlib import suppress

from poolaudit import __version__

_OBJECTS = 200_000
"""New objects between two searches for cycles. Facts have none, and Python's 700 make a scan a tenth slower."""


def main() -> int:
    """Run the command line; return 0 for a clean scan, 1 for findings, 2 for wrong use, 130 when interrupted."""
    gc.set_threshold(_OBJECTS)
    _fill_in()
    if sys.argv[1:] == ["--version"]:
        return _leave(0, f"poolaudit {__version__}\n")
    try:
        from poolaudit.cli.app import run  # noqa: PLC0415

        return _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:
        return 130


def _fill_in() -> None:
    """Put something where the caller closed a stream: no file of ours may take its number, and writing says what is wrong."""
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def _leave(code: int, text: str = "") -> int:
    """Write the last text and end the process: taking hundreds of modules apart takes as long as reading a small repository.

    Returns only where somebody watches (a profiler, a debugger). Output that does not get out makes the code 2.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # a reader who has seen enough
    except OSError as error:
        code = 2
        reason = "it is closed" if error.errno == errno.EBADF else (error.strerror or type(error).__name__).lower()
        with suppress(OSError):
            sys.stderr.write(f"poolaudit: error: cannot write to standard output: {reason}\n")
    with suppress(OSError):
        sys.stderr.flush()
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return code
    atexit._run_exitfuncs()  # noqa: SLF001  # what plugins have registered; there is no public name
    os._exit(code)


if __name__ == "__main__":
    # `python -m` puts the current folder, which may be the scanned one, before everything that is imported from here on.
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        del sys.path[0]
    sys.exit(main())
