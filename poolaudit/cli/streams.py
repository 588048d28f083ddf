"""Where output goes. In: rendered text and the wishes of the user. Out: standard output, or files that are whole or not there."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

import click

from poolaudit.report.terminal import Terminal, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PIPE_WIDTH = 100
_NARROWEST, _WIDEST = 40, 140
_SYMBOLS = "│├╭╰─→×…"


def terminal(stream: TextIO, color: str, environment: Mapping[str, str] = os.environ) -> Terminal:
    """What `stream` can show; `color` is `auto`, `always` or `never`."""
    try:
        _SYMBOLS.encode(stream.encoding or "ascii")
        unicode = True
    except (LookupError, UnicodeEncodeError):
        unicode = False
    return Terminal(_width(stream, environment), use_color(stream, color, environment), unicode)


def use_color(stream: TextIO, color: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour. The option decides; else NO_COLOR (no-color.org), FORCE_COLOR (force-color.org), then the stream.

    GitHub Actions, GitLab CI and Buildkite show colours although their streams are no terminals.
    """
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE")
    if forced:
        return forced not in {"0", "false"}
    if environment.get("TERM") == "dumb":
        return False
    return stream.isatty() or any(environment.get(name) == "true" for name in ("GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE"))


def write_out(text: str) -> None:
    """Write to standard output; what its encoding lacks is written as escapes, and a reader who has left is no error.

    Raises:
        click.UsageError: The stream is full, closed or broken.
    """
    with suppress(AttributeError):  # a stream put there by somebody else
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        give_up(sys.stdout)
    except OSError as error:
        give_up(sys.stdout)
        raise click.UsageError(unwritable(error)) from None


def write_err(text: str) -> None:
    """Write to standard error; nobody can be told when that is gone."""
    with suppress(AttributeError):
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Let what is still in the buffer go nowhere, so that the interpreter does not complain when it flushes at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # a stream put there by somebody else, without a file
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def unwritable(error: OSError) -> str:
    """Why nothing more can be written to standard output, in one line."""
    closed = error.errno == errno.EBADF
    return f"cannot write to standard output: {'it is closed' if closed else (error.strerror or type(error).__name__).lower()}"


def write_file(path: Path, text: str, *, newline: str = "\n") -> None:
    """Write a whole file or nothing: into a neighbour first, which then takes the name. Keeps the mode of the old file.

    A device, a named pipe and an open stream (`/dev/stdout`, `>(jq .)`) are written into: nothing can take their place.
    """
    from tempfile import mkstemp  # noqa: PLC0415

    temporary = None
    try:
        if is_stream(path):
            with path.open("a", encoding="utf-8", errors="surrogateescape", newline=newline) as stream:
                stream.write(text)
            return
        target = path.resolve()
        handle, temporary = mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with open(handle, "w", encoding="utf-8", errors="surrogateescape", newline=newline) as stream:  # noqa: PTH123
            stream.write(text)
        os.chmod(temporary, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())  # noqa: PTH101
        os.replace(temporary, target)  # noqa: PTH105
        temporary = None
    except OSError as error:
        raise click.UsageError(
            f"cannot write {printable(str(path))}: {(error.strerror or type(error).__name__).lower()}"
        ) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108


def is_stream(path: Path) -> bool:
    """Whether a path leads to no regular file, or names an open stream of the process, whatever that stream is."""
    if os.path.abspath(path).startswith(("/dev/fd/", "/dev/std", "/proc/")):  # noqa: PTH100  # `resolve` would follow it
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _width(stream: TextIO, environment: Mapping[str, str]) -> int:
    columns = environment.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        width = int(columns)
    elif stream.isatty():
        try:
            width = os.get_terminal_size(stream.fileno()).columns or _PIPE_WIDTH
        except OSError:
            width = _PIPE_WIDTH
    else:
        width = _PIPE_WIDTH
    return max(_NARROWEST, min(width, _WIDEST))
