"""Data sources of Spring Boot, Micronaut and Quarkus in `application*.yml` and `application*.properties`.

Any YAML file of `src/main/resources` counts: `spring.config.name` may call the file otherwise
(https://docs.spring.io/spring-boot/reference/features/external-config.html, 3.5, read 2026-11-21).

In: a settings document. Out: a `ClientPool` for each data source and profile, by the catalog's entry of its pool, and a
`NamedValue` for each of its values that holds in every profile, so that a profile in another file can build on it; and a
`MigrationCall` where settings of Flyway or Liquibase stand beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.catalog.migration_calls import TOOLS
from poolaudit.catalog.spring import DRIVER_CLASSES, OTHER_SETTINGS, URL_KEYS, USER
from poolaudit.extract.base import Surface
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.surfaces.client_arguments import Arguments, conceal
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.spring_bound import own_properties
from poolaudit.extract.surfaces.spring_datasources import Datasource, datasources, pool_constructor
from poolaudit.extract.surfaces.spring_placeholders import Placeholders
from poolaudit.extract.surfaces.spring_properties import canonical, profiles, variable_names
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Joined, Literal, Reference
from poolaudit.facts.migration_call import MigrationCall
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.catalog.model import Constructor
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.surfaces.spring_properties import Profile, Property
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_DRIVERS = dict(DRIVER_CLASSES)
_OTHERS = tuple(map(canonical, OTHER_SETTINGS))
_PROPERTIES = "connectionproperties"
"""Text of several of the driver's properties, a password perhaps among them."""


def extract(source: Source, document: Document) -> Iterator[ClientPool | MigrationCall | NamedValue]:
    """Each data source of each profile; one that the profile itself does not touch is not repeated for it."""
    for profile in profiles(source, document):
        values = Placeholders(source, profile.values)
        own = {id(each) for each in profile.own}
        for found in datasources(profile):
            if any(id(each) in own for each in found.properties):
                given = _given(found, values)
                yield _pool(found, given, profile, values)
                for name, value in _names(found, given, pool_constructor(found.library), values):
                    yield NamedValue(name, value, value.span, profile.name)
        for each in profile.own:
            if canonical(each.name).startswith(_OTHERS) and not is_secret_key(each.name):
                value = conceal(values.expression(each.node))
                yield NamedValue(each.name, value, value.span, profile.name)
        yield from own_properties(profile, values)
        yield from _migrations(profile)


def _migrations(profile: Profile) -> Iterator[MigrationCall]:
    """What Spring Boot runs at start because settings of it stand in the profile; none that is switched off."""
    for tool in TOOLS:
        own = [each for each in profile.own if tool.settings and each.canonical.startswith(f"{canonical(tool.settings)}.")]
        enabled = profile.values.get(f"{canonical(tool.settings)}.enabled")
        if not own or (enabled is not None and str(enabled.node.value).lower() == "false"):
            continue
        lock = profile.values.get(canonical(f"{tool.settings}.{tool.settings_lock}"))
        yield MigrationCall(tool.name, own[0].keys[-1].span, tool.settings, _session_locks(lock), environment=profile.name)


def _session_locks(lock: Property | None) -> Setting[bool]:
    """What the setting of transaction-level locks says of session-level ones."""
    text = str(lock.node.value).lower() if lock is not None else ""
    if lock is None:
        return Setting.absent("session locks")
    if text not in ("true", "false"):
        return Setting.unresolved(f"{lock.name} is no plain value", lock.node.span, "session locks")
    return Setting.written(text == "false", lock.node.span, "session locks", f"{lock.name} = {text}")


SURFACE = Surface(
    "spring",
    ("yaml", "properties"),
    extract,
    globs=("application*.yml", "application*.yaml", "application*.properties", "bootstrap*.yml", "bootstrap*.yaml",
           "bootstrap*.properties", "src/main/resources/*.yml", "src/main/resources/*.yaml", "*/src/main/resources/*.yml",
           "*/src/main/resources/*.yaml"),
    triggers=("datasource", "jdbc:", "r2dbc", "redis", "mongodb", "threads", "executors"),
)  # fmt: skip


def _pool(found: Datasource, given: dict[str, Expression], profile: Profile, values: Placeholders) -> ClientPool:
    constructor = pool_constructor(found.library)
    span = _place(found)
    arguments = Arguments(given, complete=True)
    hidden = {
        *(constructor.dsn_keywords if constructor is not None else ()),
        *(name for name in given if canonical(name) == _PROPERTIES),
    }
    settings = tuple((name, value) for name, value in arguments.settings(hidden) if name not in hidden)
    url = _url(found, values, span)
    return settle(
        ClientPool(
            library=found.library,
            kind="pool",
            span=span,
            call=found.call,
            dsn=url,
            user=_user(found, profile, values, span),
            driver=_driver(found, url),
            arguments=(*settings, *_driver_class(found)),
            lookups=tuple(_lookups(found, given, constructor, span)),
            environment=profile.name,
        )
    )


def _place(found: Datasource) -> Span:
    """The key of the block where the file nests, else the first key."""
    first = min(found.properties, key=lambda each: each.keys[-1].span.offset)
    name = ""
    for key in first.keys:
        name = f"{name}.{key.name}" if name else key.name
        if name == found.prefix:
            return key.span
    return first.keys[-1].span


def _url(found: Datasource, values: Placeholders, span: Span) -> Expression:
    """The connection string: from the environment, else from the file, else from the file that holds in every profile."""
    written = dict(found.own).get("url")
    inner: Expression = (
        conceal(values.expression(written.node)) if written is not None else Reference(f"{found.prefix}.{found.url_key}", span)
    )
    keys = [f"{found.prefix}.{found.url_key}"]
    if found.url_key == URL_KEYS[0]:
        keys += [f"{found.prefix}.{URL_KEYS[1]}", f"{found.pool_prefix}.{URL_KEYS[1]}"]
    names = dict.fromkeys(name for key in keys for name in variable_names(key))
    return EnvLookup(tuple(names), inner.span, inner, overrides=True)


def _user(found: Datasource, profile: Profile, values: Placeholders, span: Span) -> Expression | None:
    """Who connects: as for the connection string; None where nothing of the file, or of one that it builds on, can say it."""
    written, key = dict(found.own).get(USER), f"{found.prefix}.{USER}"
    if written is None and not profile.name:
        return None
    inner = conceal(values.expression(written.node)) if written is not None else Reference(key, span)
    return EnvLookup(variable_names(key), inner.span, inner, overrides=True)


def _driver_class(found: Datasource) -> tuple[tuple[str, Setting[object]], ...]:
    """The driver's class as an argument, where it is written as plain text."""
    named = dict(found.own).get("driverclassname")
    if named is None or named.node.template or "$" in str(named.node.value):
        return ()
    return (("driverClassName", Setting.written(named.node.value, named.node.span, "driverClassName")),)


def _driver(found: Datasource, url: Expression) -> str:
    """By the class that is named, else by the beginning of the connection string; empty when neither tells."""
    named = dict(found.own).get("driverclassname")
    if named is not None and str(named.node.value) in _DRIVERS:
        return _DRIVERS[str(named.node.value)]
    client = clients().get(found.library)
    text = _beginning(url)
    return next((driver for scheme, driver in client.dialects if text.startswith(f"{scheme}:")), "") if client else ""


def _beginning(expression: Expression) -> str:
    """The text that a value surely starts with."""
    while isinstance(expression, (EnvLookup, Joined)):
        if isinstance(expression, Joined):
            expression = expression.parts[0]
        elif expression.default is not None:
            expression = expression.default
        else:
            return ""
    value = expression.value if isinstance(expression, Literal) else ""
    text = value.reveal() if isinstance(value, Secret) else value
    return text if isinstance(text, str) else ""


def _given(found: Datasource, values: Placeholders) -> dict[str, Expression]:
    """What the pool is given, under the catalog's names; keys of the driver as `mapping.name`."""
    constructor = pool_constructor(found.library)
    known = {canonical(each.name): each.name for each in constructor.parameters} if constructor is not None else {}
    mapping = constructor.driver_arguments if constructor is not None else ""
    given: dict[str, Expression] = {}
    for name, each in found.pool:
        head, dot, rest = name.partition(".")
        is_driver = dot and canonical(head) == canonical(mapping)
        title = f"{mapping}.{rest}" if is_driver else known.get(canonical(name), name)
        given[title] = values.expression(each.node)
    return given


def _lookups(
    found: Datasource, given: Mapping[str, Expression], constructor: Constructor | None, span: Span
) -> Iterator[tuple[str, Expression]]:
    """Each parameter that decides something, with the variables that beat the file."""
    for parameter in constructor.parameters if constructor is not None else ():
        if not parameter.field or not parameter.name.replace("-", "").isalnum():
            continue
        written = given.get(parameter.name)
        key = f"{found.pool_prefix}.{_dashed(parameter.name)}"
        inner = written if written is not None else Reference(f"{found.pool_prefix}.{parameter.name}", span)
        yield parameter.name, EnvLookup(variable_names(key), inner.span, inner, overrides=True)
    for name, expression in given.items():
        if "." in name and not isinstance(expression, Literal):
            yield name, expression


def _names(
    found: Datasource, given: Mapping[str, Expression], constructor: Constructor | None, values: Placeholders
) -> Iterator[tuple[str, Expression]]:
    """What a profile in another file may leave as it is: the connection string and what decides about the pool."""
    url = dict(found.own).get("url")
    if url is not None:
        yield f"{found.prefix}.{found.url_key}", conceal(values.expression(url.node))
    user = dict(found.own).get(USER)
    if user is not None:
        yield f"{found.prefix}.{USER}", conceal(values.expression(user.node))
    for parameter in constructor.parameters if constructor is not None else ():
        if parameter.field and parameter.name in given:
            yield f"{found.pool_prefix}.{parameter.name}", given[parameter.name]


def _dashed(name: str) -> str:
    """`maximumPoolSize` → `maximum-pool-size`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
