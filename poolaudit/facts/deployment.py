"""What runs, how often, with which environment: compose services, pods, functions, process lines."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Bytes, Seconds


@dataclass(frozen=True, slots=True)
class EnvEntry:
    """One environment variable as one file gives it."""

    name: str
    value: Setting[Secret]
    """The value with interpolation done as far as the file allows; unresolved when it is not."""
    span: Span
    """The whole entry; `value.span` is the value alone."""
    raw: bool = False
    """True while the value is compose text with `$` that nobody has interpolated yet (`compose_variables.fill`)."""
    readings: tuple[tuple[str, Setting[Secret]], ...] = ()
    """In an env file whose readers (`compose`, `python-dotenv`, `node`, `node-env-file`) see different values: what each sees,
    absent for a reader that drops the entry or refuses the file. Empty when all agree, so that `value` holds for each."""
    references: tuple[str, ...] = ()
    """Resources of the same manifest that it is taken from: `aws_db_instance.main.address`, `Db.Endpoint.Port`."""


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
    """Port on the host, 0 when the platform chooses it; None when it is only exposed inside the network."""
    host_address: str
    """Address that it is published on; empty is every address."""
    span: Span
    protocol: str = "tcp"


@dataclass(frozen=True, slots=True)
class ServicePort:
    """A port of a Kubernetes Service that leads to a workload."""

    service: str
    port: int
    container: int
    """Port inside the container."""
    published: int | None
    """Port outside of the cluster; None when there is none."""
    span: Span


@dataclass(frozen=True, slots=True)
class Mount:
    """A file or folder of the repository that a workload sees."""

    source: str
    """Path relative to the scan root, with `/`; empty for a named volume or a path outside of the repository."""
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class CodeFolder:
    """Files that a function platform runs."""

    folder: str
    """Relative to the scan root, with `/`; empty is the root."""
    endings: tuple[str, ...] = ()
    """Endings of their names; empty is every file."""


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
    dockerfile: str = ""
    """The Dockerfile that the manifest names, relative to the scan root, with `/`; empty for the one that the context holds."""
    target: str = ""
    """Stage of the Dockerfile that the manifest builds, in small letters; empty for the last one."""
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
    raw: tuple[tuple[str, Setting[Secret]], ...] = ()
    """Texts with variables that compose interpolates from the shell and the `.env` beside the file, by field: `image`, `build`,
    `replicas`, `command`, `command[]` (one per word of a list), `ports`, `mounts`, `env_files`, `hostnames`. Until
    `compose_variables.fill` settles them, `image` and `build` show the text as written, the others lack these values."""
    extends: tuple[str, str] | None = None
    """Path (relative to the scan root) and service that this one is merged over, when it stands in another file."""
    includes: tuple[str, ...] = ()
    """Compose files that the file of this workload includes; they belong to the same project."""
    reset: tuple[str, ...] = ()
    """Fields of the base (`env`, `ports`; `env.NAME` for one variable) that the file drops by `!reset` or `!override`."""
    namespace: str | None = None
    """Kubernetes namespace, empty where the manifest names none; None for other platforms."""
    pod: str = ""
    """Containers with the same pod share `localhost`; empty where each has its own."""
    service_ports: tuple[ServicePort, ...] = ()
    """Ports of Services that lead to it, with the ports inside."""
    network: str = ""
    """Compose's `network_mode`, where the workload shares the network of something else: `host`, `service:vpn`."""
    example: str = ""
    """Why nobody runs it as it is: `the default of a Helm chart`; empty for what is deployed."""
    initial: bool = False
    """Runs to its end before the others of its pod start: an init container, which serves nobody."""
    applied_by: str = ""
    """File whose place says what it is for, where that is not its manifest: the values of a Helm release."""
    platform: str = ""
    """Who runs it, where that is more than a machine: `aws-lambda`, `fly`, `render`; empty for containers and processes."""
    concurrency: Setting[int] = field(default_factory=Setting.absent)
    """Most requests that one copy serves at a time; where the platform gives each request a copy of its own (`aws-lambda`), the
    most copies at a time. Absent when nothing bounds it."""
    code: tuple[CodeFolder, ...] = ()
    """For a function platform: where the code of its handlers stands, as far as the file tells."""
    bounded: Setting[bool] = field(default_factory=Setting.absent)
    """For a function platform: whether something bounds how many copies run at a time; unresolved when what starts it is not in
    the file, absent where the platform has no such bound to set."""
    timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Longest run of one request, after which the platform ends it."""
    memory: Setting[Bytes] = field(default_factory=Setting.absent)
    """Most memory that one copy may use."""
    cpus: Setting[float] = field(default_factory=Setting.absent)
    """CPUs that one copy may use."""
    surge: Setting[str] = field(default_factory=Setting.absent)
    """Copies that a rolling update runs beside the old ones, as a number or a percentage that is rounded up: `25%`; absent where
    a new release replaces the old one without an overlap that the file shows."""
    copies: tuple[Mount, ...] = ()
    """For a Dockerfile: what of the build context stands where in the image, later ones over earlier ones; `source` is relative
    to the context."""
    brings: tuple[str, ...] | None = None
    """For a Dockerfile: paths of the context that some stage takes in, the empty text for all of it; None when not known."""
    stages: tuple[tuple[str, Deployment], ...] = ()
    """For a Dockerfile: what the images of its named stages before the last one run, by their names in small letters."""
    source: str = ""
    """For a Dockerfile: the repository that its label `org.opencontainers.image.source` names, `acme/shop`."""
    compiles: tuple[str, ...] = ()
    """For a Dockerfile: packages that it gives `go build` and `go install`, as written."""
    workdir: str = ""
    """For a Dockerfile: the folder in which the command runs, `/` at its beginning; empty where nothing says so."""
