"""Turns what a client was given into what it will do, by the catalog's rules: units, defaults, limits, drivers, versions.

In: a `ClientPool` whose `arguments` are what is written. Out: the same pool with every other setting derived from them.
All functions are pure, so the graph can add what it learns (a variable, the connection string, a version) and derive again.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from poolaudit.catalog import versions
from poolaudit.catalog.dotnet import handed_in
from poolaudit.catalog.libraries import clients
from poolaudit.catalog.model import Client, Prepares
from poolaudit.catalog.url_objects import WITH_QUERY
from poolaudit.extract.surfaces import client_values
from poolaudit.extract.surfaces.client_index import constructor_of, outer_of
from poolaudit.extract.surfaces.client_initial import initial_statements
from poolaudit.extract.surfaces.client_startup import startup_parameters, with_statement_timeout
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal, Unresolved
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.catalog.model import Constructor, Parameter
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.expression import Expression

_GIVEN = frozenset({"version"})
"""Settings of a pool that do not follow from its arguments."""


@cache
def field_kinds() -> dict[str, str]:
    """The settings that a pool derives: field → `int`, `bool`, `str` or `Seconds`."""
    return {
        field.name: str(field.type).removeprefix("Setting[").removesuffix("]")
        for field in fields(ClientPool)
        if str(field.type).startswith("Setting[") and field.name not in _GIVEN
    }


def settle(pool: ClientPool, *, url_read: bool = False) -> ClientPool:
    """Derive every setting of a pool from its arguments, its driver and its version.

    Where code makes the connection string and `url_read` does not say that its parameters are among the arguments, none of them
    has its default. A pool that the catalog has no constructor for (a surface has read all its settings) is returned as it is.
    """
    constructor = constructor_of(pool)
    return pool if constructor is None else _Settling(pool, constructor, url_read=url_read).result()


def resettle(pool: ClientPool, field: str, value: Setting[Any]) -> ClientPool:
    """The pool with one argument (a name of `lookups` or `arguments`, or a field of the pool) known to be `value`.

    A value that is not known leaves the pool as it is, apart from the reason; an absent one is not given.
    """
    name = field
    known = dict(pool.arguments)
    if field not in known and field in field_kinds():
        current: Setting[Any] = getattr(pool, field)
        name = current.label if current.label in known else field
    if value.origin is Origin.ABSENT:
        return settle(replace(pool, arguments=tuple(pair for pair in pool.arguments if pair[0] != name)))
    arguments = tuple((key, replace(value, label=key) if key == name else old) for key, old in pool.arguments)
    if name not in known:
        arguments = (*arguments, (name, replace(value, label=name)))
    return settle(replace(pool, arguments=arguments))


def with_version(pool: ClientPool, version: Setting[str]) -> ClientPool:
    """The pool with the defaults of the release that the repository pins."""
    return settle(replace(pool, version=version))


def with_driver(pool: ClientPool, driver: str) -> ClientPool:
    """The pool with the arguments and defaults of the driver underneath; an empty name leaves it open."""
    return settle(replace(pool, driver=driver or pool.driver))


def with_url_parameters(pool: ClientPool, dsn: Dsn, driver: str = "") -> ClientPool:
    """The pool with what the parameters of its connection string say to this library and driver.

    Parameters that the pair ignores or refuses change nothing: SQLAlchemy hands `?statement_cache_size=0` to asyncpg as
    text, which is an error and no setting.
    """
    kept = tuple((name, value) for name, value in pool.arguments if not name.startswith("?"))
    client = clients().get(pool.library)
    if client is None:
        return replace(pool, driver=driver or pool.driver)
    known = {parameter.name for parameter in url_parameters(client, pool.dsn_reader or driver or pool.driver)}
    folded = {each.lower(): name for name in known for each in (name, "".join(name.split()))} if client.folded_keys else {}
    names = [
        name if name in known else folded.get(name.lower(), name.upper() if name.upper() in known else name)
        for name, _ in dsn.parameters
    ]
    added = tuple((f"?{name}", replace(value, label=f"?{name}")) for name, (_, value) in zip(names, dsn.parameters, strict=True))
    return settle(replace(pool, arguments=(*kept, *added), driver=driver or pool.driver), url_read=True)


def driver_of(pool: ClientPool, scheme: str, version: str = "") -> str:
    """Catalog name of the driver that a scheme means to the library; empty when it is unknown or not accepted.

    A scheme whose driver changed between releases needs the version (that of the pool when it is known).
    """
    if pool.driver:
        return pool.driver
    client = clients().get(pool.library)
    if client is None:
        return ""
    constructor = constructor_of(pool)
    fixed = constructor.driver if constructor is not None else ""
    if fixed or client.prepares is not Prepares.DRIVER:
        return fixed or client.name
    changes = [(since, driver) for name, driver, since in client.dialects_since if name == scheme]
    first = dict(client.dialects).get(scheme, "")
    if not changes:
        return first
    release = versions.release(version or (pool.version.value if pool.version.is_known and pool.version.value else ""))
    if release is None:
        return ""
    return next((driver for since, driver in reversed(changes) if versions.has(release, since)), first)


def url_parameters(client: Client, driver: str) -> tuple[Parameter, ...]:
    """What a library takes, or lets its driver take, from the query of a connection string."""
    return (*client.url_parameters, *dict(client.layer_url_parameters).get(driver, ()))


class _Settling:
    """One derivation: the sources of each field in order of precedence, then its default."""

    def __init__(self, pool: ClientPool, constructor: Constructor, *, url_read: bool) -> None:
        self.pool = pool
        self.constructor = constructor
        self.client = clients()[pool.library]
        self.given = dict(pool.arguments)
        self.driver = pool.driver or self.constructor.driver
        self.below = clients().get(self.driver)
        pinned = pool.version.value if pool.version.is_known else None
        self.release = versions.release(pinned) if pinned else None
        self.engines = _engines_named(pool, self.client)
        self.made = "" if url_read or constructor.parameters != self.client.url_parameters else made_by(pool.dsn)
        self.settings: dict[str, Setting[Any]] = {}

    def result(self) -> ClientPool:
        from_url = [(f"?{parameter.name}", parameter) for parameter in url_parameters(self.client, self._reader())]
        from_call = [(parameter.name, parameter) for parameter in self.constructor.parameters]
        from_driver = self._driver_parameters()
        order = [*from_url, *from_call, *from_driver] if self.constructor.url_wins else [*from_call, *from_driver, *from_url]
        for name, parameter in order:
            self._take(name, parameter)
        for name, parameter in (*from_call, *from_driver):
            self._default(name, parameter)
        for name, parameter in order:
            self._follow(name, parameter)
        self._pool_class()
        self._limit()
        startup = startup_parameters(self.pool, self.client, self.constructor, self.driver)
        changes: dict[str, Any] = {field: self.settings.get(field, Setting.absent()) for field in field_kinds()}
        first = initial_statements(self.pool)
        settled = replace(self.pool, **changes, driver=self.driver, startup_parameters=startup, initial=first)
        return with_statement_timeout(settled)

    def _reader(self) -> str:
        return self.pool.dsn_reader or self.driver

    def _driver_parameters(self) -> list[tuple[str, Parameter]]:
        if not self.constructor.driver_arguments:
            return []
        outer = outer_of(self.constructor)
        if self.driver:
            return [(outer + parameter.name, parameter) for parameter in _of_driver(self.client, self.driver)]
        written = [name.removeprefix(outer) for name in self.given if name.startswith(outer)]
        drivers = {driver for _, driver in self.client.dialects} | {driver for _, driver, _ in self.client.dialects_since}
        known = [parameter for driver in sorted(drivers) for parameter in _of_driver(self.client, driver)]
        found: list[tuple[str, Parameter]] = []
        for name in written:
            candidates = [each for each in known if each.name == name]
            if len({(each.field, each.unit) for each in candidates}) == 1:
                found.append((outer + name, replace(candidates[0], defaults=(), follows="")))
        return found

    def _take(self, name: str, parameter: Parameter) -> None:
        field, setting = parameter.field, self.given.get(name)
        if not field or setting is None or field in self.settings or self._foreign(parameter):
            return
        kind = field_kinds()[field]
        meant = client_values.convert(parameter, setting, kind, name)
        if meant is client_values.NOT_GIVEN:
            return
        if meant is client_values.LIMITLESS:
            self.settings[field] = Setting.absent(name)
            self.settings["unlimited"] = client_values.limitless(setting, name)
            return
        self.settings[field] = meant

    def _default(self, name: str, parameter: Parameter) -> None:
        field = parameter.field
        if not field or field in self.settings or self._foreign(parameter):
            return
        if self.made and not parameter.follows:
            self.settings[field] = Setting.unresolved(self.made, self.pool.dsn.span, name)
            return
        if self._hidden(name):
            if parameter.defaults or parameter.follows or parameter.varies:
                self.settings[field] = Setting.unresolved("some arguments of the call could not be read", self.pool.span, name)
            return
        default = versions.in_force(parameter.defaults, self.release)
        if default is None:
            if parameter.varies:
                self.settings[field] = Setting.unresolved(f"by default it is {parameter.varies}", self.pool.span, name)
                if field == "max_size":
                    self.settings.setdefault("unlimited", Setting.default(value=False, label=name, note=parameter.varies))
            return
        title = (self.below if self.below is not None and parameter in self.below.driver_parameters else self.client).title
        since = f" since {default.since}" if default.since else ""
        assumed = len(parameter.defaults) > 1 and self.release is None
        setting: Setting[Any] = Setting.default(default.value, name, f"default of {title}{since}", assumed=assumed)
        meant = client_values.convert(parameter, setting, field_kinds()[field], name)
        if meant is client_values.LIMITLESS:
            self.settings[field] = Setting.absent(name)
            self.settings.setdefault("unlimited", client_values.limitless(setting, name))
        elif meant is not client_values.NOT_GIVEN:
            self.settings[field] = meant

    def _follow(self, name: str, parameter: Parameter) -> None:
        if not parameter.follows or parameter.field in self.settings:
            return
        leader = self.settings.get(parameter.follows, Setting[Any].absent())
        if leader.is_known:
            self.settings[parameter.field] = Setting.derived(
                leader.value, name, f"follows {leader.label} when it is not given", leader
            )
        elif leader.note:
            self.settings[parameter.field] = Setting.unresolved(leader.note, leader.span, name)

    def _foreign(self, parameter: Parameter) -> bool:
        """Whether the pool's server is surely none that the parameter works with."""
        return bool(parameter.engines and self.engines and self.engines.isdisjoint(parameter.engines))

    def _limit(self) -> None:
        """Say that there is a limit, or why that is not known, where nothing removes it."""
        if "unlimited" in self.settings:
            return
        limits = [self.settings[field] for field in ("max_size", "max_overflow") if field in self.settings]
        unknown = next((limit for limit in limits if limit.note and not limit.is_known), None)
        if unknown is not None:
            self.settings["unlimited"] = Setting.unresolved(unknown.note, unknown.span, unknown.label)
        elif limits and all(limit.is_known for limit in limits):
            self.settings["unlimited"] = Setting.derived(
                False,
                "unlimited",
                f"limited by {limits[0].label}",
                *limits,
            )

    def _hidden(self, name: str) -> bool:
        if "." not in name:
            return not self.pool.complete
        outer = name.rpartition(".")[0]
        while outer:
            if f"{outer}.*" in self.given:
                return True
            if outer in self.given and not self.given[outer].is_known and outer not in self.constructor.dsn_keywords:
                return True
            outer = outer.rpartition(".")[0]
        return not self.pool.complete and not any(
            key.startswith(f"{name.partition('.')[0]}.") or key == name.partition(".")[0] for key in self.given
        )

    def _pool_class(self) -> None:
        constructor = self.constructor
        if isinstance(constructor.fixed_pooling, bool):
            self.settings["pooling"] = Setting.default(
                constructor.fixed_pooling,
                "pooling",
                f"{self.pool.call} {'keeps' if constructor.fixed_pooling else 'does not keep'} connections",
            )
        name = constructor.pool_class
        if not name:
            return
        chosen = self.given.get(name)
        if chosen is None or (chosen.is_known and chosen.value is None):
            self.settings["pooling"] = (
                Setting.unresolved("some arguments of the call could not be read", self.pool.span, name)
                if self._hidden(name)
                else Setting.default(value=True, label=name, note=f"default of {self.client.title}")
            )
            return
        if not chosen.is_known:
            self.settings["pooling"] = Setting.unresolved(chosen.note, chosen.span, name)
            return
        last = str(chosen.value).rpartition(".")[2]
        self.settings["pooling"] = client_values.restated(chosen, last not in constructor.unpooled_classes, name, last)
        for field in ("min_size", "max_size", "max_overflow", "unlimited", "acquire_timeout"):
            current = self.settings.get(field)
            if current is not None and current.is_written:
                continue
            if last in constructor.unpooled_classes or last in constructor.single_classes:
                self.settings.pop(field, None)
        if last in constructor.single_classes:
            self.settings["max_size"] = Setting.derived(1, name, f"{last} keeps one connection", chosen)
            self.settings["max_overflow"] = Setting.derived(0, name, f"{last} keeps one connection", chosen)


def made_by(dsn: Expression) -> str:
    """Why the parameters of a connection string are not known that code makes; empty for one that is read as it is."""
    if isinstance(dsn, CallResult) and dsn.callee not in ("or", "if", WITH_QUERY):
        return handed_in(dsn.callee) or f"{dsn.callee}() makes the connection string"
    return dsn.why if isinstance(dsn, Unresolved) else ""


def _of_driver(client: Client, driver: str) -> tuple[Parameter, ...]:
    below = clients().get(driver)
    layer = dict(client.layer_parameters).get(driver, ())
    return (*layer, *(below.driver_parameters if below is not None else ()))


def _engines_named(pool: ClientPool, client: Client) -> frozenset[str]:
    """Server families whose name stands in a written ENGINE; none when it names no other than an unknown one."""
    dsn = pool.dsn
    while isinstance(dsn, EnvLookup) and dsn.default is not None:
        dsn = dsn.default
    engine = dict(dsn.items).get("engine") if isinstance(dsn, Items) else None
    text = engine.value if isinstance(engine, Literal) and isinstance(engine.value, str) else ""
    return frozenset(name for name in client.engines if name in text)
