"""Bicep as the neutral tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.bicep import MAX_DEPTH, read
from poolaudit.extract.settings.tree import walk

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import ScalarNode

TEXT = """
@description('resource x \\'y\\' = {')
param location string = 'westeurope' // resource a 'b' = {
/*
resource commented 'Hidden/one@1' = {
}
*/
resource server 'Microsoft.DB/servers@2024-08-01' = if (deploy) {
  name: 'it\\'s ${prefix}-db'
  location: location
  count: 3
  on: true
  'quoted-key': '''long 'one' '''
  sku: { name: 'B1', tier: contains(x, { a: 1 }) ? 'A' : 'B' }
  list: [
    'a' // first
    'b'
  ]
  each: [for i in range(0, 2): { name: 'n${i}' }]
  resource rule 'rules' = {
    name: 'all'
  }
}
resource other 'Other/thing@1' existing = { name: 'x' }
"""


def scalars(text: str) -> tuple[Source, dict[str, ScalarNode]]:
    """The scalars of a file by dotted path."""
    source = Source("main.bicep", text)
    (root,) = read(source).roots
    return source, {".".join(map(str, path)): node for path, node in walk(root)}


def test_resources_stand_under_type_and_symbol() -> None:
    """Each resource is found with its properties; comments, strings and other declarations are none."""
    _, found = scalars(TEXT)
    top = "resource.Microsoft.DB/servers.server"

    assert {
        f"{top}.name": ("it's ${prefix}-db", "it\\'s ${prefix}-db"),
        f"{top}.location": ("location", "location"),
        f"{top}.count": (3, ""),
        f"{top}.on": (True, ""),
        f"{top}.quoted-key": ("long 'one' ", ""),
        f"{top}.sku.name": ("B1", ""),
        f"{top}.sku.tier": ("contains(x, { a: 1 }) ? 'A' : 'B'", "contains(x, { a: 1 }) ? 'A' : 'B'"),
        f"{top}.list.0": ("a", ""),
        f"{top}.list.1": ("b", ""),
        f"{top}.each": ("[for i in range(0, 2): { name: 'n${i}' }]", "[for i in range(0, 2): { name: 'n${i}' }]"),
        "resource.Microsoft.DB/servers/rules.rule.name": ("all", ""),
        "resource.Microsoft.DB/servers/rules.rule.parent": ("server", ""),
        "resource.Other/thing.other.name": ("x", ""),
    } == {path: (node.value, node.template) for path, node in found.items()}


def test_spans_are_those_of_the_values() -> None:
    """A scalar's place is the text without quotes."""
    source, found = scalars(TEXT)

    assert all(node.raw == source.at(node.span) for node in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "resource a 'b' = {\n  name: 'x'\n",
        "resource a 'b' = {\n  name: 'x\n}\n",
        "resource a 'b' = {\n  name: f(1\n}\n",
        "resource a 'b' = {\n  name: [1\n",
        "resource a 'b' = ",
        "resource a 'b' = {" + "x: {" * (MAX_DEPTH + 2),
        "resource a 'b' = {\nx: " + "[" * (MAX_DEPTH + 2),
        "resource a 'b' = {\nx: f" + "(" * (MAX_DEPTH + 2) + "\n}",
    ],
    ids=["brace", "string", "parenthesis", "bracket", "no body", "deep objects", "deep lists", "deep calls"],
)
def test_what_is_broken_is_refused(text: str) -> None:
    """A file that is cut off, or nested without end, is not read."""
    with pytest.raises(UnreadError):
        read(Source("main.bicep", text))
