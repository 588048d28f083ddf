"""A change of one setting of a pooler's own file. In: the file's fact, a word, a value. Out: a `Change`; None without a place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.lint.finding import Change

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolerConfig
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span

_KEYS = {
    "ignored_parameters": "ignore_startup_parameters",
    "max_prepared": "max_prepared_statements",
    "mode": "pool_mode",
    "listen_address": "listen_addr",
    "pool_size": "default_pool_size",
    "max_client_connections": "max_client_conn",
}
"""Words of `graph.Pooler` whose key is spelled otherwise in pgbouncer.ini."""


def ini_change(config: PoolerConfig, word: str, value: object, *, append: bool) -> Change | None:
    """Set the key that `word` stands for, or add `value` to its comma list.

    A key that is not written is inserted as a line after the last global setting, which keeps it in its section.
    """
    text = _text(value)
    key = _KEYS.get(word, word)
    if config.software != "pgbouncer" or text is None:
        return None
    written = dict(config.settings).get(key)
    if written is not None:
        return _changed(written, key, text, append=append)
    places = [setting.span for _, setting in config.settings if setting.span is not None and setting.span.path == config.path]
    if not places:
        return None
    point = _point_after(max(places, key=lambda span: span.offset))
    return Change("value", point, f"\n{key} = {text}", label=f"{key} = {text}", expected="")


def _changed(written: Setting[str], key: str, text: str, *, append: bool) -> Change | None:
    if written.span is None or not written.is_known or written.value is None:
        return None
    if not append:
        return Change("value", written.span, text, label=f"{key} = {text}", expected=written.value)
    before = written.value.strip()
    listed = [part.strip() for part in before.split(",") if part.strip()]
    if text in listed:
        return None
    glue = ", " if ", " in before or "," not in before else ","
    return Change("value", _point_after(written.span), (glue if listed else "") + text, label=f"{key} += {text}", expected="")


def _point_after(span: Span) -> Span:
    return replace(
        span,
        offset=span.end,
        length=0,
        line=span.end_line,
        column=span.end_column,
        end_line=span.end_line,
        end_column=span.end_column,
    )


def _text(value: object) -> str | None:
    """The value as pgbouncer.ini writes it; None for one that a line cannot hold."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(float(value))
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    text = str(value) if isinstance(value, (int, str)) else ""
    return text if text and text.isprintable() and text == text.strip() else None
