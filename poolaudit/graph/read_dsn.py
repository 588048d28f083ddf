"""The connection string of a client in one world.

In: a `ClientPool` and a binder. Out: the `Dsn`, the steps that led to it, or why there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.span import Span
    from poolaudit.graph.bind import Binder, Bound
    from poolaudit.graph.site import Site


@dataclass(frozen=True, slots=True)
class DsnFound:
    """A connection string, or the reason for its absence."""

    dsn: Dsn | None
    span: Span
    steps: tuple[Evidence, ...] = ()
    why: str = ""
    assumed: bool = False
    masked_at: Span | None = None
    """Where its password was surely replaced by `***` on the way."""


def read_dsn(pool: ClientPool, binder: Binder, site: Site) -> DsnFound:
    """Bind and parse; a string with an unknown host is still a string, one that is wholly unknown is none."""
    bound = binder.bind(pool.dsn)
    if bound.parts is not None:
        return _from_parts(bound, site)
    if bound.text is None:
        return DsnFound(None, bound.span, bound.steps, bound.why or "its connection string is not known")
    if not any(piece.known and piece.text for piece in bound.text.pieces):
        return DsnFound(None, bound.span, bound.steps, bound.why or "its connection string is not known")
    dsn = site.readers.parse_dsn(bound.text.value, bound.text.place, pool.library)
    if dsn is None:
        return DsnFound(None, bound.span, bound.steps, bound.why or "it is no connection string that can be read")
    masked_at = bound.masked_at if dsn.password_span is not None else None
    return DsnFound(dsn, bound.span, bound.steps, bound.why, bound.assumed, masked_at)


def _from_parts(bound: Bound, site: Site) -> DsnFound:
    password = None
    parts: dict[str, Setting[str]] = {}
    for name, part in bound.parts or ():
        if name == "password":
            if part.text is not None and part.text.known:
                password = Secret(part.text.value)
            continue
        setting = part.as_setting(name)
        parts[name] = _as_text(setting)
    if not parts:
        return DsnFound(None, bound.span, bound.steps, "no part of its connection is known")
    dsn = site.readers.dsn_from_parts(parts, password, bound.span)
    has_password = any(name == "password" and not each.is_scalar for name, each in bound.parts or ())
    masked_at = bound.masked_at if has_password else None
    return DsnFound(dsn, bound.span, bound.steps, bound.why, bound.assumed, masked_at)


def _as_text(setting: Setting[object]) -> Setting[str]:
    if not setting.is_known or setting.value is None:
        return Setting.unresolved(setting.note, setting.span, setting.label)
    return Setting(
        str(setting.value), setting.origin, setting.span, setting.label, setting.note, setting.because, setting.assumed
    )
