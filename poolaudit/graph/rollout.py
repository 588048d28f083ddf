"""How many copies run while a new release replaces the old one. In: a deployment. Out: a number of copies."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment


def rollout(deployment: Deployment) -> Setting[int]:
    """The copies and what a rolling update runs beside them; a percentage is rounded up, as Kubernetes does.

    https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge, 1.34, read 2026-11-21.
    """
    copies, surge = deployment.replicas, deployment.surge
    if surge.origin is Origin.ABSENT or not copies.is_known or copies.value is None:
        return copies
    extra = _extra(surge.value, copies.value) if surge.is_known and surge.value is not None else None
    if extra is None:
        return Setting.unresolved(surge.note or "maxSurge is no number and no percentage", surge.span, "copies of a rollout")
    if not extra:
        return copies
    note = f"{copies.value} + {extra} while a release rolls out"
    return Setting.derived(copies.value + extra, "copies", note, copies, surge)


def _extra(surge: str, copies: int) -> int | None:
    """Copies beside the old ones; None for a text that is no amount."""
    number = surge.removesuffix("%")
    if not (number.isascii() and number.isdecimal() and len(number) <= 6):  # noqa: PLR2004 - bounds the conversion
        return None
    return ceil(copies * int(number) / 100) if surge.endswith("%") else int(number)
