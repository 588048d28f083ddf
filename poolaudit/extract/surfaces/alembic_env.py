"""The connection string that an env.py of Alembic gives its engine.

In: a `CodeModule`, or the mapping that `engine_from_config` is given. Out: a `NamedValue` for what `set_main_option` makes of
`sqlalchemy.url`, under which the same file reads it back; without such a call, what alembic.ini says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.alembic_config import ATTRIBUTES, FROM_FILE, GET_OPTION, GET_SECTION, SET_OPTION, URL
from poolaudit.facts.expression import CallResult, Items, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

OPTION = f"alembic.context.config.get_main_option({URL})"
"""Name of the option inside of one env.py."""


def main_option(document: CodeModule) -> Iterator[NamedValue]:
    """What the option holds after the file has run; nothing where it is set more than once."""
    written = [call for call in document.calls if call.callee in SET_OPTION and len(call.arguments) > 1]
    written = [call for call in written if _text(call.arguments[0].value) == URL]
    read = next((call for call in document.calls if call.callee in GET_SECTION | GET_OPTION), None)
    if len(written) == 1:
        value, span = written[0].arguments[1].value, written[0].span
        percent = Literal("%%", span), Literal("%", span)
        yield NamedValue(OPTION, CallResult("str.replace", (followed(value), *percent), (), span), span)
    elif not written and read is not None:
        yield NamedValue(OPTION, Reference(FROM_FILE, read.span), read.span)


def followed(value: Expression) -> Expression:
    """The same expression, with the option for a call that reads it, and the default for attributes that nobody passes."""
    if isinstance(value, CallResult) and value.callee in GET_OPTION and value.positional and _text(value.positional[0]) == URL:
        return Reference(OPTION, value.span)
    if isinstance(value, CallResult) and value.callee in ATTRIBUTES and len(value.positional) > 1:
        return followed(value.positional[1])
    if isinstance(value, CallResult) and value.callee == "str.replace":
        return CallResult(value.callee, tuple(map(followed, value.positional)), value.keywords, value.span)
    return value


def section(value: Expression) -> Items | None:
    """The connection string in a section that `get_section` gave, also as `get_section(…) or {}`; None for another mapping."""
    own: Expression | None = None
    if isinstance(value, CallResult) and value.callee == "dict" and value.positional:
        own = dict(value.keywords).get(URL)
        value = value.positional[0]
    if isinstance(value, CallResult) and value.callee == "or":
        value = value.positional[0]
    if isinstance(value, CallResult) and value.callee in GET_SECTION and own is not None:
        return Items(((URL, followed(own)),), value.span, complete=False)
    if isinstance(value, CallResult) and value.callee in GET_SECTION:
        return Items(((URL, _option(value.span)),), value.span, complete=False)
    return None


def _option(span: Span) -> Reference:
    return Reference(OPTION, span)


def _text(value: Expression) -> str | None:
    inner = value.value if isinstance(value, Literal) else None
    inner = inner.reveal() if isinstance(inner, Secret) else inner
    return inner if isinstance(inner, str) else None
