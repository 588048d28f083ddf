"""Objects of Python that stand in front of another one and hand every attribute on to it.

In: nothing (literals). Out: names of methods and of classes.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://docs.python.org/3/reference/datamodel.html#object.__getattr__", "3.13", "2026-11-21"),
    Reference("https://werkzeug.palletsprojects.com/en/stable/local/#werkzeug.local.LocalProxy", "3.1", "2026-11-21"),
    Reference("https://github.com/django/django/blob/5.2/django/utils/functional.py", "5.2", "2026-11-21"),
    Reference("https://lazy-object-proxy.readthedocs.io/en/latest/readme.html", "1.12", "2026-11-21"),
)

FORWARDS = "__getattr__"
"""Method that Python calls for an attribute which an object does not have."""
GETATTR = "getattr"
"""Function that it calls in turn: object, name."""
MADE_BY_FUNCTION: frozenset[str] = frozenset(
    {
        "werkzeug.local.LocalProxy",
        "django.utils.functional.SimpleLazyObject",
        "lazy_object_proxy.Proxy",
    }
)
"""Classes whose first argument is a function without parameters that gives the object behind them."""
