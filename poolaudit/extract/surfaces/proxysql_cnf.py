"""ProxySQL's proxysql.cnf. In: a libconfig tree. Out: a `PoolerConfig` with an entry for each server of each hostgroup.

Meaning: https://proxysql.com/documentation/ (2.7, read 2026-11-20). The file is read only where no proxysql.db exists yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.poolers.proxysql import MILLIS, REPLICATION, REPLICATION_TABLES, RULE, SERVER, USER, VARIABLES
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import mappings
from poolaudit.extract.surfaces.pooler_values import others, renamed
from poolaudit.facts.pooler import PoolEntry, PoolerConfig
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_SIGNS = ("mysql_variables", "mysql_servers", "mysql_query_rules", "admin_variables")


def extract(source: Source, document: Document) -> Iterator[PoolerConfig]:
    """The file with its backends and users."""
    for root in getattr(document, "roots", ()):
        if not isinstance(root, MappingNode) or not any(root.get(sign) for sign in _SIGNS):
            continue
        variables = root.get("mysql_variables")
        settings = dict(renamed(variables, VARIABLES, MILLIS))
        settings.update(others(variables, (*(name for name, _ in VARIABLES), "interfaces")))
        settings.update(others(root.get("admin_variables"), (), "admin-"))
        interfaces = variables.get("interfaces") if isinstance(variables, MappingNode) else None
        port = str(interfaces.value).partition(";")[0].rpartition(":")[2] if isinstance(interfaces, ScalarNode) else ""
        if isinstance(interfaces, ScalarNode) and port.isascii() and port.isdecimal():
            settings["listen_port"] = Setting.written(port, interfaces.span, "interfaces")
        entries = []
        for each in mappings(root.get("mysql_servers")):
            group, address = each.get("hostgroup") or each.get("hostgroup_id"), each.get("address") or each.get("hostname")
            if isinstance(address, ScalarNode):
                name = f"hostgroup {group.value if isinstance(group, ScalarNode) else 0}"
                values = (*renamed(each, SERVER), *others(each, (*(name for name, _ in SERVER), "hostname")))
                entries.append(PoolEntry("databases", name, address.span, values))
        for each in mappings(root.get("mysql_users")):
            login, password = each.get("username"), each.get("password")
            if isinstance(login, ScalarNode):
                place = password.span if isinstance(password, ScalarNode) else None
                values = (*renamed(each, USER), *others(each, (*(name for name, _ in USER), "username")))
                entries.append(PoolEntry("users", str(login.value), login.span, values, place))
        for each in mappings(root.get("mysql_query_rules")):
            rule = dict(renamed(each, ((name, name) for name in RULE)))
            pattern = rule.get("match_digest") or rule.get("match_pattern") or rule.get("rule_id")
            number = rule.get("rule_id")
            place = pattern.span if pattern is not None and pattern.span is not None else each.span
            entries.append(PoolEntry("rules", str(number.value) if number is not None else "", place, tuple(rule.items())))
        pairs = (pair for table in REPLICATION_TABLES for pair in mappings(root.get(table)))
        names = tuple((name, name) for name in REPLICATION)
        entries += [PoolEntry("replication", "", each.span, tuple(renamed(each, names))) for each in pairs]
        yield PoolerConfig("proxysql", source.path, source.span(0, 0), tuple(settings.items()), tuple(entries), ())


SURFACE = Surface("proxysql_cnf", ("libconfig",), extract, globs=("proxysql*.cnf", "*proxysql*.cnf"), triggers=_SIGNS)
