"""How much memory and how many CPUs a container may use. In: the text of a limit. Out: bytes, or a number of CPUs.

Compose: `512m`, `1gb` in powers of 1024 (compose-spec, 11-extension.md "Specifying byte values"). Kubernetes: `512Mi`, `1G`,
`500m` (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). Read 2026-11-21.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.units import Bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPOSE = {unit: 1024**power for power, units in enumerate((("", "b"), ("k", "kb"), ("m", "mb"), ("g", "gb"))) for unit in units}
_KUBERNETES = {
    "": 1,
    **{f"{letter}i": 1024**power for power, letter in enumerate("KMGTPE", 1)},
    **{letter: 1000**power for power, letter in enumerate("kMGTPE", 1)},
}
_LONGEST = 24
"""Characters; a longer text is no limit."""


def memory(text: Setting[str], platform: str) -> Setting[Bytes]:
    """The memory of a limit of `compose` or `kubernetes`."""
    if text.origin is Origin.ABSENT:
        return Setting.absent("memory")
    units = _COMPOSE if platform == "compose" else _KUBERNETES
    amount = _amount(text.value.lower() if platform == "compose" else text.value, units) if text.value is not None else None
    if amount is None or amount <= 0:
        return Setting.unresolved(text.note or "it is no amount of memory", text.span, text.label)
    return replace(text.read_as(Bytes(amount)), shown=text.value or "")


def cpus(text: Setting[str], platform: str) -> Setting[float]:
    """The CPUs of a limit; Kubernetes counts thousandths with `m`."""
    if text.origin is Origin.ABSENT:
        return Setting.absent("cpus")
    units = {"": 1.0} if platform == "compose" else {"": 1.0, "m": 0.001}
    amount = _amount(text.value, units) if text.value is not None else None
    if amount is None or amount <= 0:
        return Setting.unresolved(text.note or "it is no number of CPUs", text.span, text.label)
    return text.read_as(amount)


def _amount(text: str, units: Mapping[str, float]) -> float | None:
    text = text.strip()
    digits = len(text) - len(text.lstrip("0123456789."))
    try:
        number = float(text[:digits]) if len(text) <= _LONGEST else None
    except ValueError:
        return None
    scale = units.get(text[digits:].strip())
    return number * scale if number is not None and scale is not None else None
