"""Puts pools that functions of the repository open together with what the callers of those functions give.

In: pools, `PoolFunction`s and `PoolCall`s, names. Out: one pool for each call, in place of the one that the function shows.
A call counts where one function alone can be meant: by its full name, or by the name of a package that hands it on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import CallResult, EnvLookup, Literal, Reference, Unresolved
from poolaudit.facts.name import NamedValue
from poolaudit.facts.pool_function import PoolCall, PoolFunction, composed, settled
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.graph.migration_engines import migration_engines
from poolaudit.graph.overloads import handing_on, opens_nothing, with_string
from poolaudit.graph.workspaces import PACKAGE

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.fact import Fact
    from poolaudit.facts.span import Span
    from poolaudit.graph.names import Names
    from poolaudit.graph.readers import Readers

_ROUNDS = 3
"""Functions around functions that are followed."""
_MOST = 100
"""Calls of one function that are told apart; generated code may hold more."""
_STEPS = 4
"""Packages that hand a name on."""
_REPOSITORY = 3
"""Parts of the address of a repository, `github.com/acme/shop`."""
_ROOT = "src."
"""See `names`."""


def called_pools(facts: tuple[Fact, ...], names: Names, readers: Readers) -> tuple[ClientPool, ...]:
    """Every pool; those that were opened for nobody known stay as they are."""
    functions = [each for each in facts if isinstance(each, PoolFunction)]
    packages = _packages(facts)
    calls = [each for each in facts if isinstance(each, PoolCall)]
    made: list[PoolFunction] = []
    asked: set[Span] = set()
    shared: set[Span | None] = set()
    handed: dict[Span, Expression] = {}
    for number in range(_ROUNDS):
        found = _opened(functions, calls, names, packages, handed)
        if number == 0:
            asked = {functions[at].span for at in found}
            shared = {each.pool.one_of for opened in found.values() for each in opened}
        kept = {each.pool.one_of for opened in found.values() for each in opened}
        again = {id(functions[at]) for at in found if functions[at].span not in kept}
        made = [
            replace(each, pool=replace(each.pool, one_of=each.span)) if each.span in kept else each
            for each in made
            if id(each) not in again
        ]
        functions = [each for opened in found.values() for each in opened]
        made += functions
        functions = [each for each in functions if each.deciding]
    own = [
        replace(each, one_of=each.span) if each.span in shared else each
        for each in facts
        if isinstance(each, ClientPool) and (each.span not in asked or each.span in shared)
    ]
    made = [replace(each, pool=with_string(each.pool, handed)) for each in made] if handed else made
    pools = (*own, *(_settled(each, readers) for each in made))
    asking = {each.span for each in facts if isinstance(each, PoolFunction)}
    return (*pools, *migration_engines((each for each in own if each.span not in asking), calls))


def _packages(facts: tuple[Fact, ...]) -> dict[str, str]:
    """Folders of the repository's own packages of JavaScript by their names; one name of two packages means neither."""
    found: dict[str, str] = {}
    for each in facts:
        if isinstance(each, NamedValue) and each.name == PACKAGE and isinstance(each.value, Literal):
            name, folder = str(each.value.value), each.span.path.rpartition("/")[0]
            found[name] = folder if name not in found else ""
    return {name: folder for name, folder in found.items() if folder}


def _opened(
    functions: list[PoolFunction],
    calls: list[PoolCall],
    names: Names,
    packages: dict[str, str],
    handed: dict[Span, Expression],
) -> dict[int, list[PoolFunction]]:
    """By the number of each function that surely is called: what its calls open.

    `handed` gets the connection strings that overloads of them take out of the configuration.
    """
    found: dict[int, list[PoolFunction]] = {}
    for call in calls:
        for at in _meant(call, functions, names) or _of_package(call, functions, packages):
            made = found.setdefault(at, [])
            if len(made) < _MOST:
                made.append(composed(functions[at], call))
    told: dict[int, list[PoolFunction]] = {}
    for at, made in found.items():
        overload = handing_on(functions[at], made)
        if overload is not None:
            handed[functions[at].pool.span] = overload.pool.dsn
        opening = [each for each in made if each is not overload and not opens_nothing(each.pool)]
        told[at] = _told_apart(functions[at], opening)
    return told


def _told_apart(function: PoolFunction, made: list[PoolFunction]) -> list[PoolFunction]:
    """One for each pool: of two readings of a call the one that further callers decide, and one for all calls that share it.

    A function that keeps its pool in its module opens one; where its calls differ, they say that they are one of several.
    """
    by_call: dict[Span, PoolFunction] = {}
    for each in made:
        if each.span not in by_call or (each.deciding and not by_call[each.span].deciding):
            by_call[each.span] = each
    calls = sorted(by_call.values(), key=lambda each: each.span)
    alike = list({_likeness(each): each for each in reversed(calls)}.values())[::-1]
    if function.kept == "module":
        one = len(alike) == 1
        return alike if one else [replace(each, pool=replace(each.pool, one_of=function.span)) for each in calls]
    return alike if function.kept or function.pool.kind == "connection" else calls


def _likeness(function: PoolFunction) -> object:
    """Equal for pools that are opened with the same values."""
    pool = function.pool
    return (_shape(pool.dsn), _shape(pool.when), tuple((name, _shape(value)) for name, value in pool.lookups), function.names)


def _shape(value: object) -> object:
    """A value without its places."""
    if isinstance(value, tuple):
        return tuple(_shape(each) for each in value)
    if isinstance(value, Secret):
        return value.reveal()
    if not hasattr(value, "__match_args__"):
        return (type(value).__name__, value)
    return (type(value).__name__, *(_shape(getattr(value, name)) for name in value.__match_args__ if name != "span"))


def _settled(function: PoolFunction, readers: Readers) -> ClientPool:
    pool = settled(function)
    for name, value in pool.lookups:
        if not isinstance(value, Literal):
            pool = readers.fill_field(pool, name, Setting.unresolved(_why(value), value.span, name))
    read = pool.complete and not isinstance(pool.dsn, (CallResult, Unresolved))  # the string may say what the arguments do not
    return pool if read else readers.with_version(pool, pool.version)


def _why(value: Expression) -> str:
    if isinstance(value, EnvLookup):
        return f"set from the environment variable {' or '.join(value.names)}"
    if isinstance(value, Reference):
        return f"set from {value.name}"
    if isinstance(value, CallResult):
        reason = dict(value.keywords).get("why") if value.callee in ("if", "or") else None
        return reason.why if isinstance(reason, Unresolved) else f"the result of {value.callee}()"
    return value.why if isinstance(value, Unresolved) else "not a plain value"


def _meant(call: PoolCall, functions: list[PoolFunction], names: Names) -> list[int]:
    """Numbers of the functions that a call surely means: one, or several openings in one."""
    callee, path = call.callee, call.span.path
    for _ in range(_STEPS):
        plain = callee.removeprefix(_ROOT)
        found = {
            at: each for at, each in enumerate(functions) if any(_is(name, plain, each.span.path, path) for name in each.names)
        }
        if found:
            best = max(_shared(each.span.path, path) for each in found.values())
            found = {at: each for at, each in found.items() if _shared(each.span.path, path) == best}
            return list(found) if len({(each.span.path, each.names) for each in found.values()}) == 1 else []
        known = names.find(callee, path)
        if not isinstance(known, Reference) or known.name == callee:
            return []
        callee, path = known.name, known.span.path
    return []


def _of_package(call: PoolCall, functions: list[PoolFunction], packages: dict[str, str]) -> list[int]:
    """Numbers of the functions that a package of the repository must hand on: the only ones of that name in it."""
    package, _, last = call.callee.rpartition(".")
    folder = packages.get(package)
    if folder is None:
        return []
    found = {
        at: each
        for at, each in enumerate(functions)
        if each.span.path.startswith(f"{folder}/") and any(name.rpartition(".")[2] == last for name in each.names)
    }
    return list(found) if len({(each.span.path, each.names) for each in found.values()}) == 1 else []


def _is(name: str, callee: str, defined: str, used: str) -> bool:
    """Whether a name is the callee's: in full, or seen from an import root further down; Go names packages by their addresses.

    What extends objects in C# is called on any of them.
    """
    if name.startswith("."):
        return callee.endswith(name)
    if used.endswith(".go") and "/" in callee:
        inside = ".".join(callee.split("/")[_REPOSITORY:])
        return name == inside or (name.count(".") > 1 and callee.replace("/", ".").endswith(f".{name}"))
    if name == callee:
        return "." in callee or defined == used
    return "." in callee.removesuffix("()") and name.endswith(f".{callee}")


def _shared(one: str, other: str) -> int:
    """Folders that two paths share from the root on."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count
