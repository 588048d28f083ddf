"""The run-time parameters that a client sends when it connects, from every place that can hold them.

In: a pool with its arguments, its catalog entries. Out: names with values; and the statement timeout that they set.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolaudit.catalog.libraries import clients
from poolaudit.extract.dsn.options import options_parameters
from poolaudit.extract.surfaces.client_index import outer_of
from poolaudit.facts.function import may_be_missing
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Seconds

if TYPE_CHECKING:
    from poolaudit.catalog.model import Client, Constructor
    from poolaudit.facts.client_pool import ClientPool

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
"""Source: https://www.postgresql.org/docs/17/config-setting.html, read 2026-11-20."""

_LARGEST = 2**31
"""Amounts are 32-bit integers in the server; NaN compares false and is refused as well."""


def startup_parameters(
    pool: ClientPool, client: Client, constructor: Constructor, driver: str
) -> tuple[tuple[str, Setting[str]], ...]:
    """Name (lower case) and value of each run-time parameter; the note says how it is sent."""
    found: dict[str, Setting[str]] = {}
    unsure = {name for name, value in pool.lookups if may_be_missing(value)}
    arguments = [(name, setting) for name, setting in pool.arguments if setting.is_known or name not in unsure]
    renamed = dict(client.url_startup)
    query = _query(client, pool.dsn_reader or driver)
    for place, how in _places(client, constructor, driver):
        for name, setting in arguments:
            if how == "server_settings" and name.startswith(f"{place}."):
                key = name.removeprefix(f"{place}.")
                if key == "*":
                    continue
                found[key.lower()] = _stated(setting, key.lower(), how)
            elif name == place and how == "options":
                found.update(_options(setting))
            elif name == place and how == "keyword":
                key = name.rpartition(".")[2].lower()
                found[key] = _stated(setting, key, how)
    for name, setting in arguments:
        key = name.removeprefix("?")
        if not name.startswith("?"):
            continue
        unknown = client.unknown_url_startup and key not in query and not pool.dsn_reader
        if key == "options" and (key in query or unknown):
            found = {**dict(_options(setting)), **found}
        elif key in renamed:
            found.setdefault(renamed[key], _stated(setting, renamed[key], "options"))
        elif (key == "application_name" and key in query) or unknown:
            found.setdefault(key.lower(), _stated(setting, key.lower(), "connection string"))
    return tuple(found.items())


def with_statement_timeout(pool: ClientPool) -> ClientPool:
    """The pool with the server-side statement timeout that its run-time parameters set, unless its own limit is written."""
    timeout = dict(pool.startup_parameters).get("statement_timeout")
    if timeout is None or pool.statement_timeout.is_written:
        return pool
    if not timeout.is_known or not isinstance(timeout.value, str):
        return replace(pool, statement_timeout=Setting.unresolved(timeout.note, timeout.span, "statement_timeout"))
    duration = _milliseconds(timeout.value)
    if duration is None or timeout.span is None:
        return pool
    if not duration:
        return replace(pool, statement_timeout=Setting.absent("statement_timeout"))
    return replace(pool, statement_timeout=replace(timeout, value=duration))  # type: ignore[arg-type]  # same evidence, other unit


def _places(client: Client, constructor: Constructor, driver: str) -> list[tuple[str, str]]:
    """Argument names that hold run-time parameters, with how each sends them; later ones win."""
    places = [
        (constructor.options_argument, "options"),
        *((name, "keyword") for name in constructor.startup_keywords),
        *((name, "server_settings") for name in constructor.startup_arguments),
    ]
    outer = outer_of(constructor)
    candidates = [driver] if driver else sorted({name for _, name in client.dialects})
    for name in candidates if constructor.driver_arguments else ():
        below = clients().get(name)
        for entry in below.constructors if below is not None else ():
            places += [
                (f"{outer}{entry.options_argument}" if entry.options_argument else "", "options"),
                *((f"{outer}{each}", "keyword") for each in entry.startup_keywords),
                *((f"{outer}{each}", "server_settings") for each in entry.startup_arguments),
            ]
    return list(dict.fromkeys(place for place in places if place[0]))


def _query(client: Client, driver: str) -> frozenset[str]:
    layer = dict(client.layer_url_parameters).get(driver, ())
    return frozenset(parameter.name for parameter in (*client.url_parameters, *layer))


def _options(setting: Setting[Any]) -> tuple[tuple[str, Setting[str]], ...]:
    if not setting.is_known:
        return (("options", Setting.unresolved(setting.note, setting.span, "options")),)
    return tuple(
        (name.lower(), replace(value, label=name.lower(), note="options")) for name, value in options_parameters(setting)
    )


def _stated(setting: Setting[Any], label: str, how: str) -> Setting[str]:
    if setting.origin is Origin.UNRESOLVED:
        return Setting.unresolved(setting.note, setting.span, label)
    return replace(setting, value=None if setting.value is None else str(setting.value), label=label, note=how)


def _milliseconds(value: str) -> Seconds | None:
    """A duration of a parameter whose base unit is the millisecond, in seconds; None when the server would refuse it."""
    text = value.strip()
    digits = len(text)
    while digits and text[digits - 1].isalpha():
        digits -= 1
    number, unit = text[:digits].strip(), text[digits:]
    try:
        amount = float(number)
    except ValueError:
        return None
    scale = _UNITS.get(unit, 1e-3 if not unit else None)
    return Seconds(round(amount * scale, 6)) if scale is not None and abs(amount) <= _LARGEST else None
