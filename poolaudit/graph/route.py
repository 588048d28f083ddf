"""One way from a client to a server, with everything on it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.environment_variables import DIRECT_NAMES
from poolaudit.catalog.networks import WITHOUT_IPV6
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Seconds
    from poolaudit.graph.client import Client
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.server import Server
    from poolaudit.graph.workload import Workload


@dataclass(frozen=True, slots=True)
class Route:
    """Client → connection string → endpoint → pooler? → server?, in one environment.

    A client whose connection string cannot be resolved has a route too: `dsn` is None, the words of `endpoint` are
    unresolved, and `doubt_about` says why a pooler may be there all the same.
    """

    span: Span
    """The client's constructor."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    environment: str
    """`production`, `test`, …; empty for the base environment."""
    client: Client
    dsn: Dsn | None
    endpoint: Endpoint
    pooler: Pooler | None
    """The last pooler before the server; None when it has none, or none that is known (see `doubt_about`)."""
    server: Server | None
    workload: Workload | None
    direct: Setting[bool]
    """True when it surely reaches the server without a pooler."""
    pooled_alternative: Setting[str]
    """For a direct route: the pooler that the same environment has for the same server (its name or host)."""
    closes_idle: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which the other side closes a connection that does nothing: a provider, a pooler, the server; the shortest."""
    in_function: Setting[bool] = field(default_factory=Setting.absent)
    """Whether the client surely runs on a function platform, and nowhere else that the tree shows."""
    masked_password: Setting[bool] = field(default_factory=Setting.absent)
    """True when the connection string surely has a password, and code replaced it by `***` on the way."""

    @property
    def direct_by_name(self) -> bool:
        """Whether a variable on the way says in its name that it goes round a pooler: `DIRECT_URL`, `DATABASE_URL_UNPOOLED`."""
        named = (step.text.partition(" = ")[0].upper() for step in self.trail if " = " in step.text)
        return any(word in name for name in named for word in DIRECT_NAMES)

    @property
    def without_ipv6(self) -> bool:
        """Whether the platform that runs it is known to have no IPv6."""
        return self.workload is not None and self.workload.deployment.platform in WITHOUT_IPV6

    def doubt_about(self, part: str) -> str:
        """Why a part that is None may exist all the same; empty when it surely does not."""
        return self.direct.note if part == "pooler" and not self.direct.is_known else ""


@dataclass(frozen=True, slots=True)
class StartupParameter:
    """A run-time parameter that a client sends when it connects, on one route."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    route: Route
    client: Client
    pooler: Pooler | None
    name: str
    """Lower case: `statement_timeout`."""
    value: Setting[str]
    how: str
    """How it is sent: `options`, `server_settings`, `connection string`, `driver default`."""
    tracked: Setting[bool]
    """Whether the pooler follows it for each client."""
    ignored: Setting[bool]
    """Whether the pooler accepts it and drops it, so that the setting is not in force."""
    cosmetic: bool
    """True when nothing is lost if it is dropped (`extra_float_digits`)."""


@dataclass(frozen=True, slots=True)
class ConnectionString:
    """A connection string where it is written, whoever uses it."""

    span: Span
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    dsn: Dsn
    endpoint: Endpoint
    engine: str
    tracked: bool
    """Whether the file is tracked by git (or there is no git)."""
    literal_password: Setting[bool]
    """Whether a real password stands in the file: not a placeholder, a variable, a word like `changeme`, or the user name."""
    tls: Setting[str]
    """`disabled`, `unverified`, `verified` or `preferred`, as the parameters ask for; absent when they say nothing."""
    tls_setting: str
    """The parameter that decides it, as written: `sslmode=disable`; empty when there is none."""
    unencoded: Setting[str]
    """As `dsn.unencoded`, for whoever may read it; absent where the programs that the repository shows to read it, or the
    library that its scheme is for, take it as it is meant."""
