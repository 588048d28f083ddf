"""Objects of rendered templates are facts like those of plain manifests, at the places that they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.charts import facts, stays
from poolaudit.extract.surfaces.chart_about import extract
from poolaudit.facts.kubernetes import ChartRelease, PodWorkload
from poolaudit.facts.pooler import PoolerConfig

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span

ABOUT = "apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: '2.0'\n"
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.repository }}:{{ .Chart.AppVersion }}"
          env:
            - {name: HOST, value: plain}
            - name: URL
              value: {{ include "url" . | quote }}
            {{- toYaml .Values.env | nindent 12 }}
"""
HELPERS = '{{- define "url" -}}postgresql://u:{{ .Values.password }}@{{ .Values.host }}/shop{{- end }}'
VALUES = "replicas: 3\nrepository: acme/web\nhost: pg\npassword: hunter2\nenv:\n  - {name: A, value: one}\n"


def read(files: dict[str, str]) -> tuple[Fact, ...]:
    """The facts of a chart in the folder `c`."""
    sources = [Source(f"c/{path}", text) for path, text in {"Chart.yaml": ABOUT, "values.yaml": VALUES, **files}.items()]
    return facts(part for each in sources for part in extract(each, None))  # type: ignore[arg-type]  # its format gives nothing


def releases(found: Iterable[Fact]) -> list[ChartRelease]:
    """The releases among some facts."""
    return [each for each in found if isinstance(each, ChartRelease)]


def web(files: dict[str, str]) -> PodWorkload:
    """The only workload of the default release."""
    (found,) = (each for each in releases(read(files))[0].objects if isinstance(each, PodWorkload))
    return found


def at(span: Span | None, files: dict[str, str]) -> tuple[str, str]:
    """The file of a place and the characters there."""
    texts = {"c/Chart.yaml": ABOUT, "c/values.yaml": VALUES, **{f"c/{path}": text for path, text in files.items()}}
    return ("", "") if span is None else (span.path, texts[span.path][span.offset : span.end])


FILES = {"templates/web.yaml": WEB, "templates/_helpers.tpl": HELPERS}


def env(name: str) -> Setting[Any]:
    """A variable of the workload."""
    return next(each.value for each in web(FILES).containers[0].env if each.name == name)


def test_number() -> None:
    """A number that an action makes is derived: it stands at the action, and what it is made of is told."""
    replicas = web(FILES).replicas

    assert (3, "derived", ("c/templates/web.yaml", "{{ .Values.replicas }}")) == (
        replicas.value,
        replicas.origin.value,
        at(replicas.span, FILES),
    )
    assert [("c/values.yaml", "3", ".Values.replicas = 3")] == [(*at(each.span, FILES), each.text) for each in replicas.because]


def test_text_of_several_actions() -> None:
    """A text of several pieces stands from the first to the last of them."""
    image = web(FILES).containers[0].image

    assert ("acme/web:2.0", ("c/templates/web.yaml", "{{ .Values.repository }}:{{ .Chart.AppVersion }}")) == (
        image.value,
        at(image.span, FILES),
    )


def test_text_of_a_helper() -> None:
    """What a helper makes stands where it is included; a password among its values is never shown."""
    url = env("URL")

    assert ("postgresql://u:***@pg/shop", ("c/templates/web.yaml", '{{ include "url" . | quote }}')) == (
        url.value.masked,
        at(url.span, FILES),
    )
    assert [".Values.password", ".Values.host"] == [each.text for each in url.because]
    assert "hunter2" not in repr(read(FILES))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        pytest.param("HOST", ("c/templates/web.yaml", "plain"), id="template"),
        pytest.param("A", ("c/values.yaml", "one"), id="values"),
    ],
)
def test_written(name: str, place: tuple[str, str]) -> None:
    """What stands in a template or in the values as it is counts as written there."""
    assert ("written", place) == (env(name).origin.value, at(env(name).span, FILES))


def test_half_known_address() -> None:
    """Of an address with a part that is not known, the known parts stay."""
    files = {**FILES, "templates/_helpers.tpl": HELPERS.replace(".Values.password", "randAlphaNum 8")}
    url = next(each.value for each in web(files).containers[0].env if each.name == "URL")

    assert ("unresolved", "randAlphaNum makes it", "postgresql://u:${chart}@pg/shop") == (
        url.origin.value,
        url.note,
        url.value.reveal() if url.value else None,
    )


def test_environments() -> None:
    """Each file of values makes a release, its values over the chart's."""
    found = releases(read({**FILES, "values-prod.yaml": "replicas: 5\n", "ci/x-values.yaml": "replicas: 9\n"}))

    assert [("", ("c/values.yaml",), 3), ("prod", ("c/values.yaml", "c/values-prod.yaml"), 5)] == [
        (each.environment, each.values, next(one.replicas.value for one in each.objects if isinstance(one, PodWorkload)))
        for each in found
    ]


def test_values_merge() -> None:
    """Mappings of two files are merged, null takes a key away, lists are replaced."""
    template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: {{ toJson .Values.x | quote }}\n"
    found = read({"templates/x.yaml": template, "values.yaml": "x: {a: 1, b: {c: 2, d: 3}, e: [1, 2]}\n",
                  "values-prod.yaml": "x: {b: {d: null, f: 4}, e: [3]}\n"})  # fmt: skip

    assert '{"a":1,"b":{"c":2,"f":4},"e":[3]}' == releases(found)[1].objects[0].entries[0].value.value.reveal()  # type: ignore[union-attr]


def test_configuration_file() -> None:
    """A pgbouncer.ini that a helper writes is read at the helper's lines, once for each environment."""
    helper = (
        '{{- define "ini" -}}\n[databases]\n* = host=pg\n[pgbouncer]\npool_mode = {{ .Values.mode }}\n'
        "listen_port = 6432\n{{- end }}"
    )
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\nstringData:\n  pgbouncer.ini: |\n"
        '    {{- include "ini" . | nindent 4 }}\n'
    )
    files = {"templates/_h.tpl": helper, "templates/b.yaml": secret, "values.yaml": "mode: session\n",
             "values-prod.yaml": "mode: transaction\n"}  # fmt: skip
    found = [each for each in read(files) if type(each).__name__ == "PoolerConfig"]

    assert [
        ("c/templates/b.yaml#b:pgbouncer.ini", "session"),
        ("c/values-prod.yaml (b.yaml)#b:pgbouncer.ini", "transaction"),
    ] == [(each.path, dict(each.settings)["pool_mode"].value) for each in found]  # type: ignore[union-attr]
    assert ("c/templates/_h.tpl", "6432") == at(dict(found[0].settings)["listen_port"].span, files)  # type: ignore[union-attr]


def test_a_configuration_file_in_base64() -> None:
    """The lines of a file that a template encodes stand where the helper writes them."""
    ini = (
        '{{- define "ini" }}\n[databases]\n* = host=pg\n[pgbouncer]\npool_mode = transaction\n'
        "max_client_conn = {{ .Values.replicas }}\n{{- end }}"
    )
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata:\n"
        '  pgbouncer.ini: {{ include "ini" . | b64enc | quote }}\n  other: {{ "a" | b64enc }}\n'
    )
    files = {"templates/b.yaml": secret, "templates/_ini.tpl": ini}
    (pooler,) = (each for each in read(files) if isinstance(each, PoolerConfig))

    assert "c/templates/b.yaml#b:pgbouncer.ini" == pooler.path
    assert [
        ("pool_mode", "transaction", "written", ("c/templates/_ini.tpl", "transaction")),
        ("max_client_conn", "3", "derived", ("c/templates/_ini.tpl", "{{ .Values.replicas }}")),
    ] == [(name, each.value, each.origin.value, at(each.span, files)) for name, each in pooler.settings]


def test_unknown_in_a_configuration_file() -> None:
    """Sizes that are not known, and lines that a condition decides about, are told with the reason."""
    helper = (
        '{{- define "ini" -}}\n[pgbouncer]\ndefault_pool_size = {{ .Files.Get "s" }}\n{{- if .Files.Get "x" }}\n'
        "max_client_conn = 9\n{{- end }}\n{{- range .Files.Lines }}\n{{ . }}\n{{- end }}\nlisten_port = 6432\n{{- end }}"
    )
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\nstringData:\n  pgbouncer.ini: |\n"
    files = {"templates/_h.tpl": helper, "templates/b.yaml": secret + '    {{- include "ini" . | nindent 4 }}\n'}
    (config,) = (each for each in read(files) if type(each).__name__ == "PoolerConfig")
    why = "other files of the chart are not read"

    assert {
        "default_pool_size": (None, why, ("c/templates/_h.tpl", '{{ .Files.Get "s" }}')),
        "max_client_conn": (None, f"a condition is not known: {why}", ("c/templates/_h.tpl", "9")),
        "listen_port": ("6432", "", ("c/templates/_h.tpl", "6432")),
    } == {name: (each.value, each.note, at(each.span, files)) for name, each in config.settings}  # type: ignore[union-attr]
    assert () == config.problems  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("template", "why"),
    [
        pytest.param("{{ if .a }}", "a template of shop cannot be read", id="no-template"),
        pytest.param("a: [\n", "not all of its objects are known", id="no-yaml"),
        pytest.param(
            '{{ include "x" . }}{{ define "x" }}{{ include "x" . }}{{ end }}',
            "a template of shop cannot be rendered",
            id="endless",
        ),
        pytest.param(f'{{{{ if .Files.Get "x" }}}}\n{WEB}{{{{ end }}}}', "not all of its objects are known", id="condition"),
    ],
)  # fmt: skip
def test_incomplete(template: str, why: str) -> None:
    """A release says why objects may be missing, and has the others."""
    found = releases(read({**FILES, "templates/y.yaml": template}))[0]

    assert (why, ["web"]) == (found.incomplete, [each.name for each in found.objects])


def test_the_whole_tree_is_bounded() -> None:
    """When releases have used up what a tree may use, no more are made."""
    large = {**FILES, "templates/y.yaml": "{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}"}
    values = {f"values-{name}.yaml": "replicas: 1\n" for name in "abcdef"}

    assert ["", "a", "b", "c"] == [each.environment for each in releases(read({**large, **values}))]


def test_hole_in_variables() -> None:
    """Variables that are not known make the container's incomplete; what stands among labels does not."""
    inside = "    metadata:\n      labels:\n        {{- toYaml .Files.x | nindent 8 }}\n"
    labels = WEB.replace("    spec:\n      c", f"{inside}    spec:\n      c")
    among = WEB.replace("toYaml .Values.env", "toYaml .Files.x")

    assert ["", "a template"] == [web({**FILES, "templates/web.yaml": each}).containers[0].incomplete for each in (labels, among)]


def test_a_job_of_each_release() -> None:
    """A job with the time in its name is not lost: its name is what stands before."""
    job = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: init-{{ now | date "2006" }}\nspec: {}\n'

    assert "init" == web({"templates/job.yaml": job}).name


def test_a_hook_of_a_test() -> None:
    """A pod for `helm test` is none of the release."""
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\nspec: {containers: [{name: t}]}\n"

    assert ["web"] == [each.name for each in releases(read({**FILES, "templates/t.yaml": pod}))[0].objects]


def test_what_stays() -> None:
    """What one template says before it is rendered counts no longer, what values say and other files say does."""
    made = read(FILES)
    workload = web(FILES)
    counts = stays(made)
    moved = [Source(path, "x") for path in ("c/templates/web.yaml", "c/values.yaml", "k8s/web.yaml")]

    assert [False, True, True] == [counts(replace(workload, span=each.span(0, 1))) for each in moved]


def test_no_chart() -> None:
    """Templates and values without a chart say nothing."""
    sources = [Source("t/templates/web.yaml", WEB), Source("t/values.yaml", VALUES)]

    assert () == facts(part for each in sources for part in extract(each, None))  # type: ignore[arg-type]  # as above
