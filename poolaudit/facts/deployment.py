"""What runs, how often, with which environment: compose services, pods, functions, process lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class EnvEntry:
    """One environment variable as one file gives it."""

    name: str
    value: Setting[Secret]
    """The value with interpolation done as far as the file allows; unresolved when it is not."""
    span: Span
    """The whole entry; `value.span` is the value alone."""


@dataclass(frozen=True, slots=True)
class EnvFile:
    """A dotenv file."""

    path: str
    span: Span
    entries: tuple[EnvEntry, ...]


@dataclass(frozen=True, slots=True)
class Port:
    """A port that a workload listens on or publishes."""

    container: int
    published: int | None
    """Port on the host; None when it is only exposed inside the network."""
    host_address: str
    """Address that it is published on; empty is every address."""
    span: Span


@dataclass(frozen=True, slots=True)
class Mount:
    """A file or folder of the repository that a workload sees."""

    source: str
    """Path relative to the scan root, with `/`; empty for a named volume."""
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deployment:
    """One workload as one manifest describes it: the thing that multiplies connections."""

    name: str
    """Service, Deployment or process type."""
    surface: str
    """`compose`, `kubernetes`, `procfile`, `dockerfile` …"""
    span: Span
    """The name where it is defined."""
    project: str
    """Workloads with the same project see each other by name: the folder of the compose file, a namespace."""
    environment: str
    """Name that the file gives the environment: `production`, `test`; empty for the base file."""
    hostnames: tuple[str, ...] = ()
    """Names under which others reach it: service name, container name, aliases."""
    image: Setting[str] = field(default_factory=Setting.absent)
    build: Setting[str] = field(default_factory=Setting.absent)
    """Build context, relative to the scan root, with `/`; empty text is the root."""
    command: Setting[tuple[str, ...]] = field(default_factory=Setting.absent)
    """Words of the command line; shell form is split by shell rules."""
    entrypoint: Setting[tuple[str, ...]] = field(default_factory=Setting.absent)
    replicas: Setting[int] = field(default_factory=Setting.absent)
    env: tuple[EnvEntry, ...] = ()
    """Entries of the manifest itself, later ones win; files are in `env_files`."""
    env_files: tuple[Setting[str], ...] = ()
    """Env files, relative to the scan root, earlier ones lose."""
    ports: tuple[Port, ...] = ()
    mounts: tuple[Mount, ...] = ()
    profiles: tuple[str, ...] = ()
