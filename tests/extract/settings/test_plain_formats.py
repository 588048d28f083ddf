"""JSON, TOML, INI, properties, env files, Dockerfiles and Procfiles become trees with exact places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings import dockerfile, dotenv, ini, procfile, properties, toml
from poolaudit.extract.settings import json as json_format
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, walk

if TYPE_CHECKING:
    from types import ModuleType

    from poolaudit.extract.settings.tree import Node

Path = tuple[str | int, ...]


def _rows(module: ModuleType, text: str) -> list[tuple[Path, object, str]]:
    """Path, value and the characters at its place."""
    source = Source("file", text)
    return [(path, node.value, source.at(node.span)) for root in module.read(source).roots for path, node in walk(root)]


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {key.name: _plain(value) for key, value in node.items}
    return [_plain(value) for value in node.elements]


def test_json_with_comments() -> None:
    """Comments and trailing commas are passed over; values keep their types and places."""
    text = '\ufeff// c\n{"a": 1, /* "b": 2 */ "c\\u00e9": [true, null, -1.5e2, "x\\n\\ud83d\\ude00",],}\n'

    assert [
        (("a",), 1, "1"),
        (("cé", 0), True, "true"),
        (("cé", 1), None, "null"),
        (("cé", 2), -150.0, "-1.5e2"),
        (("cé", 3), "x\n😀", "x\\n\\ud83d\\ude00"),
    ] == _rows(json_format, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON: expected a value, line 1"),
        ('{"a": 1\n"b": 2}', "not JSON: expected a comma or a closing brace, line 2"),
        ("{a: 1}", "not JSON: expected a key in double quotes, line 1"),
        ('{"a" 1}', "not JSON: expected a colon, line 1"),
        ("[1 2]", "not JSON: expected a comma or a closing bracket, line 1"),
        ('["a]', "not JSON: a string is not closed, line 1"),
        ('["\\x"]', "not JSON: a bad escape in a string, line 1"),
        ("/* a", "not JSON: a comment is not closed, line 1"),
        ("1 2", "not JSON: text after the value, line 1"),
        ("[" * 5000, "nested deeper than 100 levels"),
        ("[" + "9" * 5000 + "]", "not JSON: expected a value, line 1"),
    ],
)
def test_broken_json_is_unread(text: str, why: str) -> None:
    """Text that is not JSON gives the reason and the line."""
    with pytest.raises(UnreadError) as caught:
        json_format.read(Source("a.json", text))

    assert why == str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )
)
def test_json_of_the_standard_library_comes_back(value: object) -> None:
    """What the standard library writes is read as the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=1)

    assert value == _plain(json_format.read(Source("a.json", text)).roots[0])


def test_toml() -> None:
    """Tables, arrays of tables, dotted keys and every kind of string have values and places."""
    text = (
        '\ufeffa.b.c = 1\n\'q.r\' = \'x\' # c\n[x.y]\nz = [1, {a=1, b.c=2}, # hi\n """\nm"""]\nd = 1979-05-27 07:32:00\n'
        '[[t]]\nn = 0x1F\n[t.sub]\nk = true\n[[t]]\nn = 2.5\n[x]\ne = "é\\"]"\n'
    )

    assert [
        (("a", "b", "c"), 1, "1"),
        (("q.r",), "x", "x"),
        (("x", "y", "z", 0), 1, "1"),
        (("x", "y", "z", 1, "a"), 1, "1"),
        (("x", "y", "z", 1, "b", "c"), 2, "2"),
        (("x", "y", "z", 2), "m", "\nm"),
        (("x", "y", "d"), "1979-05-27 07:32:00", "1979-05-27 07:32:00"),
        (("x", "e"), 'é"]', 'é\\"]'),
        (("t", 0, "n"), 31, "0x1F"),
        (("t", 0, "sub", "k"), True, "true"),
        (("t", 1, "n"), 2.5, "2.5"),
    ] == _rows(toml, text)


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2\n", "[a\n", "a = [" * 3000], ids=["value", "twice", "header", "deep"])
def test_broken_toml_is_unread(text: str) -> None:
    """Text that is not TOML is refused without quoting it."""
    with pytest.raises(UnreadError, match=r"^(not TOML, line \d+, column \d+|not TOML.*|nested too deeply)$"):
        toml.read(Source("a.toml", text))


def test_ini() -> None:
    """Sections, both separators, continued lines and comments are those of configparser."""
    text = "top = 1\n; c\n[a]\nk = v ; kept\nlong:\n  one\n  # c\n  two\nflag\n[b c]\nx=\n"

    assert [
        (("top",), "1", "1"),
        (("a", "k"), "v ; kept", "v ; kept"),
        (("a", "long"), "\none\ntwo", "one\n  # c\n  two"),
        (("a", "flag"), None, ""),
        (("b c", "x"), "", ""),
    ] == _rows(ini, text)


def test_ini_entry_without_name_is_unread() -> None:
    """A line that starts with a separator is refused with its line."""
    with pytest.raises(UnreadError) as caught:
        ini.read(Source("a.ini", "[a]\n= b\n"))

    assert str(caught.value) == "not INI: an entry without a name, line 2"


def test_properties() -> None:
    """Separators, escapes, continued lines and comments are those of java.util.Properties."""
    text = "# c\n! c\na.b=1\nc : x\\\n   y\nd e\\u00e9\\n\nf\\=g=h=i\nempty\nlast=C:\\\\x \r\n"

    assert [
        (("a.b",), "1", "1"),
        (("c",), "xy", "x\\\n   y"),
        (("d",), "eé\n", "e\\u00e9\\n"),
        (("f=g",), "h=i", "h=i"),
        (("empty",), "", ""),
        (("last",), "C:\\x ", "C:\\\\x "),
    ] == _rows(properties, text)


def test_env_file_shows_where_readers_differ() -> None:
    """A value on which readers agree is plain; another says who differs, or what it depends on, and never the values."""
    text = "A=1\nB='x y'\nC=p#q\nD=${A}\nE=${NOPE:-7}\n"
    source = Source(".env", text)
    root = dotenv.read(source).roots[0]

    assert [
        (("A",), "1", "1", ""),
        (("B",), "x y", "x y", ""),
        (("C",), "p#q", "p#q", "readers differ: compose, python-dotenv / node, node-env-file"),
        (("D",), "1", "${A}", "readers differ: compose, python-dotenv / node, node-env-file"),
        (("E",), "7", "${NOPE:-7}", "readers differ: compose, python-dotenv / node, node-env-file"),
    ] == [(path, node.value, source.at(node.span), node.template) for path, node in walk(root)]


@pytest.mark.parametrize(
    ("module", "text", "why"),
    [
        (dotenv, "%%%\n", "no line is a NAME=value that an env file reader takes"),
        (dotenv, "A=1\n" * 300_000, "longer than 1000000 characters"),
        (procfile, "hello\n", "no line is a process type with a command"),
        (dockerfile, "RUN x\n", "no FROM instruction"),
    ],
    ids=["env", "long env", "procfile", "dockerfile"],
)
def test_text_of_another_kind_is_unread(module: ModuleType, text: str, why: str) -> None:
    """A file that is not what its name says is refused with the reason."""
    with pytest.raises(UnreadError) as caught:
        module.read(Source("file", text))

    assert why == str(caught.value)


def test_procfile() -> None:
    """Each process type has its command; comments and blank lines say nothing."""
    assert [(("web",), "a -b", "a -b"), (("my-job",), "c", "c")] == _rows(procfile, "# x\nweb: a -b \n\nmy-job:c\n")


def test_dockerfile() -> None:
    """Instructions keep their order; continued lines join, comments inside drop, heredocs follow."""
    text = '# escape=`\nfrom a AS b\nRUN x `\n# c\n  y\nRUN <<EOF\nCMD no\nEOF\nCMD ["z"]\n'

    assert [
        (("FROM",), "a AS b", "a AS b"),
        (("RUN",), "x   y", "x `\n# c\n  y"),
        (("RUN",), "<<EOF\nCMD no", "<<EOF"),
        (("CMD",), '["z"]', '["z"]'),
    ] == _rows(dockerfile, text)  # fmt: skip


@pytest.mark.parametrize(
    "module", [json_format, toml, ini, properties, dotenv, procfile, dockerfile], ids=lambda module: module.FORMAT.name
)
@given(text=st.text(alphabet="aA=:[]{}\"'`#\\$ \n\r\t,.é;!<E\ufeff", max_size=60))
def test_any_text_is_read_or_refused(module: ModuleType, text: str) -> None:
    """Any text gives a tree whose places hold the values as written, or one reason."""
    source = Source("file", text)
    try:
        roots = module.read(source).roots
    except UnreadError:
        return
    nodes = [node for root in roots for _, node in walk(root)]

    assert [node.raw for node in nodes] == [source.at(node.span) for node in nodes]
