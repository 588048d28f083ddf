"""The catalog of client libraries: every entry is sourced, consistent and reachable from code."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from poolaudit._parts import part_names, parts
from poolaudit.catalog.model import Client, Prepares
from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.surfaces import client_calls, django
from poolaudit.facts.client_pool import ClientPool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.catalog.model import Parameter

CLIENTS: tuple[Client, ...] = parts("poolaudit.catalog.clients", "CLIENT")
PYTHON = tuple(client for client in CLIENTS if client.language == "python")
NAMES = {client.name for client in CLIENTS}
POOL_FIELDS = {field.name for field in fields(ClientPool)}


def parameters(client: Client) -> Iterable[Parameter]:
    """Every parameter of an entry, wherever it stands."""
    for constructor in client.constructors:
        yield from constructor.parameters
    yield from client.driver_parameters
    yield from client.url_parameters
    for _, some in (*client.layer_parameters, *client.layer_url_parameters):
        yield from some


def test_every_module_is_an_entry_of_its_own_name() -> None:
    """A library is found under the name of its file."""
    names = [client.name for client in CLIENTS]

    assert list(part_names("poolaudit.catalog.clients")) == names


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_sources_are_complete(client: Client) -> None:
    """Each entry says where it was read, in which version and when."""
    incomplete = [
        source for source in client.sources if not (source.url and source.version and len(source.read) == len("2026-11-20"))
    ]

    assert (bool(client.sources), incomplete) == (True, [])


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_parameters_fill_fields_that_exist(client: Client) -> None:
    """Each parameter names a field of the fact, or none."""
    unknown = {parameter.field for parameter in parameters(client)} | {parameter.follows for parameter in parameters(client)}

    assert set() == unknown - POOL_FIELDS - {""}


def test_callees_are_unique() -> None:
    """No two constructors of a language answer to one name, apart from the kinds of a settings block."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for client in CLIENTS:
        for constructor in client.constructors:
            for callee in constructor.callees:
                seen.setdefault((client.language, callee, constructor.kind), []).append(client.name)

    assert {} == {key: names for key, names in seen.items() if len(names) > 1}


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_drivers_exist(client: Client) -> None:
    """Dialects, layers and constructors name drivers that the catalog has; Django's dialects are its own engines."""
    named = {constructor.driver for constructor in client.constructors} - {""}
    if client.name != "django":
        named |= {driver for _, driver in client.dialects} | {driver for _, driver, _ in client.dialects_since if driver}
        named |= {driver for driver, _ in (*client.layer_parameters, *client.layer_url_parameters)}

    assert set() == named - NAMES


@pytest.mark.parametrize("client", [client for client in PYTHON if client.prepares_off], ids=lambda client: client.name)
def test_edits_name_arguments_that_exist(client: Client) -> None:
    """Each edit that stops named statements sets an argument that the caller or its driver knows."""
    by_name = {each.name: each for each in CLIENTS}
    unknown = []
    for caller_name, edits in client.prepares_off:
        caller = by_name[caller_name or client.name]
        known = {parameter.name for parameter in parameters(caller)} | {parameter.name for parameter in client.driver_parameters}
        for each in caller.constructors:
            known |= {parameter.name for parameter in by_name[each.driver].driver_parameters} if each.driver else set()
            known |= {
                f"{each.driver_arguments}.{parameter.name}" for parameter in (*parameters(caller), *client.driver_parameters)
            }
        unknown += [edit.argument for edit in edits if edit.argument not in known]

    assert [] == unknown


@pytest.mark.parametrize("client", [client for client in PYTHON if client.liveness_on], ids=lambda client: client.name)
def test_liveness_edits_switch_the_check_on(client: Client) -> None:
    """The edit for liveness sets an argument that fills `health_check`."""
    filled = {parameter.name: parameter.field for parameter in parameters(client)}

    assert {"health_check"} == {filled[edit.argument] for edit in client.liveness_on}


def test_named_statements_can_be_switched_off_below_each_layer() -> None:
    """A driver that names statements says how to stop it, for itself."""
    naming = [client for client in PYTHON if client.prepares in (Prepares.NAMED, Prepares.AFTER_THRESHOLD)]

    assert [] == [client.name for client in naming if "" not in dict(client.prepares_off)]


@pytest.mark.parametrize(
    ("client", "callee"),
    [
        (client.name, constructor.callees[0])
        for client in PYTHON
        for constructor in client.constructors
        if client.name not in ("django", "django_redis", "flask_caching", "celery")  # settings, which have surfaces of their own
        and not constructor.needs
    ],
)
def test_constructors_become_facts(client: str, callee: str) -> None:
    """A plain call of each constructor is a fact of its library."""
    module, _, name = callee.rpartition(".")
    text = f"import {module}\n{callee}('postgresql://h/d', 5)\n"
    if module.rpartition(".")[2][:1].isupper():  # a method of a class
        text = f"from {module.rpartition('.')[0]} import {module.rpartition('.')[2]}\n{module.rpartition('.')[2]}.{name}('x://h/d')\n"
    source = Source.decode("app/db.py", text.encode())

    assert [(client, callee)] == [(pool.library, pool.call) for pool in client_calls.extract(source, FORMAT.read(source))]


def test_django_becomes_a_fact() -> None:
    """Django's constructor is the settings mapping."""
    source = Source.decode("app/settings.py", b"DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\n")

    assert ["DATABASES['default']"] == [pool.call for pool in django.extract(source, FORMAT.read(source))]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_triggers_stand_in_callees(client: Client) -> None:
    """The catalog's literals are such as a reader of bytes can look for: ASCII, and one at least for what opens connections."""
    literals = client.triggers or tuple(callee for each in client.constructors for callee in each.callees)

    assert (True, True) == (bool(literals), all(each.isascii() and each for each in literals))


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_setters_fill_arguments_that_are_known(client: Client) -> None:
    """What a setter sets is a parameter, a part of the connection string or the string itself."""
    unknown = []
    for each in client.constructors:
        known = {parameter.name for parameter in each.parameters} | {name for name, _ in each.parts}
        known |= {*each.dsn_keywords, *each.factories, *each.ready_pool, "manager"}
        unknown += [name for _, name in each.setters if name not in known]

    assert [] == unknown
