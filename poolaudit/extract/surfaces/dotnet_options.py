"""Classes of options in .NET and the sections of configuration that they are bound to.

In: a `CodeModule` of C#. Out: a `NamedValue` for each class that is bound to a section of another name than its own, so that
`ShopOptions.Url` is `Shop.Url` (https://learn.microsoft.com/dotnet/core/extensions/options, 9.0, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.expression import CallResult, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.facts.expression import Expression

_CONFIGURE = "Configure"
_BINDS = frozenset({"Bind", "BindConfiguration"})
_SECTIONS = (".GetSection", ".GetRequiredSection")


def bound_options(document: CodeModule) -> Iterator[NamedValue]:
    """`services.Configure<T>(configuration.GetSection("S"))`, `services.AddOptions<T>().BindConfiguration("S")`."""
    chains = {call.span.offset: _kind(call) for call in document.calls if _kind(call)}
    for call in document.calls:
        kind, method = _kind(call), call.callee.partition("<")[0].rpartition(".")[2]
        if not ((method == _CONFIGURE and kind) or method in _BINDS):
            continue
        kind = kind or chains.get(call.span.offset, "")
        section = (_section(call.arguments[0].value) or _inside(call, document)) if kind and call.arguments else ""
        if section and section != kind:
            yield NamedValue(kind, Reference(section.replace(":", "."), call.span), call.span)


def _inside(outer: Call, document: CodeModule) -> str:
    """The section that a function as argument looks up: `services.Configure<T>(o => configuration.GetSection("S").Bind(o))`."""
    found = {
        _section(call.arguments[0].value)
        for call in document.calls
        if call.callee.endswith(_SECTIONS)
        and call.arguments
        and outer.span.offset < call.span.offset
        and call.span.end < outer.span.end
    }
    return found.pop() if len(found) == 1 else ""


def _kind(call: Call) -> str:
    """`T` of `services.Configure<T>`."""
    return call.callee.rpartition("<")[2].removesuffix(">") if call.callee.endswith(">") else ""


def _section(value: Expression) -> str:
    """The section that a text names, or that a call looks up by one."""
    if isinstance(value, CallResult):
        return _section(value.positional[0]) if value.callee.endswith(_SECTIONS) and value.positional else ""
    text = value.value if isinstance(value, Literal) else None
    text = text.reveal() if isinstance(text, Secret) else text
    return text if isinstance(text, str) else ""
