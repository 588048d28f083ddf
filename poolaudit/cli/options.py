"""Options that several commands share. In: a command's function. Out: the same with options; words turned into a `Config`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from poolaudit._records import dataclass
from poolaudit.config import Config, ConfigError, find, load, named, where
from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolaudit.cli.place import Place

F = TypeVar("F", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a tree is to be read, as the options say it."""

    config: str | None
    no_config: bool
    exclude: tuple[str, ...]
    tracked_only: bool
    jobs: int | None = None
    """Processes that read a large tree; None for as many as the machine has processors."""

    def configuration(self, place: Place) -> Config:
        """The configuration that governs `place`, with the excluded patterns of the command line added."""
        if self.config is not None and self.no_config:
            raise click.UsageError("--config and --no-config contradict each other")
        path = None
        if self.config is not None:
            path = Path(self.config)
            if not path.is_file():
                raise click.UsageError(f"configuration does not exist: {printable(self.config)}")
        elif not self.no_config:
            path = find(place.root)
        config = Config() if path is None else load(path, place.root, shown=named(path))
        for index, folder in enumerate(config.rules):
            if path is not None and not folder.is_dir():
                raise ConfigError(
                    f"{where(path, ('rules', index))}: 'rules[{index}]' names no folder: {printable(named(folder))}"
                )
        return replace(config, exclude=(*config.exclude, *self.exclude))


def reading_options(command: F) -> F:
    """Add the options that `Reading` holds."""
    for option in (
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), help="Processes that read a large tree. [default: one per processor]"
        ),
        click.option("--tracked-only", is_flag=True, help="Read only files that git tracks."),
        click.option(
            "--exclude", multiple=True, metavar="PATTERN", help="Do not read these files; .gitignore syntax; repeatable."
        ),
        click.option("--no-config", is_flag=True, help="Read no configuration file."),
        click.option("--config", metavar="FILE", help="Use this configuration instead of the nearest one."),
    ):
        command = option(command)
    return command


def plugin_option(command: F) -> F:
    """Add `--plugin`."""
    text = "Add the rules of a Python module or file, which is run; never one of the scanned folder; repeatable."
    return click.option("--plugin", "plugins", multiple=True, metavar="MODULE|FILE", help=text)(command)


def color_option(command: F) -> F:
    """Add `--color`."""
    kind = click.Choice(["auto", "always", "never"])
    return click.option("--color", type=kind, default="auto", show_default=True, help="When to colour.")(command)


def verbosity_options(command: F) -> F:
    """Add `-v` and `-q`."""
    verbose = click.option("-v", "--verbose", count=True, help="Say more on standard error; twice: tracebacks.")
    quiet = click.option("-q", "--quiet", is_flag=True, help="Print findings only, one line each.")
    return verbose(quiet(command))


def words(values: Sequence[str]) -> tuple[str, ...]:
    """Words of a repeatable option that also takes lists with commas, each once."""
    return tuple(dict.fromkeys(word.strip() for value in values for word in value.split(",") if word.strip()))
