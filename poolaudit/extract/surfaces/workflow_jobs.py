"""Jobs of a GitHub workflow as often as their matrix runs them. In: a job. Out: what `matrix.NAME` stands for in each run.

Meaning: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations (read 2026-11-21).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.kubernetes_tree import elements, under

if TYPE_CHECKING:
    from poolaudit.extract.settings.tree import Node

_MOST = 64
"""Runs of one job."""


def runs(job: Node | None) -> list[dict[str, str]]:
    """Names and values of each run; one without any for a job that has no matrix, or one that only GitHub knows."""
    matrix = under(under(job, "strategy"), "matrix")
    if not isinstance(matrix, MappingNode):
        return [{}]
    axes = {key.name: node for key, node in matrix.items if key.name not in ("include", "exclude")}
    named = [
        [(name, text_of(each)) for each in node.elements if isinstance(each, ScalarNode)]
        for name, node in axes.items()
        if isinstance(node, SequenceNode)
    ]
    found = [dict(each) for each in product(*named)][:_MOST] if named else []
    for extra in elements(matrix.get("include")):
        if isinstance(extra, MappingNode):
            added = {key.name: text_of(node) for key, node in extra.items if isinstance(node, ScalarNode)}
            shared = [each for each in found if any(name in each for name in added if name in axes)]
            found = [{**each, **added} if each in shared and _agrees(each, added, axes) else each for each in found]
            if not any(_agrees(each, added, axes) for each in shared):
                found.append(added)
    return found[:_MOST] or [{}]


def filled(text: str, known: dict[str, str]) -> str:
    """The text with `${{ NAME }}` filled in for each known name, blanks or none around it."""
    for name, value in known.items():
        for mark in (f"${{{{ {name} }}}}", f"${{{{{name}}}}}"):
            text = text.replace(mark, value)
    return text


def text_of(node: Node | None) -> str:
    """The text of a scalar, expressions and all."""
    return str(node.value) if isinstance(node, ScalarNode) and node.value is not None else ""


def _agrees(run: dict[str, str], added: dict[str, str], axes: dict[str, Node]) -> bool:
    """Whether an entry of `include` adds to a run: it changes no value of an axis."""
    return all(run.get(name) == value for name, value in added.items() if name in axes)
