"""The table of one programming language: node types of its grammar to forms, and the names of its library that matter.

In: nothing (types only). Out: `Language`.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Bind, Form, Space


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language's table: node types of its grammar to forms, and the names of its library that matter."""

    name: str
    grammar_of: Callable[[str], str]
    """Path of a file → module of its grammar, after a colon the function in it: `tree_sitter_typescript:language_tsx`."""
    forms: Mapping[str, Callable[[Node], Form]]
    binds: Mapping[str, Callable[[Node], Iterable[Bind]]]
    spaces: Mapping[str, Callable[[Node], Space | None]]
    calls: frozenset[str]
    """Node types whose form is an `Invocation`."""
    strings: frozenset[str]
    sums: frozenset[str]
    """Node types whose form may be a `Sum`."""
    module: Callable[[str, Node], str]
    """Path and root → dotted name of the module."""
    imports: frozenset[str] = frozenset()
    """Node types whose inside is read by `binds` alone."""
    self_names: frozenset[str] = frozenset()
    """Names of the object that a method works on: `this`."""
    implicit_self: bool = False
    """True where a method names fields of its object without `this`."""
    builtins: frozenset[str] | None = None
    """Names of the language itself; where given, any other name that the file does not bind belongs to its own module."""
    resolve: Callable[[str, str], str] | None = None
    """Path of the file and an import as written → dotted name."""
    require: frozenset[str] = frozenset()
    """Functions whose first argument is an import: `require`."""
    reference: Callable[[str], str] | None = None
    """Dotted name as the language has it → as definitions in the repository are called."""
    same: frozenset[str] = frozenset()
    """Methods that give the text of the object that they are called on: `toString`, `unwrap`."""
    wrappers: frozenset[str] = frozenset()
    """Functions that give their first argument: `String`."""
    mergers: frozenset[str] = frozenset()
    """Methods that lay their argument, a mapping, over the one that they are called on: `merge`."""
    defaults: frozenset[str] = frozenset()
    """Methods that give their argument where the object is missing: `unwrap_or`, `orElse`."""
    casts: Mapping[str, str] = field(default_factory=dict)
    """Function or `.method` → `int`, `float` or `bool`."""
    percent: frozenset[str] = frozenset()
    """Functions that fill `%s` of their first argument."""
    braces: frozenset[str] = frozenset()
    """Functions that fill `{}`, `{0}` or `{name}` of their first argument."""
    hands_owner: frozenset[str] = frozenset()
    """Methods that hand the object before them to their block: `use`, `let`."""
    calls_values: bool = True
    """False where a call by a plain name never calls what a variable holds."""
    fails: frozenset[str] = frozenset()
    """Functions that end in an error: what stands before `|| raise(…)` has no default."""
    exits: tuple[str, ...] = ()
    """Beginnings of statements that end the program: `panic(`, `log.Fatal`."""
    emptiness: frozenset[str] = frozenset()
    """Functions of one argument, and `.methods` without one, that say whether a text is missing: `string.IsNullOrEmpty`."""
    modules_end_names: bool = False
    """Whether only the file itself sees what it does not export."""
    gives_type: frozenset[str] = frozenset()
    """Methods that give an object of their type argument: `GetRequiredService<T>()`."""
    typed_calls: frozenset[str] = frozenset()
    """Methods whose type argument is part of what a call calls: `services.Configure<T>(…)`."""
    transparent: frozenset[str] = frozenset()
    """Attributes that give the object itself: `options.Value`."""
    returns_errors: bool = False
    """Whether a call that fails says so by what it returns, so that a function is left by `return` alone."""
    followed: bool = False
    """Whether values are followed through functions (`_tree_uses`)."""
    mutators: frozenset[str] = frozenset()
    """Methods that change a literal list or mapping in place."""
