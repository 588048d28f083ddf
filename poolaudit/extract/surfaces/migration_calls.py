"""Code that migrates its database itself: `db.Database.MigrateAsync()`, `Flyway.configure()….load().migrate()`, a bean of Spring.

In: the calls of a module. Out: a `MigrationCall` for each place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.languages import family
from poolaudit.catalog.migration_calls import TOOLS
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.expression import CallResult, Items, Literal
from poolaudit.facts.migration_call import MigrationCall
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.catalog.migration_calls import MigrationTool
    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call
    from poolaudit.facts.expression import Expression

_BEAN = "Bean"
_INIT = "initMethod"
_FORMATS = {"csharp": ("csharp",), "java": ("java", "kotlin"), "go": ("go",), "python": ("python",)}
_FALSE = ("false", False)
_TRUE = ("true", True)


def extract(source: Source, document: Document) -> Iterator[MigrationCall]:
    """Each of them once, in written order."""
    del source
    if not isinstance(document, CodeModule):
        return
    for tool in TOOLS:
        if tool.language != family(document.language) and document.language not in _FORMATS[tool.language]:
            continue
        beans: set[str] = set()
        for call in sorted(document.calls, key=lambda each: (each.span.offset, each.span.length)):
            name = _migrates(call, tool)
            bean = not name and call.scope.function not in beans and _is_bean(call, tool, document)
            beans.update({call.scope.function} if bean else ())
            if name or bean:
                yield MigrationCall(
                    tool=tool.name,
                    span=call.span,
                    call=name or _short(call.callee),
                    session_locks=_locks(call, tool, document),
                    scope=call.scope,
                    module=document.module,
                )


def _migrates(call: Call, tool: MigrationTool) -> str:
    """The method of a call that migrates, as its manual names it; empty for any other call."""
    if call.callee in tool.calls:
        return f"{tool.name}.{call.callee.rpartition('.')[2]}"
    found = next((each for each in tool.methods if call.callee.endswith(each)), "") if call.callee.startswith(tool.root) else ""
    return f"{tool.root.rpartition('.')[2]}{found}".lstrip(".") if found else ""


def _short(callee: str) -> str:
    """The name from the class on: `Flyway.configure`, `SpringLiquibase`."""
    words = callee.split(".")
    return ".".join(words[next((at for at, word in enumerate(words) if word[:1].isupper()), 0) :])


def _is_bean(call: Call, tool: MigrationTool, document: CodeModule) -> bool:
    """Whether a call makes what Spring lets migrate: of a chain of builders the first one."""
    if call.callee in tool.beans:
        return any(each.rpartition(".")[2] == _BEAN for each in call.scope.decorators)
    if not tool.init_method or not call.callee.startswith(tool.root) or "()" in call.callee:
        return False
    return any(
        each.callee.rpartition(".")[2] == _BEAN
        and each.scope.function == call.scope.function
        and any(given.name == _INIT and _text(given.value) == tool.init_method for given in each.arguments)
        for each in document.calls
    )


def _locks(call: Call, tool: MigrationTool, document: CodeModule) -> Setting[bool]:
    """What the function says of the setting that decides about locks."""
    label = "session locks"
    for each in document.calls if tool.lock_key else ():
        if each.scope.function != call.scope.function:
            continue
        for key, value in _pairs(each):
            if key == tool.lock_key:
                span = value.span
                if _text(value) in _FALSE:
                    return Setting.written(value=True, span=span, label=label, note=f"{key} = false")
                if _text(value) in _TRUE:
                    return Setting.written(value=False, span=span, label=label, note=f"{key} = true")
                return Setting.unresolved(f"{key} is no plain value", span, label)
    return Setting.absent(label)


def _pairs(call: Call) -> Iterator[tuple[object, Expression]]:
    """Keys and values that a call is given: `Map.of(k, v)`, `put(k, v)`, a mapping."""
    values = [each.value for each in call.arguments if not each.name]
    for key, value in zip(values[::2], values[1::2], strict=False):
        yield _text(key), value
    for each in values:
        if isinstance(each, Items):
            yield from each.items
        elif isinstance(each, CallResult):
            for key, value in zip(each.positional[::2], each.positional[1::2], strict=False):
                yield _text(key), value


def _text(value: Expression) -> object:
    written = value.value if isinstance(value, Literal) else None
    return written.reveal() if isinstance(written, Secret) else written


_WORDS = {
    name: tuple(word for tool in TOOLS if name in _FORMATS[tool.language] for word in tool.triggers)
    for name in ("csharp", "java", "kotlin", "go", "python")
}
SURFACE = Surface(
    name="migration_calls",
    formats=tuple(_WORDS),
    extract=extract,
    triggers=tuple(sorted({word for words in _WORDS.values() for word in words})),
    triggers_of=_WORDS,
    self_contained=True,
)
