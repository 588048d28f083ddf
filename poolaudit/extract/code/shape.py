"""The neutral shape of every programming language: calls, strings and assignments, with spans and names resolved.

A language reader (`python.py`, …) makes these; a surface gives them meaning. No reader knows what a pool is.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import Scope
    from poolaudit.facts.expression import Expression, Reference
    from poolaudit.facts.span import Span

UNKNOWN = "?"
"""Stands for an object or function whose origin is not known: `?.execute`."""

RESHAPED = "changed by setattr()"
"""Why an object of Python is not known whose attributes get values by names that only the run knows."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call."""

    name: str
    """Keyword; empty for a positional argument."""
    value: Expression
    span: Span
    """The value alone, as an expression (quotes included); `value.span` is where it was found to be written."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that the code around a call does with what the call gives."""

    how: str
    """`method` (called on it), `argument` (handed to a call), `returned`, `stored` (in a module, an object, a collection, or in
    whatever is not understood), `exported`, `managed` (by `with` or `using`), `alternative` (taken only where something else,
    `name`, is missing), `left` (a `return` after it, `name` being the methods that are surely called on it before, with blanks
    between; only in languages where calls return their errors)."""
    name: str = ""
    """The method, the resolved name of the call, the target as written."""
    always: bool = False
    """Whether it surely happens however the code is left: in `finally`, by `defer`, by `with`."""
    on_error: bool = False
    """Whether it happens when something fails, at least: as above, or where an exception is caught."""
    tries: tuple[int, ...] = ()
    """Blocks around it whose exceptions are caught in the same function, innermost first: where each one starts."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function around a piece of code."""

    name: str
    """As `Scope.function`; empty for one without a name."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Names in order, without `self`, each with the resolved name of its declared type."""
    handed_to: str = ""
    """Resolved name of the call that takes the function as an argument: `express().get`."""


@dataclass(frozen=True, slots=True)
class Around:
    """The functions around a call, and what becomes of its result in the innermost one (or in the module)."""

    functions: tuple[Function, ...] = ()
    """Innermost first."""
    conditional: bool = False
    """Whether it stands in a branch of that function or module."""
    uses: tuple[Use, ...] | None = None
    """In written order; None in a language whose reader does not follow values."""
    retried: str = ""
    """What surely repeats it for ever, at once when it fails: `while True`, `@retry`; empty when nothing surely does."""


@dataclass(frozen=True, slots=True)
class Outer:
    """The function of a module around a call whose own caller decides what the call is given.

    For a method that uses what `__init__` keeps in `self`, it is the class: `Database(dsn)`.
    """

    names: tuple[str, ...]
    """Dotted names by which others call it: `app.db.make_engine`, `app.db.Database`."""
    parameters: tuple[tuple[str, Expression | None], ...]
    """In order with their defaults, without `self`, each by the name of the `Reference` that stands for it:
    `app.db.make_engine(dsn)`."""
    arguments: tuple[Argument, ...]
    """Those of the call inside, with such references."""
    complete: bool
    """False when `*args` or `**kwargs` hide arguments, apart from the function's own `**kwargs`, taken for empty (see `rest`)."""
    rest: bool = False
    """Whether it takes further keywords, `**kwargs`, which may become arguments of the call."""
    when: Expression | None = None
    """As `Call.when`, with such references."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call or construction."""

    callee: str
    """Dotted name with imports and aliases followed: `asyncpg.create_pool`. `X()` inside a name is an instance or
    result of `X`, so a method on an object whose origin is known is `asyncpg.create_pool().execute`, and on what
    `with pool.acquire() as conn` gives, `asyncpg.create_pool().acquire().execute`; await and `with` add nothing.
    What this file defines carries its module: `app.db.Repo().fetch`. Built-ins stand alone: `int`, `str.replace`.
    `?.execute` is a method of an object that is not known, `?` a function that is not known."""
    arguments: tuple[Argument, ...]
    """Positional ones in order, then keywords; `**{…}` with a literal mapping is spread into keywords."""
    span: Span
    """From the first character of the callee (or of `new` before it) to the closing parenthesis. The calls of a chain,
    `a().b().c()`, begin at the same character."""
    scope: Scope
    complete: bool = True
    """False when `*args` or `**kwargs` hide arguments."""
    receiver: str = ""
    """The text before the last dot as written: `self.pool`."""
    around: Around = field(default_factory=Around)
    """Worked out for those who look at it."""
    outers: tuple[Outer, ...] = ()
    """Functions around it whose parameters decide what it is given."""
    when: Expression | None = None
    """A condition without which it does not run, as `Assignment.when`; None where there is none, or none that is understood."""

    def keyword(self, name: str) -> Argument | None:
        """The argument passed by name, or None."""
        return next((argument for argument in self.arguments if argument.name == name), None)

    def positional(self, index: int) -> Argument | None:
        """The positional argument at `index` from 0, or None."""
        unnamed = [argument for argument in self.arguments if not argument.name]
        return unnamed[index] if index < len(unnamed) else None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A name that gets a value: module constant, class field, attribute, subscript with a constant key."""

    target: str
    """Dotted as written: `DATABASE_URL`, `self.pool`, `DATABASES`, `app.config['SQLALCHEMY_DATABASE_URI']` as
    `app.config.SQLALCHEMY_DATABASE_URI`."""
    value: Expression
    span: Span
    """The target."""
    scope: Scope
    annotation: str = ""
    """Resolved name of the class that it is annotated with; empty for anything but a class."""
    when: Expression | None = None
    """The condition under which a module assigns it, where the environment or another module decides it: a `CallResult` by the
    name of an operator, or a value that is true or not."""


@dataclass(frozen=True, slots=True)
class StringLiteral:
    """A string constant that is not a docstring, with constant parts joined."""

    value: Expression
    """A `Literal` holding a `str`, or `Joined` where parts are not constant."""
    span: Span
    """The text inside the quotes; of a joined string, the whole expression."""
    scope: Scope
    call: str = ""
    """Resolved name of the call that takes it as an argument (through `text(…)`-like wrappers); empty otherwise."""
    receiver: str = ""
    """Receiver of that call as written: `conn`, `self.pool`."""
    in_transaction: bool | None = None
    """True inside a block that surely opens a transaction (`async with conn.transaction()`), None when it cannot be told."""


@dataclass(frozen=True, slots=True)
class ClassField:
    """An annotated field of a class: what pydantic-settings and dataclass configuration rest on."""

    class_name: str
    """Dotted with the module: `app.config.Settings`."""
    bases: tuple[str, ...]
    """Resolved names of the base classes."""
    name: str
    annotation: str
    value: Expression | None
    """What follows `=`; without it, the call in `Annotated[T, Field(…)]`."""
    span: Span


@dataclass(frozen=True, slots=True)
class ClassDefinition:
    """A class, with or without fields."""

    name: str
    """Dotted with the module."""
    bases: tuple[str, ...]
    """Resolved names of the base classes."""
    span: Span | None = None
    """The definition, where the language reader gives it."""


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """What a function or method returns, whichever way it is left."""

    value: Expression
    span: Span
    """The returned expression."""
    scope: Scope
    """The function itself: its qualified name, class and decorators."""
    parameters: tuple[tuple[str, Expression | None], ...] = ()
    """Parameters in order with their defaults, without `self`. In `value` each stands as a `Reference` named
    `app.config.get(key)`, after the function and the parameter. Empty where the value needs none of them."""
    annotation: str = ""
    """Resolved name of the class that it is annotated to return: `app.config.Settings`; empty for anything but a class."""


@dataclass(frozen=True, slots=True)
class CodeModule:
    """What a language reader returns for one file."""

    language: str
    module: str
    """Dotted module name as others import it, from the path; empty where the language has none."""
    calls: tuple[Call, ...]
    strings: tuple[StringLiteral, ...]
    assignments: tuple[Assignment, ...]
    fields: tuple[ClassField, ...] = ()
    results: tuple[FunctionResult, ...] = ()
    classes: tuple[ClassDefinition, ...] = ()
    imports: tuple[tuple[str, Reference], ...] = ()
    """Names that the module binds by import, once each, with what they stand for."""
    finals: tuple[tuple[str, Expression | None, Span], ...] = ()
    """Names of the module that it binds more than once, with what they hold in the end (None where that cannot be told), at the
    first of them."""
