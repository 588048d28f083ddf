"""Arguments added to and replaced in Python calls."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.fix.python_edit import ArgumentEdit, PythonFile, Refused, is_sound, replacements
from poolaudit.fix.value_edit import replace_all


def edited(text: str, *wanted: tuple[str, str], at: str = "f(") -> str:
    """The text after edits of the call or dict display that begins with `at`; its end is where the `ast` module says."""
    start = text.index(at)
    source = Source("", text.removeprefix("\ufeff"))
    shift = len(text) - len(source.text)
    lines = source.text.replace("\r\n", "\n").split("\n")

    def offset(line: int, column: int) -> int:
        return source.offset(line, len(lines[line - 1].encode()[:column].decode()) + 1) + shift

    ends = [
        offset(node.end_lineno or 0, node.end_col_offset or 0)
        for node in ast.walk(ast.parse(source.text))
        if isinstance(node, (ast.Call, ast.Dict)) and offset(node.lineno, node.col_offset) == start
    ]
    edits = [ArgumentEdit(start, ends[0], argument, value) for argument, value in wanted]
    after = replace_all(text, replacements(PythonFile(text), edits))

    assert is_sound(text, after)
    return after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = f()\n", "x = f(a=0)\n"),
        ("x = f(  # none\n)\n", "x = f(a=0  # none\n)\n"),
        ("x = f(dsn)\n", "x = f(dsn, a=0)\n"),
        ("x = f(dsn,)\n", "x = f(dsn, a=0,)\n"),
        ("x = f(dsn, a=100)\n", "x = f(dsn, a=0)\n"),
        ("x = f(dsn, a = (100) )\n", "x = f(dsn, a = (0) )\n"),
        ("x = f(dsn, a=0)\n", "x = f(dsn, a=0)\n"),
        ("async def g():\n    await f(dsn)\n", "async def g():\n    await f(dsn, a=0)\n"),
        ("x = f(\n    dsn,\n    b=1,  # keep me\n)\n", "x = f(\n    dsn,\n    b=1,  # keep me\n    a=0,\n)\n"),
        ("x = f(\n    dsn,\n    b=1  # keep )\n)\n", "x = f(\n    dsn,\n    b=1,  # keep )\n    a=0\n)\n"),
        ("x = f(\n\tdsn,\n\tb=1\n)\n", "x = f(\n\tdsn,\n\tb=1,\n\ta=0\n)\n"),
        ("x = f(\n    dsn,\n    b=1)\n", "x = f(\n    dsn,\n    b=1,\n    a=0)\n"),
        ("x = f(\n    dsn,\n    b=1,)\n", "x = f(\n    dsn,\n    b=1,\n    a=0,)\n"),
        ("x = f(dsn,\n      b=1, c=2)\n", "x = f(dsn,\n      b=1, c=2, a=0)\n"),
        (
            "x = f(\n    dsn,\n    b={\n        1: 2,\n    },\n)\n",
            "x = f(\n    dsn,\n    b={\n        1: 2,\n    },\n    a=0,\n)\n",
        ),
        ("x = f((  # (\n    dsn\n))\n", "x = f((  # (\n    dsn\n), a=0)\n"),
        ("\ufeffx = f('é', \"𝄞\")\n", "\ufeffx = f('é', \"𝄞\", a=0)\n"),
        ("if x:\r\n    y = f(\r\n        dsn,\r\n    )\r\n", "if x:\r\n    y = f(\r\n        dsn,\n        a=0,\r\n    )\r\n"),
        ("def g():\n  return f(dsn); z\n", "def g():\n  return f(dsn, a=0); z\n"),
    ],
)
def test_a_keyword_is_added_or_replaced(before: str, after: str) -> None:
    """The new argument follows the layout of the others, and nothing else changes."""
    assert after == edited(before, ("a", "0"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(u)\n", 'f(u, c={"k": 0, "l": 1})\n'),
        ("f(u, c={})\n", 'f(u, c={"k": 0, "l": 1})\n'),
        ("f(u, c={'x': 5})\n", "f(u, c={'x': 5, 'k': 0, 'l': 1})\n"),
        ("f(u, c={'k': 5})\n", "f(u, c={'k': 0, 'l': 1})\n"),
        ("f(u, c=dict(k=5))\n", "f(u, c=dict(k=0, l=1))\n"),
        (
            'f(\n    u,\n    c={\n        "x": 5,  # five\n    },\n)\n',
            'f(\n    u,\n    c={\n        "x": 5,  # five\n        "k": 0,\n        "l": 1,\n    },\n)\n',
        ),
    ],
)
def test_keys_of_a_mapping_argument_are_added_together(before: str, after: str) -> None:
    """A literal mapping is extended in its own style; a missing one is written."""
    assert after == edited(before, ("c.k", "0"), ("c.l", "1"))


def test_a_dict_display_takes_keys() -> None:
    """Settings written as a mapping (Django's DATABASES) are edited like a call."""
    before = "DATABASES = {\n    'default': {\n        'NAME': 'x',\n        'OPTIONS': {'a': 1},\n    }\n}\n"
    expected = (
        "DATABASES = {\n    'default': {\n        'NAME': 'x',\n        'OPTIONS': {'a': 1, 'prepare_threshold': None},\n"
        "        'CONN_HEALTH_CHECKS': True,\n    }\n}\n"
    )

    assert expected == edited(
        before, ("CONN_HEALTH_CHECKS", "True"), ("OPTIONS.prepare_threshold", "None"), at="{\n        'NAME'"
    )


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("f(u, **options)", ("a", "0"), "**options may already set a"),
        ("f(*args)", ("a", "0"), "*args may already set a"),
        ("f(u, c=options)", ("c.k", "0"), "c is not written out here"),
        ("f(u, c=make({}))", ("c.k", "0"), "c is not written out here"),
        ("f(u, c={**base})", ("c.k", "0"), "**… may already set k"),
        ("f(u, c={key: 1})", ("c.k", "0"), "a computed key may already set k"),
        ("f(u)", ("check", "Pool.check"), "Pool is not imported here"),
    ],
)
def test_what_cannot_be_seen_is_refused(text: str, wanted: tuple[str, str], reason: str) -> None:
    """An argument that may be set elsewhere is not set twice."""
    with pytest.raises(Refused) as refusal:
        edited(text, wanted)

    assert reason == str(refusal.value)


def test_a_place_without_a_call_is_refused() -> None:
    """Offsets must be those of a call exactly."""
    with pytest.raises(Refused) as refusal:
        replacements(PythonFile("f(u)"), [ArgumentEdit(0, 3, "a", "0")])

    assert str(refusal.value) == "there is no call at this place any more"


def test_text_that_libcst_refuses_is_refused() -> None:
    """A file with a syntax error is left alone."""
    with pytest.raises(Refused) as refusal:
        PythonFile("f(u,, x)")

    assert str(refusal.value) == "libcst cannot read the file"


@pytest.mark.parametrize(
    ("text", "call", "value"),
    [
        ("import p\nx = p.Pool(u)", "p.Pool(u", "p.Pool.check"),
        ("from p import Pool as P\nx = P(u)", "P(u", "P.check"),
        ("from p import Pool\nx = Pool(u)", "Pool(u", "Pool.check"),
        ("from p import Pool, Null\nx = Null(u)", "Null(u", "Pool.check"),
    ],
)
def test_a_value_names_its_class_as_the_file_does(text: str, call: str, value: str) -> None:
    """A value that begins with the class of the call uses the file's own import."""
    assert f"(u, check={value})" == edited(text, ("check", "Pool.check"), at=call)[-len(f"(u, check={value})") :]


def test_edits_of_one_argument_must_agree() -> None:
    """Two findings cannot set one argument to two values."""
    with pytest.raises(Refused) as refusal:
        edited("f(u)", ("a", "0"), ("a", "1"))

    assert str(refusal.value) == "another finding sets the same argument to another value"


@pytest.mark.parametrize(
    ("before", "after"), [("f(u)  # x\n", "f(u)  # x, a=0\n"), ("f(u)\n", "f(u,, a=0)\n")], ids=["comment", "syntax"]
)
def test_an_unsound_edit_is_noticed(before: str, after: str) -> None:
    """A changed comment or broken syntax is no edit."""
    assert not is_sound(before, after)


ARGUMENTS = st.lists(
    st.sampled_from(["u", "b=1", "c={'x': 1}", "d=(  # n\n 2 )", "e=[\n  1,\n]", "g=f2(3)", "h='é, ) #'"]),
    unique_by=lambda each: each[0],
    max_size=5,
).map(lambda each: sorted(each, key=lambda argument: "=" in argument))


@given(
    ARGUMENTS,
    st.sampled_from([", ", ",\n    ", ",  # c\n\t"]),
    st.sampled_from(["", ",", ",\n", "  # end\n"]),
    st.sampled_from(["", "\n    "]),
)
def test_an_added_argument_is_the_only_difference(arguments: list[str], glue: str, tail: str, lead: str) -> None:
    """Python reads the edited call as the same call with one keyword more, and the old text is a subsequence of the new."""
    text = f"x = f({lead}{glue.join(arguments)}{tail if arguments else ''})\n"
    after = edited(text, ("zz", "0"))
    before_call, after_call = (tree.body[0].value for tree in map(ast.parse, (text, after)))  # type: ignore[attr-defined]
    added = after_call.keywords.pop()
    rest = iter(after)

    assert ("zz", "0", ast.dump(before_call)) == (added.arg, ast.unparse(added.value), ast.dump(after_call))
    assert all(character in rest for character in text)
