"""Random Python programs made of what the reader knows: spans hold what they say, constants are what Python computes."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.code import python
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Joined, Literal, Reference
from poolaudit.facts.secret import Secret

QUOTES = ("'", '"', "'" * 3, '"' * 3)
texts = st.text(st.sampled_from("ab é日😀'\"\\{}\n\t%"), max_size=8)
spaces = st.sampled_from(["", " ", "\t", " \\\n "])


def _raw(text: str) -> str:
    return f'r"""{text}"""'


def _template(text: str) -> str:
    return "f" + repr(text.replace("{", "{{").replace("}", "}}") + "é{ len }😀{{")


def _rows(parts: list[str]) -> str:
    return "{" + ",\n".join(f"'k{number}': {part}" for number, part in enumerate(parts)) + "}"


strings = st.one_of(
    texts.map(repr),
    st.text(st.sampled_from("ab é日😀'{}\n\t%"), max_size=8).map(_raw),
    st.text(st.sampled_from("ab é日😀'{}%"), max_size=8).map(_template),
    st.tuples(texts, texts).map(lambda pair: f"({pair[0]!r}  # é'\n {pair[1]!r})"),
)
numbers = st.one_of(st.integers(-1000, 10**6).map(str), st.sampled_from(["True", "None", "2.5", "-1", "60 * 60"]))
lookups = st.sampled_from(["os.environ['U']", "os.getenv('U', 'd')", "int(os.getenv('é', '5'))"])
sums = st.tuples(strings, spaces, strings).map(lambda part: f"({part[0]}{part[1]}+ {part[2]})")
constants = st.recursive(
    st.one_of(strings, sums, numbers), lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
)
expressions = st.recursive(
    st.one_of(strings, sums, numbers, lookups),
    lambda inner: st.one_of(
        st.tuples(inner, spaces, inner).map(lambda part: f"[{part[0]},{part[1]}{part[2]}]"),
        st.lists(inner, min_size=1, max_size=3).map(_rows),
        st.tuples(inner, spaces).map(lambda part: f"dict(a={part[1]}{part[0]})"),
        st.tuples(inner, inner, spaces).map(lambda part: f"mod.call({part[0]},{part[2]}key={part[1]}{part[2]})"),
    ),
    max_leaves=6,
)
shapes = st.sampled_from(["x = {}", "β = {}", "if 1:\n\tx = {}", "mod.call('é', {})"])
newlines = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(st.tuples(shapes, expressions), min_size=1, max_size=4), newlines, st.booleans())
def test_spans_hold_what_they_say(program: list[tuple[str, str]], newline: str, mark: bool) -> None:  # noqa: FBT001  # drawn, not passed by hand
    """In any program, constants stand where their spans say, and calls and look-ups begin and end where theirs say."""
    lines = "".join(shape.replace("{}", expression) + "\n" for shape, expression in program)
    source = Source("app/a.py", ("\ufeff" if mark else "") + f"import os, mod\n{lines}".replace("\n", newline), newline)
    module = python.read(source)
    values = [inner for item in module.assignments for inner in _inside(item.value)]
    values += [inner for call in module.calls for argument in call.arguments for inner in _inside(argument.value)]

    for value in values:
        written = source.at(value.span)
        assert source.span(value.span.offset, value.span.end) == value.span
        if isinstance(value, Literal):
            assert _plain(value) in _readings(written)
        elif isinstance(value, EnvLookup):
            assert written in {"os.environ['U']", "os.getenv('U', 'd')", "os.getenv('é', '5')"}
        elif isinstance(value, Reference):
            assert written == value.name
    for call in module.calls:
        written = source.at(call.span)
        assert (call.callee, ")") == (written[: len(call.callee)], written[-1])


@given(constants, newlines)
def test_constant_is_what_python_computes(expression: str, newline: str) -> None:
    """A constant expression has the value that Python gives it; `len` prints as its name."""
    text = f"x = {expression}\n".replace("\n", newline)
    actual = _plain(python.read(Source("app/a.py", text, newline)).assignments[-1].value)

    assert _run(text.removeprefix("x = ")) == actual


class _Name:
    """Prints as `len`."""

    def __format__(self, spec: str) -> str:
        return "len"


def _run(text: str) -> object:
    return eval(compile(text, "", "eval", dont_inherit=True), {"__builtins__": {}, "len": _Name()})  # noqa: S307  # made above


def _readings(written: str) -> list[object]:
    """What Python makes of the characters at a span: as code, or inside of quotes of any kind; `5` may be a converted `'5'`."""
    found: list[object] = []
    quoted = (f"{prefix}{quote}{written}{quote}" for prefix in ("", "r", "f") for quote in QUOTES)
    for text in (f"({written})", *quoted):
        with suppress(SyntaxError, NameError, TypeError, AttributeError, ValueError):  # `'%'%''` is code too
            found.append(_run(text))
    return found


def _plain(expression: Expression) -> object:
    if isinstance(expression, Literal):
        return expression.value.reveal() if isinstance(expression.value, Secret) else expression.value
    if isinstance(expression, Joined):
        return "".join(str(_plain(part)) for part in expression.parts)
    if isinstance(expression, Elements):
        return [_plain(part) for part in expression.elements]
    assert isinstance(expression, Reference)

    return expression.name


def _inside(expression: Expression) -> list[Expression]:
    inner: tuple[Expression, ...] = ()
    if isinstance(expression, Joined):
        inner = expression.parts
    elif isinstance(expression, Elements):
        inner = expression.elements
    elif isinstance(expression, Items):
        inner = tuple(value for _, value in expression.items)
    elif isinstance(expression, CallResult):
        inner = (*expression.positional, *(value for _, value in expression.keywords))
    elif isinstance(expression, EnvLookup) and expression.default is not None:
        inner = (expression.default,)
    return [expression, *(found for part in inner for found in _inside(part))]
