"""Python text in, the neutral shape out, and expressions as one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import csharp, elixir, go, java, javascript, kotlin, php, python, ruby, rust, typescript
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Joined, Literal, Reference
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression


def render(expression: Expression | None) -> str:
    """Notation: `'text'`, `<name>` for a reference, `$NAME|default`, `{key: value}`, `f(…)`, `a~b` for joined text, `?why`."""
    if expression is None:
        return "-"
    if isinstance(expression, Literal):
        value = expression.value
        return f"secret {value.reveal()!r}" if isinstance(value, Secret) else repr(value)
    if isinstance(expression, Reference):
        return f"<{expression.name}>"
    if isinstance(expression, EnvLookup):
        default = "" if expression.default is None else f"|{render(expression.default)}"
        return "$" + ",".join(expression.names) + ("*" if expression.ignore_case else "") + default
    if isinstance(expression, Joined):
        return "~".join(map(render, expression.parts))
    if isinstance(expression, Items):
        inner = ", ".join(f"{key}: {render(value)}" for key, value in expression.items)
        return "{" + inner + ("" if expression.complete else ", …") + "}"
    if isinstance(expression, Elements):
        return "[" + ", ".join(map(render, expression.elements)) + "]"
    if isinstance(expression, CallResult):
        inside = [*map(render, expression.positional), *(f"{key}={render(value)}" for key, value in expression.keywords)]
        return f"{expression.callee}({', '.join(inside)})"
    return f"?{expression.why}"


def read(text: str, path: str = "app/db.py") -> CodeModule:
    """The shape of a Python text."""
    return python.read(Source(path, text))


def shown(module: CodeModule) -> list[str]:
    """Each call as `target = with callee(arguments, …) in async function @decorators`, as far as it has these."""
    lines = []
    for call in module.calls:
        scope = call.scope
        arguments = [(f"{item.name}=" if item.name else "") + render(item.value) for item in call.arguments]
        line = f"{call.callee}({', '.join([*arguments, *([] if call.complete else ['…'])])})"
        line = ("with " if scope.managed else "") + line
        line = (f"{scope.assigned_to} = " if scope.assigned_to else "") + line
        place = scope.function or scope.class_name
        line += (" in " + ("async " if scope.is_async else "") + place if place else "") + (
            " @" + ",".join(scope.decorators) if scope.decorators else ""
        )
        lines.append(line)
    return lines


READERS = {
    each.FORMAT.name: each.FORMAT.read
    for each in (csharp, elixir, go, java, javascript, kotlin, php, python, ruby, rust, typescript)
}


@pytest.fixture(name="shown")
def shown_fixture() -> Callable[[CodeModule], list[str]]:
    """The lines of calls."""
    return shown


@pytest.fixture
def code() -> Callable[..., CodeModule]:
    """Reads a text in a language, which a path may tell more about."""
    return lambda language, text, path: READERS[language](Source(path, text))


@pytest.fixture(name="render")
def render_fixture() -> Callable[[Expression | None], str]:
    """The renderer, for tests that build their own expressions."""
    return render


@pytest.fixture(name="read")
def read_fixture() -> Callable[..., CodeModule]:
    """The reader."""
    return read


@pytest.fixture
def value() -> Callable[[str], str]:
    """The rendered value that the last statement of a text, `x = …`, gives `x`."""
    return lambda text: render(read(text).assignments[-1].value)


@pytest.fixture
def callees() -> Callable[[str], list[str]]:
    """The callees of a text in written order."""
    return lambda text: [call.callee for call in read(text).calls]
