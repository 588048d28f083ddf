"""A server that a provider runs and a template of the tree describes. In: an endpoint. Out: a `Server`.

The identifier in the template is the first label of the host, or the end of a connection name of Cloud SQL. How many
connections a server allows stands in its parameters, or follows from its capacity by the provider's formula. The memory of a
class gives only a bound, because nobody tells what the system takes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import rds_limits as known
from poolaudit.catalog.server_limits import RESERVED
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_of, environment_name
from poolaudit.graph.read_values import number
from poolaudit.graph.server import Server
from poolaudit.graph.server_timeouts import with_idle_limit

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.server import ServerConfig
    from poolaudit.graph.endpoint import Endpoint
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import Neighbourhood

_LABEL = "max_connections"
_IDLE = "wait_timeout"
_REDIS = "redis"


def managed_server(endpoint: Endpoint, site: Site, made: ServerConfig | None = None) -> Server | None:
    """The server behind a provider's host: the one that is `made` under that name, or the only one with its identifier."""
    if made is not None:
        return described(made)
    label = _label(endpoint.host.value or "")
    found = [each for each in site.server_configs if label and (each.identifier.value or "").lower() == label]
    return described(found[0]) if len(found) == 1 else None


def server_made(pooler: PoolerConfig, site: Site) -> Server | None:
    """The server that the configuration of a managed pooler makes and puts behind it."""
    own, behind = pooler.resource, dict(pooler.settings).get("server")
    for each in site.server_configs if own is not None else ():
        other = each.resource
        same = other is not None and own is not None and (other.project, other.environment) == (own.project, own.environment)
        if same and other is not None and (other == own or (behind is not None and behind.value == other.address)):
            return described(each)
    return None


def server_called(host: str, hood: Neighbourhood, site: Site) -> Server | None:
    """The server that the configuration of some workloads makes under the name that they have for its host."""
    for each in site.server_configs:
        own = each.resource
        same = own is not None and (own.project, environment_name(own.environment)) == (hood.project, hood.environment)
        if same and own is not None and own.address.lower() == host.lower():
            return described(each)
    return None


def _label(host: str) -> str:
    """`orders` of `orders.abc.eu-west-1.rds.amazonaws.com`, and of `/cloudsql/shop:europe-west1:orders`."""
    socket = host.removeprefix("/cloudsql/").partition("/")[0]
    return (socket.rpartition(":")[2] if ":" in socket else host.partition(".")[0]).lower()


def described(config: ServerConfig) -> Server:
    """The server that a provider runs as the template describes it."""
    most = _most(config)
    reserved: Setting[int] = Setting.default(
        RESERVED if config.engine == "postgresql" else 0, "reserved", "default of the engine"
    )
    usable: Setting[int]
    if most.is_known and most.value is not None:
        note = f"{most.value} - {reserved.value} reserved"
        usable = Setting.derived(most.value - (reserved.value or 0), "usable connections", note, most, reserved)
    else:
        usable = Setting.unresolved(most.note, most.span, "usable connections")
    own = config.resource
    name = config.identifier.value or (own.address if own is not None else config.name)
    server = Server(
        span=config.span,
        symbol=f"server {name}" if own is None else f"server {own.project}:{own.address}",
        context=context_of(config.path),
        trail=(Evidence(config.identifier.span, Origin.WRITTEN, f"the server {name}"),),
        name=name,
        engine=config.engine,
        version=config.version
        if config.version.origin is not Origin.ABSENT
        else Setting.unresolved("the provider keeps the version", config.span, "version"),
        max_connections=most,
        reserved_connections=reserved,
        usable_connections=usable,
    )
    idle = dict(config.settings).get(_IDLE) if config.engine == "mysql" else None
    return with_idle_limit(server, number(idle, _IDLE)) if idle is not None else server


def _most(config: ServerConfig) -> Setting[int]:
    if config.engine == _REDIS:
        return Setting.absent(_LABEL)
    settings = dict(config.settings)
    written = settings.get(_LABEL)
    if written is not None:
        return number(written, _LABEL)
    usual = config.engine == "postgresql" and config.parameter_group.is_known
    least, most = (settings.get(name, Setting[str].absent()) for name in ("min_capacity", "max_capacity"))
    if usual and least.is_known and most.is_known and config.instance_class.value in (None, known.SERVERLESS_CLASS):
        return _serverless(least, most)
    size = config.instance_class
    bound = _bound(size.value or "") if usual else None
    why = f"it follows from the memory of {size.value}" if size.value else "it follows from the server's memory"
    return Setting.unresolved(f"{why}, at most {bound}" if bound else why, size.span or config.span, _LABEL)


def _serverless(least: Setting[str], most: Setting[str]) -> Setting[int]:
    """The connections of Aurora between so many capacity units, where the manual tells them."""
    try:
        low, high = float(least.value or ""), float(most.value or "")
    except ValueError:
        return Setting.unresolved("the capacity is no number", most.span, _LABEL)
    found = known.SERVERLESS.get(high)
    if found is None:
        return Setting.unresolved(f"the manual does not tell it for {high:g} capacity units", most.span, _LABEL)
    value = min(found, known.MOST_OF_LITTLE) if low <= known.LITTLE else found
    return Setting.derived(value, _LABEL, f"{low:g} to {high:g} Aurora capacity units", least, most)


def _bound(size: str) -> int | None:
    """The most connections that a class may allow with the usual parameters; None for one that the catalog does not know."""
    start, _, rest = size.partition(".")
    family, _, name = rest.partition(".")
    if start != "db" or family not in known.LARGE or name not in known.SIZES:
        return None
    memory = known.LARGE[family] * known.SIZES[name] * 1024**3
    return min(int(memory / known.BYTES_PER_CONNECTION), known.MOST)
