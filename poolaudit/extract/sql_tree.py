"""Asks sqlglot which functions a query calls. In: one query. Out: names in lower case, none when it is not read faithfully."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.sql_lexer import tokens

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

_LONGEST = 20_000
"""Characters of a query that are parsed; sqlglot needs about 1 ms for 300 of them."""
_DEEPEST = 60
"""Nested parentheses that are parsed; deeper ones would exhaust the stack."""


def called_functions(query: str) -> frozenset[str]:
    """Names of the functions that `query` calls, wherever in its structure."""
    text = _without_placeholders(query)
    tree = _parse(text) if text else None
    if tree is None:
        return frozenset()
    from sqlglot import expressions as exp  # noqa: PLC0415  # 100 ms, paid for an undecided query only

    return frozenset(
        node.name.lower() if isinstance(node, exp.Anonymous) else node.sql_name().lower() for node in tree.find_all(exp.Func)
    )


def _parse(text: str) -> Expr | None:
    import logging  # noqa: PLC0415

    import sqlglot  # noqa: PLC0415
    from sqlglot.errors import SqlglotError  # noqa: PLC0415

    logger = logging.getLogger("sqlglot")
    before, logger.disabled = logger.disabled, True  # it warns with the text of the query, which may hold a secret
    try:
        tree = sqlglot.parse_one(text, read="postgres")
    except (SqlglotError, RecursionError, ValueError):
        return None
    finally:
        logger.disabled = before
    return None if isinstance(tree, sqlglot.expressions.Command) else tree


def _without_placeholders(query: str) -> str:
    """The query with NULL for each placeholder, because `($1,$2)` and `%(x)s` are refused; empty when it should not be parsed."""
    if len(query) > _LONGEST:
        return ""
    pieces, at, depth, deepest = [], 0, 0, 0
    for token in tokens(query, 0, len(query)):
        depth += token.is_op("(") - token.is_op(")")
        deepest = max(deepest, depth)
        if token.kind in {"placeholder", "variable"}:
            pieces += [query[at : token.start], " NULL "]
            at = token.end
    return "" if deepest > _DEEPEST else "".join([*pieces, query[at:]])
