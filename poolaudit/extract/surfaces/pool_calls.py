"""Calls of functions that open a pool from their parameters. In: a `CodeModule` and their names. Out: `PoolCall`s.

Made anew for the names that a scan has found; a module says nothing here by itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from poolaudit.catalog.decorators import CACHED
from poolaudit.catalog.languages import CALLING, EXTENDING
from poolaudit.catalog.libraries import constructors
from poolaudit.extract.base import Surface
from poolaudit.extract.callers import called
from poolaudit.extract.code.shape import UNKNOWN, CodeModule
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.pool_function import PoolCall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Argument, Call, Outer
    from poolaudit.facts.pool_function import Parameters


def pool_calls(names: frozenset[str]) -> Surface:
    """The reader for calls of functions whose names end so."""
    return Surface(name="pool_calls", formats=CALLING, extract=partial(_extract, names))


def _extract(names: frozenset[str], source: Source, document: Document) -> Iterator[PoolCall]:  # noqa: ARG001  # as every surface
    if not isinstance(document, CodeModule):
        return
    known = constructors(document.language)
    for call in document.calls:
        unknown = call.callee.startswith(UNKNOWN) and document.language not in EXTENDING
        if called(call.callee) in names and not unknown and call.callee not in known:
            if not call.outers:
                yield _call(call, call.arguments, document.module, complete=call.complete)
            for outer in call.outers:
                found = _call(call, outer.arguments, document.module, complete=outer.complete)
                when = conceal(outer.when) if outer.when is not None else None
                yield replace(found, outer=outer.names, parameters=hidden(outer.parameters), kept=kept(call, outer), when=when)


def kept(call: Call, outer: Outer) -> str:
    """Whether the function around a call keeps what it gives for later callers: `PoolFunction.kept`."""
    if any(each in CACHED for each in call.scope.decorators):
        return "arguments"
    own = {name.rpartition("(")[2].removesuffix(")") for name, _ in outer.parameters} | {"self", "this"}
    stored = [each.name for each in call.around.uses or () if each.how == "stored"]
    if call.span.path.endswith(".go"):
        stored = [name for name in stored if "." not in name]  # a field of what a method works on
    return "module" if any(name.partition(".")[0] not in own and not name.startswith("@") for name in stored) else ""


def hidden(parameters: Parameters) -> Parameters:
    """Parameters whose defaults show no text."""
    return tuple((name, None if default is None else conceal(default)) for name, default in parameters)


def _call(call: Call, arguments: tuple[Argument, ...], module: str, *, complete: bool) -> PoolCall:
    return PoolCall(
        callee=call.callee,
        positional=tuple(conceal(each.value) for each in arguments if not each.name),
        keywords=tuple((each.name, conceal(each.value)) for each in arguments if each.name),
        complete=complete,
        span=call.span,
        scope=call.scope,
        module=module,
        when=conceal(call.when) if call.when is not None else None,
    )
