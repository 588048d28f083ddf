"""Values of YAML templates that stand in conditions of ERB."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.settings.yaml import read

STAGING = "the branch `if environment == 'staging'`"
TEXT = """kind: Deployment
metadata:
  name: web
spec:
  <% if environment == 'staging' %>
  replicas: 3
  <% end %>
  strategy: Recreate
"""


def template(text: str, *path: str) -> str:
    """Why a value is not known until it is rendered; empty for one that is."""
    (root,) = read(Source.decode("config/deploy/web.yaml.erb", text.encode())).roots
    assert isinstance(root, MappingNode)
    node = root.get(*path)
    assert isinstance(node, ScalarNode)

    return node.template


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param(TEXT, ("spec", "replicas"), STAGING, id="inside"),
        pytest.param(TEXT, ("spec", "strategy"), "", id="after it"),
        pytest.param(TEXT, ("metadata", "name"), "", id="before it"),
        pytest.param(
            TEXT.replace("  replicas: 3\n", "  limits:\n    cpu: 3\n"), ("spec", "limits", "cpu"), STAGING, id="deeper inside"
        ),
        pytest.param(
            TEXT.replace("  replicas: 3\n", "  volume:\n    name: data\n"),
            ("spec", "volume", "name"),
            "",
            id="what names a thing",
        ),
        pytest.param(
            TEXT.replace("<% end %>", "<% else %>\n  limit: 2\n  <% end %>"),
            ("spec", "limit"),
            "the branch `else` of `if environment == 'staging'`",
            id="otherwise",
        ),
        pytest.param(
            TEXT.replace("<% if environment == 'staging' %>", "<%- names.each do |name| -%>"),
            ("spec", "replicas"),
            "the branch `names.each do |name|`",
            id="a loop",
        ),
        pytest.param(
            TEXT.replace("  strategy", "  <% if debug %>\n  a: 1\n  <% end %>\n  strategy"), ("spec", "strategy"), "", id="two"
        ),
        pytest.param(
            TEXT.replace("  replicas: 3\n", "  <% if debug %>\n  a: 1\n  <% end %>\n  replicas: 3\n"),
            ("spec", "replicas"),
            STAGING,
            id="after an inner one",
        ),
        pytest.param("<% if staging %>\nkind: Job\nspec:\n  a: 1\n<% end %>\n", ("spec", "a"), "", id="around the document"),
        pytest.param(TEXT.replace("3", "<%= count %>"), ("spec", "replicas"), "<%", id="code of its own"),
        pytest.param(TEXT.replace("  <% end %>\n", ""), ("spec", "replicas"), "", id="without an end"),
    ],
)
def test_values_in_a_condition(text: str, path: tuple[str, ...], expected: str) -> None:
    """A value in a branch is marked with the branch, unless it names a thing; what stands around it is as it was."""
    assert expected == template(text, *path)
