"""References in values of variables are expanded as the kubelet expands them."""

from __future__ import annotations

import pytest

from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.kubernetes import Container
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.kubernetes_variables import Values, expand_words, variables

SPAN = Span("a.yaml", 0, 1, 1, 1, 1, 2)


def _entry(name: str, text: str | None) -> EnvEntry:
    if text is None:
        return EnvEntry(name, Setting.unresolved("elsewhere", SPAN, name), SPAN)
    return EnvEntry(name, Setting.written(Secret(text, f"<{text}>"), SPAN, name), SPAN, raw="$" in text)


def _last(*entries: EnvEntry, incomplete: str = "") -> EnvEntry:
    found, _ = variables(Container("web", SPAN, env=entries, incomplete=incomplete), "", Values((), {}))
    return found[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$(A)", "one", id="whole"),
        pytest.param("x$(A)y$(A)", "xoneyone", id="parts"),
        pytest.param("$(B)", "$(B)", id="not-set"),
        pytest.param("$$(A)", "$(A)", id="escaped"),
        pytest.param("$$", "$", id="dollar"),
        pytest.param("$A ${A} $(A", "$A ${A} $(A", id="other-syntax"),
        pytest.param("$()", "$()", id="no-name"),
    ],
)
def test_expansion(text: str, expected: str) -> None:
    """A reference to an earlier variable is replaced; any other text stays."""
    value = _last(_entry("A", "one"), _entry("URL", text)).value.value

    assert expected == (value.reveal() if value else None)


def test_order() -> None:
    """A variable that is set later is not one of the references."""
    found, _ = variables(Container("web", SPAN, env=(_entry("URL", "$(A)"), _entry("A", "one"))), "", Values((), {}))

    assert ["$(A)", "one"] == [entry.value.value.reveal() for entry in found if entry.value.value]


def test_masked() -> None:
    """What may be shown of an expanded value is made of what may be shown of its parts."""
    value = _last(_entry("A", "hush"), EnvEntry("URL", Setting.written(Secret("a:$(A)", "a:$(A)"), SPAN), SPAN, raw=True)).value

    assert "a:<hush>" == (value.value.masked if value.value else None)


@pytest.mark.parametrize(
    ("incomplete", "text", "shown", "note"),
    [
        pytest.param("", "u:$(SECRET)@h", "u:${SECRET}@h", "needs SECRET: elsewhere", id="unresolved"),
        pytest.param("x", "$(GONE)@h", "${GONE}@h", "needs GONE: the repository does not show all variables", id="perhaps-set"),
    ],
)
def test_unknown(incomplete: str, text: str, shown: str, note: str) -> None:
    """A part that is not known keeps the rest visible and the whole unresolved."""
    value = _last(_entry("SECRET", None), _entry("URL", text), incomplete=incomplete).value

    assert (shown, note, False) == (value.value.reveal() if value.value else None, value.note, value.is_known)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("--workers=$(N)", "--workers=<4>"), ("$(N)$(M)", "$(N)$(M)"), ("plain", "plain")],
    ids=["known", "one-unknown", "plain"],
)
def test_words(word: str, expected: str) -> None:
    """Words of a command are expanded where all of their references are known, to what may be shown of them."""
    command = expand_words(Setting.written(("$(N)", word), SPAN, "args"), (_entry("N", "4"),))

    assert ("<4>", expected) == command.value
