"""What expressions of Go templates come to, and why some come to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts.chart import root_of
from poolaudit.extract.charts.engine import BudgetError, Engine
from poolaudit.extract.charts.parse import parse
from poolaudit.extract.charts.value import Known, Unknown, text
from poolaudit.extract.charts.values import value_of

if TYPE_CHECKING:
    from poolaudit.extract.charts.rope import Rope
VALUES = """\
web: {replicas: 3, image: {repository: acme/shop, tag: ""}, on: true, off: false, port: 8080}
list: [{name: A, value: 1}, {name: B, value: two}]
hosts: {b: two, a: one}
name: "{{ .Values.web.image.repository }}-x"
empty: {}
zero: 0
nothing: null
size: "30"
ratio: 0.5
block: |
  one
  two
"""
HELPERS = """\
{{- define "name" -}}
{{- .Values.web.image.repository | replace "/" "-" }}
{{- end }}
{{- define "labels" -}}
app: {{ include "name" . }}
tier: web
{{- end }}
{{- define "again" }}{{ include "again" . }}{{ end }}
{{- define "half" }}user:{{ randAlphaNum 8 }}@db{{ end }}
"""


def rendered(template: str, values: str = VALUES) -> Rope:
    """A template with the values and helpers above."""
    helpers, source = Source("templates/_helpers.tpl", HELPERS), Source("templates/x.yaml", template)
    defined = {name: (helpers, body) for name, body in parse(helpers.text)[1].items()}
    body, own = parse(template)
    defined.update({name: (source, each) for name, each in own.items()})
    given = Source("values.yaml", values)
    context = Known({
        "Values": value_of(given, root_of(given)),
        "Release": Known({"Name": text("shop"), "Namespace": text("default")}),
        "Chart": Known({"Name": text("shop"), "AppVersion": text("1.2")}),
        "Files": Unknown("other files of the chart are not read"),
    })  # fmt: skip
    return Engine(defined).render(source, body, context)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{ .Values.web.replicas }}", "3", id="number"),
        pytest.param("a: {{ .Values.web.on }}", "a: true", id="truth"),
        pytest.param("{{ .Values.nothing }}", "", id="nothing"),
        pytest.param("{{ .Values.web.none }}", "", id="missing"),
        pytest.param("{{ $.Values.web.port }}", "8080", id="root"),
        pytest.param("x\n  {{- .Values.size }}", "x30", id="trimmed-left"),
        pytest.param("{{ .Values.size -}}  \n y", "30y", id="trimmed-right"),
        pytest.param("a{{/* not this */}}b", "ab", id="comment"),
        pytest.param("a{{- /* not this */ -}} b", "ab", id="trimmed-comment"),
        pytest.param(
            "{{ .Values.web.image.repository }}:{{ .Values.web.image.tag | default .Chart.AppVersion }}",
            "acme/shop:1.2", id="image",
        ),
        pytest.param("{{ .Values.size | quote }}", '"30"', id="quote"),
        pytest.param("{{ .Values.size | squote }}", "'30'", id="squote"),
        pytest.param("{{ 'a' | quote }}{{ `b\"` | quote }}", '"a""b\\""', id="quotes-inside"),
        pytest.param("{{ int .Values.size }}", "30", id="int"),
        pytest.param('{{ int "x" }}', "0", id="int-of-a-word"),
        pytest.param('{{ printf "%s-%d%%" .Release.Name 5 }}', "shop-5%", id="printf"),
        pytest.param('{{ .Release.Name | trunc 2 | trimSuffix "h" | upper }}', "S", id="trunc"),
        pytest.param("{{ .Release.Name | trunc -2 }}", "op", id="trunc-from-the-end"),
        pytest.param('{{ include "name" . }}', "acme-shop", id="include"),
        pytest.param('{{ template "name" . }}', "acme-shop", id="template"),
        pytest.param('{{ block "own" . }}x{{ .Release.Name }}{{ end }}', "xshop", id="block"),
        pytest.param('  {{- include "labels" . | nindent 4 }}', "\n    app: acme-shop\n    tier: web", id="nindent"),
        pytest.param("{{ tpl .Values.name . }}", "acme/shop-x", id="tpl"),
        pytest.param("{{ if .Values.web.on }}a{{ else }}b{{ end }}", "a", id="if"),
        pytest.param("{{ if .Values.web.off }}a{{ else if .Values.zero }}b{{ else }}c{{ end }}", "c", id="else"),
        pytest.param("{{ if not .Values.empty }}a{{ end }}", "a", id="empty-mapping"),
        pytest.param("{{ if and .Values.web.on (eq .Values.web.port 8080) }}a{{ end }}", "a", id="and-eq"),
        pytest.param('{{ if or .Values.web.off (ne .Release.Name "x") }}a{{ end }}', "a", id="or-ne"),
        pytest.param("{{ if gt .Values.web.replicas 2 }}a{{ end }}{{ if le 4 3 }}b{{ end }}", "a", id="greater"),
        pytest.param("{{ with .Values.web.image }}{{ .repository }}{{ end }}", "acme/shop", id="with"),
        pytest.param("{{ with .Values.web.none }}a{{ else }}b{{ end }}", "b", id="with-else"),
        pytest.param("{{ range .Values.list }}{{ .name }}={{ .value }} {{ end }}", "A=1 B=two ", id="range"),
        pytest.param(
            "{{ range $key, $value := .Values.hosts }}{{ $key }}{{ $value }} {{ end }}",
            "aone btwo ", id="range-mapping",
        ),
        pytest.param(
            "{{ range $i, $one := .Values.list }}{{ if $i }},{{ end }}{{ $one.name }}{{ end }}",
            "A,B", id="range-index",
        ),
        pytest.param("{{ range .Values.nothing }}a{{ else }}none{{ end }}", "none", id="range-else"),
        pytest.param(
            "{{ range until 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}",
            "02", id="break",
        ),
        pytest.param('{{ $a := "x" }}{{ if .Values.web.on }}{{ $a = "y" }}{{ end }}{{ $a }}', "y", id="assignment"),
        pytest.param('{{ $a := "x" }}{{ if .Values.web.on }}{{ $a := "y" }}{{ end }}{{ $a }}', "x", id="another-variable"),
        pytest.param('{{ ternary "a" "b" .Values.web.off }}', "b", id="ternary"),
        pytest.param('{{ coalesce .Values.nothing "" "c" }}', "c", id="coalesce"),
        pytest.param('{{ required "must" .Values.size }}', "30", id="required"),
        pytest.param('{{ "pw" | b64enc }}', "cHc=", id="b64enc"),
        pytest.param('{{ "cHc=" | b64dec }}', "pw", id="b64dec"),
        pytest.param("{{ toYaml .Values.web.image }}", 'repository: acme/shop\ntag: ""', id="toYaml"),
        pytest.param("{{ toYaml .Values.list }}", "- name: A\n  value: 1\n- name: B\n  value: two", id="toYaml-list"),
        pytest.param("{{ toYaml .Values.block }}", "|\n  one\n  two".replace("  ", ""), id="toYaml-block"),
        pytest.param("{{ .Values.hosts | toJson }}", '{"a":"one","b":"two"}', id="toJson"),
        pytest.param(
            "{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ mod 7 2 }} {{ max 1 9 }} {{ add1 1 }}",
            "6 3 6 3 1 9 2", id="sums",
        ),
        pytest.param('{{ (index .Values.list 1).name }} {{ index .Values.hosts "a" }}', "B one", id="index"),
        pytest.param('{{ get (dict "a" "b") "a" }} {{ hasKey .Values "web" }} {{ len .Values.list }}', "b true 2", id="dict"),
        pytest.param('{{ $x := merge (dict "a" "" "b" 0 "c" "own") (dict "a" "x" "b" 2 "c" "y" "d" 3) }}{{ toJson $x }}',
                     '{"a":"x","b":2,"c":"own","d":3}', id="merge fills what is empty"),
        pytest.param('{{ toJson (merge (dict "a" (dict "b" "" "c" 1)) (dict "a" (dict "b" "x" "c" 2))) }}',
                     '{"a":{"b":"x","c":1}}', id="merge goes into mappings"),
        pytest.param('{{ toJson (merge (dict "a" (dict) "b" "" "c" 1) (dict "a" 1 "b" 0 "c" (dict "d" 1))) }}',
                     '{"a":1,"b":"","c":1}', id="merge of other kinds"),
        pytest.param('{{ $d := dict }}{{ $_ := set $d "a" "b" }}{{ $d.a }}', "b", id="set"),
        pytest.param('{{ dig "image" "none" "other" .Values.web }}', "other", id="dig"),
        pytest.param('{{ list "b" "a" "b" | uniq | join "," }} {{ has "a" (list "a") }}', "b,a true", id="list"),
        pytest.param('{{ (split ":" "a:b")._1 }} {{ first (splitList "," "c,d") }}', "b c", id="split"),
        pytest.param('{{ contains "sho" .Release.Name }} {{ hasPrefix "x" .Release.Name }}', "true false", id="contains"),
        pytest.param(
            '{{ if kindIs "string" .Values.size }}a{{ end }}{{ if kindIs "map" .Values.web }}b{{ end }}',
            "ab", id="kindIs",
        ),
        pytest.param('{{ (lookup "v1" "Secret" "" "x").data }}', "", id="nothing-in-the-cluster"),
        pytest.param('{{ if semverCompare ">=1.21-0" "v1.34.0" }}a{{ end }}', "a", id="semver"),
        pytest.param("{{ (toYaml .Values.web | fromYaml).image.repository }}", "acme/shop", id="fromYaml"),
        pytest.param('{{ (index (fromJson `{"a": [1, 2]}`).a 1) }}', "2", id="fromJson"),
        pytest.param('{{ regexReplaceAll "[^a-z]+" .Values.web.image.repository "-" }}', "acme-shop", id="regexReplaceAll"),
        pytest.param('{{ regexMatch "^s" .Release.Name }} {{ regexFind "o." .Release.Name }}', "true op", id="regexMatch"),
        pytest.param(r'{{ regexFind `^[0-9]+\.[0-9]+\.[0-9]+` "2.8.4-python3.9" }}', "2.8.4", id="regexFind-of-a-version"),
        pytest.param('{{ list "b" "a" | sortAlpha | join "" }}', "ab", id="sortAlpha"),
        pytest.param("{{ if .Values.none.on }}a{{ else }}b{{ end }}", "b", id="off-where-nobody-sets-it"),
        pytest.param("{{ .Values.ratio }} {{ -1 }} {{ 0x10 }} {{ true }}", "0.5 -1 16 true", id="literals"),
    ],
)  # fmt: skip
def test_expressions(template: str, expected: str) -> None:
    """An expression comes to what Helm makes of it."""
    rope = rendered(template)

    assert (expected, "") == (rope.text, rope.why)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{ .Values.none.value }}", ".Values.none is not set", id="parent-not-set"),
        pytest.param("{{ .Values.size.value }}", ".Values.size has no fields", id="field-of-a-text"),
        pytest.param("{{ frobnicate 1 }}", "the function frobnicate is not known", id="function"),
        pytest.param('{{ .Files.Get "x" }}', "other files of the chart are not read", id="files"),
        pytest.param("{{ randAlphaNum 8 | b64enc }}", "randAlphaNum makes it", id="chance"),
        pytest.param("{{ $x }}", "$x is not known", id="variable"),
        pytest.param('{{ include "no" . }}', "the template no is not in the tree", id="template"),
        pytest.param('{{ required "must" .Values.nothing }}', "a value that the chart requires is missing", id="required"),
        pytest.param('{{ fail "no" }}', "the chart refuses these values", id="fail"),
        pytest.param('{{ printf "%05d" 1 }}', "printf with %0 is not worked out", id="printf"),
        pytest.param("{{ eq .Values.size 30 }}", "values of different types", id="types"),
        pytest.param("{{ range .Files.Lines }}a{{ end }}", "other files of the chart are not read", id="range"),
        pytest.param('{{ regexMatch "(a+)+b" "aaaa" }}', "regexMatch does not take that", id="slow-pattern"),
        pytest.param('{{ regexMatch "[[a]" "a" }}', "regexMatch does not take that", id="doubtful-pattern"),
        pytest.param('{{ regexMatch "a{99999999999}" "a" }}', "regexMatch does not take that", id="large-pattern"),
        pytest.param('{{ regexMatch "[" "a" }}', "regexMatch does not take that", id="no-pattern"),
        pytest.param('{{ fromYaml "a: [" }}', "no YAML", id="no-YAML"),
        pytest.param("{{ index .Values.list 9 }}", "index does not take that", id="index"),
        pytest.param("{{ div 1 0 }}", "div does not take that", id="zero"),
        pytest.param("{{ quote }}x{{ trim }}", "trim does not take that", id="too-few"),
    ],
)  # fmt: skip
def test_unknown(template: str, expected: str) -> None:
    """What is not known says why."""
    assert expected == rendered(template).why


def test_half_known() -> None:
    """A text that is known in part keeps its known parts through functions that leave texts as they are."""
    rope = rendered('{{ include "half" . | quote }}')

    assert (['"', "user:", "@db", '"'], "randAlphaNum makes it") == (
        [each.text for each in rope.pieces if not each.hole],
        rope.why,
    )


def test_unknown_condition() -> None:
    """Both branches of a condition that is not known are there, in doubt."""
    rope = rendered("a {{ if .Files.x }}b{{ else }}c{{ end }} d")

    assert [("a ", False), ("b", True), ("c", True), (" d", False)] == [(each.text, bool(each.doubt)) for each in rope.pieces]


def test_unknown_assignment() -> None:
    """A variable that a condition may change is not known behind it."""
    why = rendered('{{ $a := "x" }}{{ if .Files.x }}{{ $a = "y" }}{{ end }}{{ $a }}').why

    assert "a condition is not known: other files of the chart are not read" == why


def test_random_is_not_empty() -> None:
    """What chance makes is not empty, so a default is not used and a condition holds."""
    rope = rendered('{{ if randAlphaNum 8 | default "x" }}a{{ end }}')

    assert ("a", "") == (rope.text, rope.why)


@pytest.mark.parametrize(
    "template",
    [
        pytest.param('{{ include "again" . }}', id="include"),
        pytest.param("{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}", id="loops"),
        pytest.param(
            '{{ $x := "x" | repeat 900 }}{{ range until 999 }}{{ $x = print $x "y" }}{{ $x }}{{ $x | repeat 9 }}{{ end }}',
            id="text",
        ),
    ],
)  # fmt: skip
def test_bounds(template: str) -> None:
    """Templates that come to too much are given up."""
    with pytest.raises(BudgetError):
        rendered(template)


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{{ $x := list 1 2 }}{{ range until 99 }}{{ $x = concat $x $x }}{{ end }}{{ len $x }}", id="list"),
        pytest.param(
            '{{ $x := dict "a" 1 }}{{ range until 99 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toYaml $x }}', id="mapping"
        ),
        pytest.param(
            '{{ $x := dict "a" 1 }}{{ range until 99 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ merge $x $x }}', id="merge"
        ),
        pytest.param('{{ $x := dict "a" 1 }}{{ $_ := set $x "x" $x }}{{ toJson $x }}', id="in-itself"),
        pytest.param("{{ $x := 9 }}{{ range until 99 }}{{ $x = mul $x $x }}{{ end }}{{ $x }}", id="number"),
        pytest.param('{{ "ab" | repeat 999999999 }}', id="repeat"),
        pytest.param('{{ "ab" | repeat 400000 | replace "a" "xyzxyz" }}', id="replace"),
        pytest.param('{{ "\\n" | repeat 60000 | indent 100 }}', id="lines"),
    ],
)
def test_sizes(template: str) -> None:
    """A value that grows beyond what a chart needs is not known."""
    assert rendered(template).why in {"it comes to more than any chart does", "replace does not take that"}


def test_doubled_text() -> None:
    """A text that is doubled again and again is given up."""
    with pytest.raises(BudgetError):
        rendered('{{ $x := "x" }}{{ range until 99 }}{{ $x = print $x $x }}{{ end }}{{ $x }}')


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{ .a", "no Go template: an action does not end", id="action"),
        pytest.param('{{ "a }}', "no Go template: an action does not end", id="text"),
        pytest.param("{{/* a }}", "no Go template: a comment does not end", id="comment"),
        pytest.param("{{ if .a }}b", "no Go template: a block does not end", id="block"),
        pytest.param("{{ end }}", "no Go template: end without what it belongs to", id="end"),
        pytest.param("{{ (.a }}", "no Go template: a parenthesis does not close", id="parenthesis"),
        pytest.param("{{ .a ) }}", "no Go template: an action cannot be read", id="closing"),
        pytest.param("{{ a ; b }}", "no Go template: an action cannot be read", id="character"),
        pytest.param("{{ }}", "no Go template: an action is empty", id="empty"),
        pytest.param("{{ define x }}{{ end }}", "no Go template: a template has no name", id="name"),
        pytest.param("{{ if .a }}" * 70 + "{{ end }}" * 70, "nested deeper than 60 levels", id="deep-blocks"),
        pytest.param("{{ " + "(" * 70 + ".a" + ")" * 70 + " }}", "nested deeper than 60 levels", id="deep-parentheses"),
    ],
)
def test_no_template(template: str, expected: str) -> None:
    """Text that Go refuses is not read, with the reason."""
    with pytest.raises(UnreadError) as caught:
        parse(template)

    assert expected == str(caught.value)
