"""Data sources in property files: which prefixes are one, and what each of them says.

In: a `Profile`. Out: `Datasource`s: where the connection string is, which pool it has, and the pool's own keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.libraries import clients
from poolaudit.catalog.spring import (
    BLOCKS,
    CONFIGURATION,
    DATASOURCE,
    MICRONAUT,
    MIGRATIONS,
    OWN_KEYS,
    POOL_TYPES,
    POOLS,
    URL_KEYS,
    USER,
)
from poolaudit.extract.surfaces.spring_properties import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.model import Constructor
    from poolaudit.catalog.spring import Block
    from poolaudit.extract.surfaces.spring_properties import Profile, Property

_BLOCKS = dict(POOLS)
_TYPES = dict(POOL_TYPES)
_OWN = frozenset(canonical(key) for key in OWN_KEYS)
_URL = frozenset(canonical(key) for key in URL_KEYS)


@dataclass(frozen=True, slots=True)
class Datasource:
    """One data source of one profile."""

    prefix: str
    """As written: `spring.datasource`, `app.datasource.primary`."""
    library: str
    """Catalog name of its pool."""
    own: tuple[tuple[str, Property], ...]
    """Keys that the framework reads, canonical: `url`, `username`, `driverclassname`."""
    pool: tuple[tuple[str, Property], ...]
    """Keys of the pool, without their prefix and as written."""
    pool_prefix: str
    """What stands before the pool's keys: `spring.datasource.hikari`."""
    call: str
    """What opens it, under a name that the catalog's constructors have: `spring.datasource`, `datasources['default']`."""
    url_key: str = "url"
    """Key of its connection string below the prefix."""

    @property
    def properties(self) -> tuple[Property, ...]:
        """All of them."""
        return (*(each for _, each in self.own), *(each for _, each in self.pool))


def datasources(profile: Profile) -> Iterator[Datasource]:
    """Every data source, in the order of its first key."""
    groups: dict[str, tuple[str, list[tuple[str, Property]]]] = {}
    for each in profile.properties:
        prefix, rest = _split(each.name)
        if prefix:
            groups.setdefault(canonical(prefix), (prefix, []))[1].append((rest, each))
    for prefix, entries in groups.values():
        found = _datasource(prefix, entries)
        if found is not None:
            yield found
    for block in BLOCKS:
        yield from _fixed(profile, block)


def _fixed(profile: Profile, block: Block) -> Iterator[Datasource]:
    """The data sources of a framework that leaves no choice; each needs its connection string or a key of its pool."""
    own: dict[str, dict[str, Property]] = {}
    pool: dict[str, list[tuple[str, Property]]] = {}
    users: dict[str, Property] = {}
    for each in profile.properties:
        if not canonical(each.name).startswith(f"{canonical(block.prefix)}."):
            continue
        rest = each.name[len(block.prefix) + 1 :]
        name, rest = _named(rest, block)
        if canonical(rest) == canonical(block.url):
            own.setdefault(name, {})["url"] = each
        elif canonical(rest) == USER:
            users[name] = each
        elif canonical(rest.partition(".")[0]) == canonical(block.pool):
            pool.setdefault(name, []).append((rest.partition(".")[2], each))
        elif block.driver and canonical(rest.partition(".")[0]) == canonical(block.driver):
            pool.setdefault(name, []).append((rest, each))
    for name, each in users.items():
        if name in own or name in pool:
            own.setdefault(name, {})[USER] = each
    for name in dict.fromkeys((*own, *pool)):
        prefix = f"{block.prefix}.{name}" if name else block.prefix
        call = f"{block.call}[{name.strip(chr(34))!r}]" if name else block.call
        found = Datasource(
            prefix,
            block.library,
            tuple(own.get(name, {}).items()),
            tuple(pool.get(name, ())),
            f"{prefix}.{block.pool}",
            call,
            block.url,
        )
        yield found


def _named(rest: str, block: Block) -> tuple[str, str]:
    """Name of the data source and the key behind it; the default one has no name."""
    head, _, inner = rest.partition(".")
    if block.named and inner and canonical(inner.partition(".")[0]) == canonical(block.pool):
        return head, inner
    return (head, inner) if block.named and canonical(inner) == USER else ("", rest)


def _is_block(prefix: str) -> bool:
    return any(f"{canonical(prefix)}.".startswith(f"{canonical(block.prefix)}.") for block in BLOCKS)


def _call(prefix: str) -> str:
    if canonical(prefix) == DATASOURCE:
        return DATASOURCE
    head, _, name = prefix.partition(".")
    return f"{MICRONAUT}[{name!r}]" if head == MICRONAUT else f"{DATASOURCE}[{prefix.removeprefix(f'{DATASOURCE}.')!r}]"


def pool_constructor(library: str) -> Constructor | None:
    """The catalog's constructor whose parameters the pool's keys are."""
    client = clients().get(library)
    return next((each for each in client.constructors if each.kind == "pool"), None) if client is not None else None


def _split(name: str) -> tuple[str, str]:
    """The prefix of the data source that a key may belong to, and the rest of its name; empty texts when it belongs to none."""
    parts = name.split(".")
    for index in range(len(parts) - 1, 0, -1):
        if parts[index].lower() in _BLOCKS and index + 1 < len(parts):
            return ".".join(parts[:index]), ".".join(parts[index:])
    head = parts[:-1]
    if len(head) > 1 and head[-1].lower() == CONFIGURATION:
        return ".".join(head[:-1]), ".".join(parts[-2:])
    return ".".join(head), parts[-1]


def _datasource(prefix: str, entries: list[tuple[str, Property]]) -> Datasource | None:
    last = prefix.rpartition(".")[2].lower()
    own: dict[str, Property] = {}
    direct: list[tuple[str, Property]] = []
    blocks: dict[str, list[tuple[str, Property]]] = {}
    names: dict[str, str] = {}
    for rest, each in entries:
        head, dot, inner = rest.partition(".")
        if dot:
            library = _BLOCKS.get(head.lower(), "")
            names[library] = head
            if canonical(inner) in _OWN:
                own.setdefault(_own_name(inner), each)
            else:
                blocks.setdefault(library, []).append((inner, each))
        elif canonical(rest) in _OWN:
            own[_own_name(rest)] = each
        else:
            direct.append((rest, each))
    if last in MIGRATIONS or _is_block(prefix) or not _is_one(prefix, own, blocks):
        return None
    library = _library(own, blocks)
    configuration = blocks.get("", [])
    pool = blocks.get(library, [])
    pool_prefix = f"{prefix}.{names.get(library, next(name for name, each in POOLS if each == library))}"
    if canonical(prefix) != DATASOURCE:
        # an own prefix is usually bound to the pool itself
        known = {canonical(each.name) for each in constructor.parameters} if (constructor := pool_constructor(library)) else set()
        bound = [(name, each) for name, each in direct if canonical(name) in known]
        pool = [*bound, *configuration, *pool]
        pool_prefix = prefix if bound or library not in blocks else pool_prefix
    return Datasource(prefix, library, tuple(own.items()), tuple(pool), pool_prefix, _call(prefix))


def _own_name(key: str) -> str:
    return "url" if canonical(key) in _URL else canonical(key)


def _is_one(prefix: str, own: dict[str, Property], blocks: dict[str, list[tuple[str, Property]]]) -> bool:
    """Whether the keys under a prefix are those of a data source, not of something else that has a `url`."""
    parts = prefix.lower().split(".")
    named = any("datasource" in canonical(part) for part in parts)
    url = own.get("url")
    if url is not None and str(url.node.value).startswith("jdbc:"):
        return True
    if "driverclassname" in own and (url is not None or named):
        return True
    if not named:
        return False
    is_block = any(library for library in blocks)
    if canonical(prefix) == DATASOURCE or parts[0] == MICRONAUT or canonical(parts[-1]).endswith("datasource"):
        return bool(own) or is_block
    return is_block or "$" in str(url.node.value if url is not None else "")


def _library(own: dict[str, Property], blocks: dict[str, list[tuple[str, Property]]]) -> str:
    """By its `type`, else by the block that is written, else Spring Boot's first choice."""
    kind = own.get("type")
    if kind is not None and kind.node.value in _TYPES:
        return _TYPES[str(kind.node.value)]
    return next((library for _, library in POOLS if library in blocks), POOLS[0][1])
