"""Lock files in TOML: read quickly where they have the layout that programs write, as TOML otherwise, and the same either way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings import toml, toml_lock
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import SettingsDocument

UV = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "asyncpg"
version = "0.29.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "async-timeout", marker = "python_full_version < '3.12'" },
]
wheels = [
    { url = "https://files.example/asyncpg.whl", hash = "sha256:00", size = 1 },
]

[package.metadata]
version = "9"

[[package]]
name = "rich"
version = "13.0"
"""


def pins(document: SettingsDocument) -> list[tuple[object, ...]]:
    """Name, version and the places of both, of each package."""
    (root,) = document.roots
    assert isinstance(root, MappingNode)
    found = []
    for table in ("package", "packages"):
        entries = root.get(table)
        for entry in entries.elements if isinstance(entries, SequenceNode) else ():
            assert isinstance(entry, MappingNode)
            nodes = [entry.get(name) for name in ("name", "version")]
            found.append(tuple((node.value, node.span, node.raw) for node in nodes if isinstance(node, ScalarNode)))
    return found


def source(text: str) -> Source:
    """A lock file."""
    return Source.decode("uv.lock", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(UV, id="uv"),
        pytest.param(UV.replace("[[package]]", "[[packages]]").replace("[package.", "[packages."), id="pylock"),
        pytest.param('[[package]]\nname = "redis"\nversion = "5.2.1"\n', id="first line"),
        pytest.param('[[package]]\nname = "local"\n\n[[package]]\nversion = "1"\nname = "redis"\n', id="no version, other order"),
        pytest.param('[[package]]\nname = "redis"\nversion = "5"\nmarkers = "os == \\"nt\\""\n', id="escapes elsewhere"),
        pytest.param('[[package]]\nname = "a\\"b"\nversion = "1"\n', id="an escape in a name"),
        pytest.param('[[package]]\r\nname = "redis"\r\nversion = "5"\r\n', id="Windows lines"),
        pytest.param(
            '[[package]]\nname = "redis"\ndescription = """\nname = "x"\n"""\nversion = "5"\n', id="a text of many lines"
        ),
        pytest.param('package = [{name = "redis", version = "5"}]\n', id="one line"),
        pytest.param("", id="empty"),
    ],
)
def test_it_says_what_toml_says(text: str) -> None:
    """Names, versions and their places are those of the TOML reader."""
    assert pins(toml.read(source(text))) == pins(toml_lock.read(source(text)))


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


@given(st.lists(st.tuples(NAMES, st.from_regex(r"[0-9]\.[0-9]{1,3}", fullmatch=True), NAMES), max_size=6))
def test_any_packages_are_read_as_toml_reads_them(packages: list[tuple[str, str, str]]) -> None:
    """Whatever the packages and what they depend on."""
    text = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\ndependencies = [\n "{other}",\n]\n\n'
        f'[package.dev]\nname = "{other}"\n\n'
        for name, version, other in packages
    )

    assert pins(toml.read(source(text))) == pins(toml_lock.read(source(text)))


@pytest.mark.parametrize("text", ["[[package]]\nname = ", UV[:200], UV.replace("]\n\n[package.meta", "\n\n[package.meta")])
def test_what_is_cut_off_is_unread(text: str) -> None:
    """A file that ends in the middle is no TOML, and says so."""
    with pytest.raises(UnreadError, match="not TOML"):
        toml_lock.read(source(text))
