"""YAML becomes a tree with exact places, and hostile YAML is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, walk
from poolaudit.extract.settings.yaml import read


def _source(text: str) -> Source:
    return Source("a.yml", text)


def _values(text: str) -> list[tuple[tuple[str | int, ...], object]]:
    return [(path, node.value) for root in read(_source(text)).roots for path, node in walk(root)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("", None),
        ("5432", 5432),
        ("5432:5432", "5432:5432"),
        ("22:22", "22:22"),
        ("1_000", 1000),
        ("0777", 511),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("-3", -3),
        ("--3", "--3"),
        ("1.2.3", "1.2.3"),
        ("!!str 5", "5"),
        ("'5'", "5"),
        ('"a\\tb"', "a\tb"),
        ("2026-11-20", "2026-11-20"),
        ("٣", "٣"),
    ],
)
def test_plain_scalars_have_the_types_of_go_yaml(written: str, value: object) -> None:
    """A scalar has the type that compose and Kubernetes give it."""
    assert [(("k",), value)] == _values(f"k: {written}\n")


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("\ufeffa: é\nb: 😀 # c\n", ["é", "😀"]),
        ("a: 'x'\nb: \"y\"\n", ["x", "y"]),
        ("a: &k !!str 'x'\nb: &l plain\n", ["x", "plain"]),
        ("a: |\n  one\n  two\n\nb: >-\n  three\n", ["one\n  two", "three"]),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", ["1", "x\r\n  y"]),
        ("a: [x, {b: y}]\n", ["x", "y"]),
        ("a:\nb: ''\n", ["", ""]),
    ],
    ids=["bom and wide characters", "quotes", "anchors and tags", "blocks", "crlf", "flow", "empty"],
)
def test_places_are_exact(text: str, raws: list[str]) -> None:
    """The characters at a value's place are the value as written, without quotes."""
    source = _source(text)
    nodes = [node for root in read(source).roots for _, node in walk(root)]

    assert [raws, raws] == [[node.raw for node in nodes], [source.at(node.span) for node in nodes]]


def test_key_place_is_exact() -> None:
    """A quoted key's place has no quotes."""
    source = _source('"a b": 1\n')
    root = read(source).roots[0]

    assert isinstance(root, MappingNode)
    assert ("a b", "a b") == (root.items[0][0].name, source.at(root.items[0][0].span))


def test_merge_keys_bring_what_is_not_written() -> None:
    """A key of the mapping itself beats a merged one, and of several merged mappings the first wins."""
    text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 3\n"

    assert [(("z", "b"), 1), (("z", "c"), 2), (("z", "a"), 3)] == _values(text)[4:]


def test_documents_are_roots() -> None:
    """Each document is a root; empty ones and CustomResourceDefinitions are none."""
    text = "a: 1\n---\n---\nkind: CustomResourceDefinition\nspec: {b: 2}\n---\nc: 3\n"

    assert [(("a",), 1), (("c",), 3)] == _values(text)


def test_application_tags_are_kept() -> None:
    """Tags of compose stay on their nodes, tags of YAML itself do not."""
    root = read(_source("a: !reset null\nb: !override [x]\nc: !reset {}\nd: !!str 1\n")).roots[0]

    assert isinstance(root, MappingNode)
    assert ["!reset", "!override", "!reset", ""] == [node.tag for _, node in root.items]


ALIAS_BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"b{n}: &b{n} [{','.join([f'*b{n - 1}' if n else '*a'] * 10)}]\n" for n in range(9)
)
MERGE_BOMB = "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}\n" for n in range(1, 40))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 100_000, "nested deeper than 100 levels"),
        ("a: &a [*a]\n", "an alias stands inside its own anchor"),
        ("a: *b\n", "an alias names no anchor above it"),
        ("a: [1\nb: 2\n", "not YAML: did not find expected ',' or ']', line 2"),
        ("a: \x01\n", "not YAML: it holds characters that YAML does not allow"),
        (ALIAS_BOMB, "more than 200000 nodes once aliases are expanded"),
        (MERGE_BOMB, "more than 200000 nodes once aliases are expanded"),
    ],
    ids=["deep", "recursive alias", "unknown alias", "syntax", "control character", "alias bomb", "merge bomb"],
)
def test_hostile_text_is_unread(text: str, why: str) -> None:
    """Text past a bound or outside of the grammar is refused with one line that quotes nothing of it."""
    with pytest.raises(UnreadError) as caught:
        read(_source(text))

    assert why == str(caught.value)


def test_helm_template_is_read_by_line() -> None:
    """A template that is no YAML gives its keys, and marks what only rendering tells."""
    text = """{{- if .Values.on }}
spec:
  {{- if .a }}
  replicas: 1
  {{- else }}
  replicas: 2
  {{- end }}
  labels:
    {{- include "x: y" . | nindent 4 }}
  containers:
    - name: app
      image: "{{ .i }}:1"
      env:
      - name: A
        value: 'q' # note
      - name: B
        value: |
          one
          two
{{- end }}
"""
    source = _source(text)
    found = [(path, node.value, node.template) for root in read(source).roots for path, node in walk(root)]

    assert [
        (("spec", "replicas"), 1, "several branches"),
        (("spec", "replicas"), 2, "several branches"),
        (("spec", "labels"), None, ""),
        (("spec", "containers", 0, "name"), "app", ""),
        (("spec", "containers", 0, "image"), "{{ .i }}:1", "{{"),
        (("spec", "containers", 0, "env", 0, "name"), "A", ""),
        (("spec", "containers", 0, "env", 0, "value"), "q", ""),
        (("spec", "containers", 0, "env", 1, "name"), "B", ""),
        (("spec", "containers", 0, "env", 1, "value"), "one\ntwo\n", ""),
    ] == found


def test_action_that_happens_to_be_yaml_is_a_template() -> None:
    """An unquoted action parses as nested flow mappings and is still one unknown value."""
    node = read(_source("a: {{ .Values.x }}\n")).roots[0].get("a")  # type: ignore[union-attr]

    assert isinstance(node, ScalarNode)
    assert ("{{ .Values.x }}", "{{") == (node.value, node.template)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%{ \n\t<,?~é", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text gives a tree whose places are exact, or one reason."""
    source = _source(text)
    try:
        roots = read(source).roots
    except UnreadError:
        return
    nodes = [node for root in roots for _, node in walk(root)]

    assert [node.raw for node in nodes] == [source.at(node.span) for node in nodes]
