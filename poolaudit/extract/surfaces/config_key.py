"""One configuration key of a program that gets a value. In: what a surface finds in a module. Out: the record that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import Scope
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """A key, wherever it is set: a module's constant, a field, `app.config[…]`, an argument."""

    owner: str
    """What it belongs to: a class, `app.config`, a call; keys of one owner hold together."""
    name: str
    value: Expression
    span: Span
    scope: Scope
