"""ProxySQL's hostgroups: which servers a user reaches, and how many connections one of them may get.

In: a running ProxySQL and a user. Out: lines of `mysql_servers`, and a sum over them. A user's statements go to its default
hostgroup, or where a rule sends them; a server may stand in several hostgroups, each with a limit of its own, whoever uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.setting import Setting
from poolaudit.graph.read_values import number

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolEntry
    from poolaudit.graph.pooler_settings import PoolerSettings
    from poolaudit.graph.running_pooler import Running

_LABEL = "server connections"


def servers_of(running: Running, user: Setting[str]) -> tuple[PoolEntry, ...]:
    """Lines of the hostgroup that a user's statements go to unless a rule says otherwise; empty where that is not known."""
    lines = _entries(running, "databases")
    users = [each for each in _entries(running, "users") if _value(each, "active") != "0"]
    if user.is_known and users:
        users = [each for each in users if each.name == user.value]
    groups = {_group(_value(each, "default_hostgroup", "0")) for each in users} or {each.name for each in lines}
    if user.is_known and not users and _entries(running, "users"):
        return ()
    return tuple(each for each in lines if each.name in groups) if len(groups) == 1 else ()


def most_connections(settings: PoolerSettings) -> Setting[int]:
    """What one server may get from one ProxySQL: its limits in all hostgroups in use, and no more than clients may connect."""
    line = settings.database
    if line is None:
        return Setting.unresolved("which server its clients reach is not known", settings.running.span, _LABEL)
    here = [each for each in _entries(settings.running, "databases") if address_of(each) == address_of(line)]
    used = _used(settings.running)
    if used:
        here = [each for each in here if each.name in used or each is line]
    elif len({each.name for each in here}) > 1:
        return Setting.unresolved("which hostgroups its users reach is not known", line.span, _LABEL)
    limits = [number(settings.of_line("default_pool_size", ("pool_size",), each), "max_connections") for each in here]
    unknown = next((each for each in limits if not each.is_known or each.value is None), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note or f"{unknown.label} is not known", unknown.span, _LABEL)
    clients = number(settings.text("max_client_conn"), "max_connections")
    total = sum(each.value or 0 for each in limits)
    if clients.value is not None and clients.value < total:
        return Setting.derived(clients.value, _LABEL, "no more than clients", clients, *limits)
    if len(limits) == 1:
        return limits[0]
    return Setting.derived(total, _LABEL, " + ".join(str(each.value) for each in limits), *limits)


def address_of(line: PoolEntry | None) -> str:
    """Host and port of a server."""
    return f"{_value(line, 'host')}:{_value(line, 'port', '3306')}" if line is not None else ""


def _used(running: Running) -> frozenset[str]:
    """Hostgroups that users and active rules name; empty where no user is listed."""
    users = [each for each in _entries(running, "users") if _value(each, "active") != "0"]
    rules = [each for each in _entries(running, "rules") if _value(each, "active") == "1"]
    named = [_value(each, "default_hostgroup", "0") for each in users] + [_value(each, "destination_hostgroup") for each in rules]
    return frozenset(_group(each) for each in named if each) if users else frozenset()


def _entries(running: Running, section: str) -> list[PoolEntry]:
    return [each for each in running.config.entries if each.section == section] if running.config is not None else []


def _group(number_of: str) -> str:
    return f"hostgroup {number_of}"


def _value(line: PoolEntry, name: str, otherwise: str = "") -> str:
    """The last value of a line under a name; another where the line is silent or not known."""
    return next((value.value for key, value in reversed(line.values) if key == name and value.value is not None), otherwise)
