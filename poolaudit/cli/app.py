"""The command `poolaudit` and how it ends. In: the words of the command line. Out: the exit code, errors as one line.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings, 2 wrong use or the scan could not be completed, 130 interrupted.
"""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from poolaudit import __version__
from poolaudit._parts import part_names
from poolaudit.cli.words import closest
from poolaudit.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

_PACKAGE = "poolaudit.cli.commands"
WRONG_USE = 2
INTERRUPTED = 130
_FULL = frozenset({errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG})
"""What a stream says that takes no more."""


class _Commands(click.Group):
    """Commands by name, each loaded when it is run, with a suggestion for one that does not exist."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's name
        return list(part_names(_PACKAGE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{_PACKAGE}.{cmd_name}").COMMAND
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            ctx.fail(f"no such command: {args[0]!r}{closest(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="poolaudit", message="%(prog)s %(version)s")
@click.pass_context
def app(context: click.Context) -> int | None:
    """Find database connection and pooling faults that only show when the files of a repository are read together."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return WRONG_USE
    return None


def run(arguments: Sequence[str]) -> int:
    """Run one command to its end and return the exit code; nothing escapes but `SystemExit` of shell completion."""
    verbose = _wants_tracebacks(arguments)
    try:
        code = app.main(list(arguments), prog_name="poolaudit", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.NoSuchOption as error:
        return _complain(f"no such option: {error.option_name}{closest(error.option_name, error.possibilities or ())}")
    except click.ClickException as error:
        return _complain(error.format_message())
    except ConfigError as error:
        return _complain(str(error))
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
            from poolaudit.cli.streams import give_up, unwritable  # noqa: PLC0415  # help is not written by `write_out`

            give_up(sys.stdout)
            return _complain(unwritable(error))
        if verbose:
            raise
        return _complain(f"internal error: {type(error).__name__}; -vv shows where")
    return code if isinstance(code, int) else 0


def _wants_tracebacks(arguments: Sequence[str]) -> bool:
    """Whether `-v` is given twice; looked up here, because an error may come before the options are parsed."""
    before_end = list(arguments)[: arguments.index("--")] if "--" in arguments else arguments
    return sum(word.count("v") for word in before_end if word == "--verbose" or set(word) == {"-", "v"}) > 1


def _complain(message: str) -> int:
    line = " ".join(message.split()).rstrip(".")
    first = line.partition(" ")[0]
    if first.istitle() and first.isalpha():  # a sentence of click, not the name of a file
        line = line[:1].lower() + line[1:]
    from poolaudit.cli.streams import write_err  # noqa: PLC0415  # most runs end well

    write_err(f"poolaudit: error: {line}\n")
    return WRONG_USE
