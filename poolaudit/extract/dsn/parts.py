"""A connection given in separate settings. In: settings under libpq's names. Out: a `Dsn` with grammar `parts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from poolaudit.extract.dsn.query import SECRET_VALUE
from poolaudit.extract.dsn.scheme import engine_of
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.facts.span import Span

_NAMES = frozenset(("host", "hostaddr", "port", "user", "password", "dbname", "engine", "driver"))


def dsn_from_parts(
    parts: Sequence[tuple[str, Setting[str]]],
    *,
    span: Span,
    engine: str = "",
    driver: str = "",
    password: Setting[Secret] | None = None,
) -> Dsn:
    """Build the `Dsn` of `host`, `port`, `user`, `password`, `dbname`, `engine` and further parameters; the last of a name wins.

    `span` is the block or call that holds them; `engine` and `driver` hold where no part gives them. Pass the password
    as `password`; one among `parts` is put into a `Secret` and kept nowhere else.
    """
    last = dict(parts)
    family, from_scheme = engine_of(last["engine"].value or "") or ("", "") if "engine" in last else ("", "")
    secret, password_span = _password(last.get("password"), password)
    hosts = _hosts(last)
    user: Setting[str] = last.get("user", Setting.absent("user"))
    database: Setting[str] = last.get("dbname", Setting.absent("database"))
    return Dsn(
        span=span,
        grammar="parts",
        engine=family or engine,
        driver=from_scheme or driver,
        scheme=Setting.absent("scheme"),
        hosts=hosts,
        user=user,
        password=secret,
        password_span=password_span,
        database=database,
        parameters=tuple((name, _open(name, value)) for name, value in parts if name not in _NAMES),
        masked=_masked(hosts, user, database, has_password=password_span is not None or secret is not None),
    )


def _open(name: str, value: Setting[str]) -> Setting[str]:
    return Setting.unresolved(SECRET_VALUE, value.span, name) if is_secret_key(name) else value


def _password(part: Setting[str] | None, given: Setting[Secret] | None) -> tuple[Secret | None, Span | None]:
    if given is not None:
        return given.value, given.span
    if part is None or part.origin is Origin.ABSENT:
        return None, None
    value = cast("str | Secret | None", part.value)
    return (Secret(value) if isinstance(value, str) and value else None), part.span


def _hosts(last: dict[str, Setting[str]]) -> tuple[Host, ...]:
    name: Setting[str] = last.get("host", last.get("hostaddr", Setting.absent("host")))
    port = _port(last.get("port", Setting.absent("port")))
    if name.is_known and not name.value:
        name = Setting.absent("host")
    if name.value is None or "," not in name.value:
        return (Host(name, port),)
    names = name.value.split(",")
    ports = (last["port"].value or "").split(",") if "port" in last and last["port"].is_known else []
    whys = f"{len(ports)} ports are written for {len(names)} hosts"
    hosts = []
    for index, one in enumerate(names):
        own = port
        if len(ports) > 1:
            source = last["port"]
            own = (
                _port(_with(source, ports[index])) if len(ports) == len(names) else Setting.unresolved(whys, source.span, "port")
            )
        hosts.append(Host(_with(name, one) if one else Setting.absent("host"), own))
    return tuple(hosts)


def _with(setting: Setting[str], value: str) -> Setting[str]:
    return Setting(value, setting.origin, setting.span, setting.label, setting.note, setting.because, setting.assumed)


def _port(setting: Setting[str]) -> Setting[int]:
    if not setting.is_known:
        return cast("Setting[int]", setting)
    text = str(setting.value if setting.value is not None else "").strip()
    if not text:
        return Setting.absent("port")
    if not text.isascii() or not text.isdigit():
        return Setting.unresolved("it is not a port number", setting.span, "port")
    return Setting(int(text), setting.origin, setting.span, "port", setting.note, setting.because, setting.assumed)


def _masked(hosts: tuple[Host, ...], user: Setting[str], database: Setting[str], *, has_password: bool) -> str:
    where = ",".join(f"{_host(host.name)}{f':{host.port.value}' if host.port.is_known else ''}" for host in hosts)
    parts = [f"host={where}"]
    if user.is_known:
        parts.append(f"user={user.value}")
    if has_password:
        parts.append(f"password={MASK}")
    if database.is_known:
        parts.append(f"dbname={database.value}")
    return " ".join(parts)


def _host(name: Setting[str]) -> str:
    """The host; `?` for one that is given and not known."""
    return str(name.value) if name.is_known else "?" if name.origin is Origin.UNRESOLVED else ""
