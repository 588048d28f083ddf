"""Functions of a program that read an environment variable for others: `getEnv(key, fallback)`.

In: a `CodeModule`. Out: a `NamedValue` for each function that hands its first parameter, and nothing else, to what reads
variables in its language. A second parameter is what it gives where the variable is not set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.env_readers_by_language import READERS
from poolaudit.catalog.languages import family
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.expression import CallResult, Reference, Unresolved
from poolaudit.facts.function import function
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call

FORMATS = ("go", "java", "kotlin", "csharp", "php", "rust")
_READER = "os.getenv"
"""The reader whose second argument is the default (`catalog.env_readers`)."""
_MOST_PARAMETERS = 2


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """Each function with exactly one such read."""
    if not isinstance(document, CodeModule):
        return
    known = {callee for each in READERS.get(family(document.language), ()) for callee in each.callees}
    reads: dict[str, list[Call]] = {}
    for call in document.calls:
        if call.callee in known and call.arguments and call.scope.function:
            reads.setdefault(call.scope.function, []).append(call)
    for name, calls in reads.items():
        around = calls[0].around.functions
        parameters = around[0].parameters if around and around[0].name == name else ()
        if len(calls) == 1 and 1 <= len(parameters) <= _MOST_PARAMETERS and _hands_over(calls[0], parameters[0][0]):
            whole = ".".join(part for part in (document.module, name) if part)
            given = [Reference(f"{whole}({parameter})", calls[0].span) for parameter, _ in parameters]
            result = CallResult(_READER, tuple(given), (), calls[0].span)
            yield NamedValue(f"{whole}()", function(result, tuple((each.name, None) for each in given)), calls[0].span)


SURFACE = Surface(
    name="env_functions",
    formats=FORMATS,
    extract=extract,
    triggers=("getenv", "lookupenv", "env::var", "getenvironmentvariable"),
    supporting=True,
)


def _hands_over(call: Call, parameter: str) -> bool:
    """Whether the name of the variable is the parameter itself."""
    value = call.arguments[0].value
    return isinstance(value, Unresolved) and value.why == f"`{parameter}` is a parameter"
