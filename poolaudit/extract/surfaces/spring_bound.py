"""Settings of Spring applications that classes of their own hold: `@ConfigurationProperties("shop.redis") class RedisProperties`.

In: a `CodeModule` of Java or Kotlin, or the properties of a file. Out: for each field of such a class what its getter gives, a
look-up of the property; for each property that says where a store is or how large a pool, its value
(https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties,
3.5, read 2026-11-21).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.spring import BINDS, PLACES, SIZES, STORES
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import MASK, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.extract.surfaces.spring_placeholders import Placeholders
    from poolaudit.extract.surfaces.spring_properties import Profile
    from poolaudit.facts.expression import Expression

_PREFIX = frozenset({"", "prefix", "value"})


def bound_properties(document: CodeModule) -> Iterator[NamedValue]:
    """`RedisProperties().getHosts()` for the field `hosts`: the property, else what the field is given in the class."""
    for call in document.calls:
        prefix = _prefix(call)
        for each in document.assignments if prefix else ():
            if each.scope.class_name != call.scope.class_name or each.scope.function or "." in each.target:
                continue
            default = conceal(each.value) if isinstance(each.value, Literal) else each.value
            value = EnvLookup(_names(prefix, each.target), each.span, default)
            owner = ".".join(part for part in (document.module, call.scope.class_name) if part)
            for verb in ("get", "is"):
                yield NamedValue(f"{owner}().{verb}{each.target[0].upper()}{each.target[1:]}()", value, each.span)


def own_properties(profile: Profile, values: Placeholders) -> Iterator[NamedValue]:
    """Properties of the application's own that say where a store is, or how many connections it may have."""
    for each in profile.own:
        *path, last = each.canonical.split(".")
        if each.canonical.startswith("spring.") or not any(word in part for part in (*path, last) for word in STORES):
            continue
        if (last in PLACES or any(word in last for word in SIZES)) and not is_secret_key(each.name):
            value = _shown(values.expression(each.node))
            yield NamedValue(each.name, value, value.span, profile.name)


def _prefix(call: Call) -> str:
    """What the annotation of a class says; empty for any other call."""
    if call.callee.rpartition(".")[2] != BINDS or call.scope.function or not call.scope.class_name:
        return ""
    given = next((each.value for each in call.arguments if each.name in _PREFIX), None)
    text = given.value if isinstance(given, Literal) else None
    text = text.reveal() if isinstance(text, Secret) else text
    return text if isinstance(text, str) else ""


def _names(prefix: str, field: str) -> tuple[str, ...]:
    """The variable, and the usual spellings of the property."""
    kebab = _hump().sub(r"-\1", field).lower()
    variable = f"{prefix}.{kebab}".replace(".", "_").replace("-", "").upper()
    return tuple(dict.fromkeys((variable, f"{prefix}.{kebab}", f"{prefix}.{field}")))


def _shown(value: Expression) -> Expression:
    """A value with every text hidden that is more than hosts and ports."""
    text = value.value if isinstance(value, Literal) else None
    if not isinstance(text, str) or "://" in text:
        return conceal(value)
    places = [_place().fullmatch(each) for each in _between().split(text)]
    if any(each is None for each in places):
        return conceal(value)
    masked = ";".join(f"{each[1]}{f':{MASK}' if each[2] else ''}" for each in places if each is not None)
    return Literal(Secret(text, masked), value.span)


@cache
def _hump() -> re.Pattern[str]:
    return re.compile(r"(?<=[a-z0-9])([A-Z])")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"\s*[;,]\s*")


@cache
def _place() -> re.Pattern[str]:
    """A host with its port, and what some programs write behind it: a rack, a password."""
    return re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.-]{0,252}(?::[0-9]{1,5})?)(:.{1,200})?")
