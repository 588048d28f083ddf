"""Connection strings as the libraries themselves read them: recorded results against ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, parse_dsn
from poolaudit.extract.dsn.text import unquote
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn

FOLDER = Path(__file__).parents[2] / "conformance" / "dsn"

OPAQUE = "WHATWG takes what follows `jdbc:` for one opaque path; it is no connection string"
TEMPLATE = "the driver refuses the text before a template engine has filled it in; we read what is around the variable"
EXCEPTIONS = {
    "pgjdbc": {
        "jdbc:postgresql://${DB_HOST}:${DB_PORT}/${DB_NAME}": TEMPLATE,
        "jdbc:postgresql://${DB_HOST:localhost}:${DB_PORT:5432}/db": TEMPLATE,
    },
    "node_postgres": {"jdbc:postgresql://h/db": OPAQUE},
    "pgx_url": {"postgres://a%2Cb/": "pgx splits hosts at a comma even when it is encoded; here it is one host of that name"},
}
COMPONENTS = {
    "libpq": ("host", "port", "user", "dbname"),
    "pgx": ("host", "port", "user", "dbname"),
    "net_url": ("port",),
    "node": ("host", "port", "ssl"),
    "pgjdbc": ("port", "user", "dbname"),
    "": ("user", "databaseName"),
}
"""Parameters that the record lists as a component instead."""


def cases(*, exceptions: bool) -> list[Any]:
    """Every case of every file, or every listed exception."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed = EXCEPTIONS.get(path.stem, {})
        found += [
            pytest.param(document, case, id=f"{path.stem}-{case['input']!a}")
            for case in document["cases"]
            if (case["input"] in listed) == exceptions
        ]
    return found


@pytest.mark.parametrize(("document", "case"), cases(exceptions=False))
def test_reads_what_the_library_reads(document: dict[str, Any], case: dict[str, Any]) -> None:
    """Accepts, refuses and takes apart each string as the library does."""
    assert expected(case) == said(document, case)


@pytest.mark.parametrize(("document", "case"), cases(exceptions=True))
def test_exceptions_still_differ(document: dict[str, Any], case: dict[str, Any]) -> None:
    """A listed exception that no longer differs is taken off the list."""
    assert expected(case) != said(document, case)


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """The recorded result."""
    return {key: value for key, value in case.items() if key != "input"}


def said(document: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """Our result in the shape of the recorded one; of a partial record only what it tells."""
    source = Source("dsn", case["input"])
    try:
        dsn = parse_dsn(case["input"], source.span, reader=document["reader"])
    except DsnError:
        return {"refused": True}
    found = {
        "scheme": text(source, dsn.scheme),
        "hosts": hosts(source, dsn, document),
        "names": [text(source, host.name) for host in dsn.hosts],
        "user": text(source, dsn.user),
        "password": password(source, dsn),
        "database": text(source, dsn.database),
        "parameters": parameters(source, dsn, document),
    }
    if document.get("partial"):
        wanted = case.get("parameters", {})
        found["parameters"] = {key: value for key, value in found["parameters"].items() if key in wanted}
        return {key: value for key, value in found.items() if key in case}
    wanted = {"hosts", "user", "password", "database", "parameters", *case}
    return {key: value for key, value in found.items() if key in wanted and (key in case or value)}


def text(source: Source, setting: Setting[str]) -> str | None:
    """The value; what is written, where the value is left open."""
    if setting.origin is Origin.UNRESOLVED and setting.span is not None:
        return unquote(source.at(setting.span))
    return setting.value


def password(source: Source, dsn: Dsn) -> str | None:
    """The password, or the variable that it is filled in from."""
    if dsn.password is None and dsn.password_span is not None:
        return source.at(dsn.password_span)
    return dsn.password.reveal() if dsn.password is not None else None


def hosts(source: Source, dsn: Dsn, document: dict[str, Any]) -> list[list[Any]]:
    """Hosts with the defaults of the library filled in; nothing when nothing is said."""
    found: list[list[Any]] = []
    for host in dsn.hosts:
        port: Any = host.port.value
        if host.port.origin is Origin.UNRESOLVED and host.port.span is not None:
            port = unquote(source.at(host.port.span))
        item = [
            text(source, host.name) or document.get("default_host"),
            document.get("default_port") if port is None else port,
        ]
        if item not in found or document["reader"] != "pgx":  # the recorded attempts of pgx name a place once
            found.append(item)
    return [] if found == [[None, None]] else found


def parameters(source: Source, dsn: Dsn, document: dict[str, Any]) -> dict[str, Any]:
    """The last value of each parameter that is no component, in the order of these last values."""
    found: dict[str, Any] = {}
    for key, setting in dsn.parameters:
        value = text(source, setting)
        if key in found and document.get("repeated") == "list":
            earlier = found[key] if isinstance(found[key], list) else [found[key]]
            value = [*earlier, value]
        elif key in COMPONENTS.get(document["reader"], ()):
            continue
        found.pop(key, None)
        found[key] = value
    return aliased(found) if document.get("ssl_alias") else found


def aliased(found: dict[str, Any]) -> dict[str, Any]:
    """The parameters with libpq's alias: `ssl=true` is `sslmode=require`."""
    result: dict[str, Any] = {}
    for key, value in found.items():
        if (key, value) == ("ssl", "true"):
            result["sslmode"] = "require"
        else:
            result[key] = value
    return result
