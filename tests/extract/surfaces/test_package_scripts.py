"""Scripts of package.json."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.package_scripts import SURFACE
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret


def test_each_script_is_a_name_for_its_command() -> None:
    """A command is a secret, because it may set a connection string; what is no text is no script."""
    text = '{"scripts": {"start": "DATABASE_URL=postgres://a:b@h/d node .", "x": 1, "build:prod": "tsc"}, "name": "web"}'
    source = Source("web/package.json", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, NamedValue)]

    assert [
        ("scripts.start", "DATABASE_URL=postgres://a:b@h/d node ."),
        ("scripts.build:prod", "tsc"),
        ("package name", "web"),
    ] == [(each.name, source.at(each.span)) for each in found]
    assert [Secret("DATABASE_URL=postgres://a:b@h/d node ."), Secret("tsc"), "web"] == [
        each.value.value for each in found if isinstance(each.value, Literal)
    ]


def test_a_manifest_without_scripts() -> None:
    """Nothing is said without a mapping of scripts."""
    source = Source("package.json", '{"scripts": ["a"]}')

    assert [] == list(SURFACE.extract(source, read(source)))
