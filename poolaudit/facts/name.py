"""Names that one file defines and another may use, and the versions that lock files pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A module constant, class field or settings key with its value."""

    name: str
    """Dotted: `app.config.DATABASE_URL`, `app.config.Settings.database_url`."""
    value: Expression
    span: Span
    environment: str = ""
    """As `ClientPool.environment`; a value of one environment stands for the name in no other."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package version that a lock file or manifest pins."""

    ecosystem: str
    """`pypi`, `npm`, `maven`, …"""
    package: str
    """Normalised name: lower case, `-` for `_` and `.`."""
    version: Setting[str]
    """The exact version, or the lowest one that the constraint allows; `note` says which."""
    span: Span
