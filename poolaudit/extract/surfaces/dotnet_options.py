"""Classes of options in .NET and where what they hold comes from: a section of configuration, or code that fills them.

In: a `CodeModule` of C# and its text. Out: a `NamedValue` for each class that is bound to a section of another name than its own,
so that `ShopOptions.Url` is `Shop.Url`; for each property that code fills, `ShopOptions.Url` with the value; and for the prefix
of the variables that make up configuration (https://learn.microsoft.com/dotnet/core/extensions/options, 9.0, read 2026-11-21).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.dotnet import OPTION_CALLS, PREFIX_CALL, PREFIX_MEMBER, VARIABLES_PREFIX, WORDS
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.facts.expression import CallResult, EnvLookup, Joined, Literal, Reference, Unresolved
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import Assignment, Call, CodeModule
    from poolaudit.facts.expression import Expression

_CONFIGURE = "Configure"
_FILLS = frozenset({"Configure", "PostConfigure"})
_LISTS = ("AddOptions", "AddOptionsWithValidateOnStart")
_BINDS = frozenset({"Bind", "BindConfiguration"})
_SECTIONS = (".GetSection", ".GetRequiredSection")


def bound_options(document: CodeModule) -> Iterator[NamedValue]:
    """`services.Configure<T>(configuration.GetSection("S"))`, `services.AddOptions<T>().BindConfiguration("S")`."""
    chains = {call.span.offset: _kind(call) for call in document.calls if _kind(call)}
    for call in document.calls:
        kind, method = _kind(call), _method(call)
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


def filled_options(document: CodeModule, text: str) -> Iterator[NamedValue]:
    """`services.Configure<T>(o => o.Url = configuration["url"])`, `services.AddOptions<T>().Configure<S>((o, s) => …)`."""
    listed = {call.span.offset: _kind(call) for call in document.calls if _method(call) in _LISTS and _kind(call)}
    found: dict[str, list[Assignment]] = {}
    for call in document.calls:
        kind = listed.get(call.span.offset) or _kind(call)
        body = call.arguments[0].value.span if _method(call) in _FILLS and kind and len(call.arguments) == 1 else None
        name = _parameter().match(text, body.offset) if body is not None else None
        if body is None or name is None:
            continue
        for each in document.assignments:
            owner, _, field = each.target.rpartition(".")
            if owner == name[1] and body.offset < each.span.offset < body.end:
                found.setdefault(f"{kind}.{field}", []).append(each)
    for title, given in found.items():
        value, span = given[0].value, given[0].span
        if any(each.value != value for each in given):
            yield NamedValue(title, Unresolved("it is set in several ways", span), span)
        elif isinstance(value, (EnvLookup, Joined, Reference, Literal)):
            yield NamedValue(title, conceal(value), span)


def variable_prefix(document: CodeModule) -> Iterator[NamedValue]:
    """`builder.AddEnvironmentVariables("SHOP_")`, `string EnvironmentVariablePrefix => "SHOP_"`."""
    for call in document.calls:
        if _method(call) == PREFIX_CALL and len(call.arguments) == 1 and isinstance(call.arguments[0].value, Literal):
            yield NamedValue(VARIABLES_PREFIX, call.arguments[0].value, call.arguments[0].value.span)
    for each in document.assignments:
        if each.target == PREFIX_MEMBER and each.scope.class_name and isinstance(each.value, Literal):
            yield NamedValue(VARIABLES_PREFIX, each.value, each.value.span)


def command_line_options(document: CodeModule) -> Iterator[NamedValue]:
    """`app.Option("-p | --postgres", …)`: each option that speaks of a database, as the key of configuration that it sets."""
    for call in document.calls:
        template = call.positional(0)
        text = _section(template.value) if template is not None and call.callee.endswith(OPTION_CALLS) else ""
        names = [word.removeprefix("--").partition("=")[0] for word in text.replace("|", " ").split() if word.startswith("--")]
        for name in names[:1] if template is not None else ():
            if any(word in name.lower() for _, words in WORDS for word in words):
                span = template.value.span if template is not None else call.span
                yield NamedValue(f"--{name}", EnvLookup((name,), span, Literal(None, span), ignore_case=True), span)


@cache
def _parameter() -> re.Pattern[str]:
    """The first parameter of a lambda."""
    return re.compile(r"(?:static\s+|async\s+){0,2}\(?\s*(?:[\w.]+\s+)?(\w+)\s*(?:,|\)|=>)")


def _method(call: Call) -> str:
    return call.callee.partition("<")[0].rpartition(".")[2]
