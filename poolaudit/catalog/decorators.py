"""Decorators of Python that leave what a function returns as it is.

In: nothing (literals). Out: resolved dotted names, without the call that may stand behind them.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://docs.python.org/3/library/functools.html#functools.lru_cache", "3.13", "2026-11-21"),
    Reference("https://docs.python.org/3/library/functools.html#functools.wraps", "3.13", "2026-11-21"),
    Reference("https://beartype.readthedocs.io/en/latest/api_decor/", "0.22", "2026-11-21"),
    Reference("https://cachetools.readthedocs.io/en/stable/#cachetools.cached", "6.2", "2026-11-21"),
    Reference("https://docs.djangoproject.com/en/5.2/ref/utils/#django.utils.functional.cached_property", "5.2", "2026-11-21"),
)

CACHED: frozenset[str] = frozenset(
    {
        "functools.lru_cache",
        "functools.cache",
        "cachetools.cached",
        "cachetools.func.lru_cache",
        "cachetools.func.ttl_cache",
    }
)
"""They give the same result again for the same arguments."""
RESULT_KEPT: frozenset[str] = CACHED | frozenset(
    {
        "beartype.beartype",
        "typeguard.typechecked",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing_extensions.override",
    }
)
"""They keep the result, check it or only mark the function."""
