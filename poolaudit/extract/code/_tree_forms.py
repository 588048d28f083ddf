"""The few forms that expressions and declarations of every programming language come in.

In: nothing (types only). A language's table turns one node of its grammar into one of these; what is inside stays nodes, which
are turned when they are looked at. Out: `Form`, `Bind` and `Space`. Offsets are bytes of UTF-8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from tree_sitter import Node

    from poolaudit.facts.expression import Scalar


class Name(NamedTuple):
    """A name that stands alone."""

    text: str


class Member(NamedTuple):
    """`owner.name`, `owner::name`, `owner->name`."""

    owner: Node
    name: str


class Element(NamedTuple):
    """`owner[key]`."""

    owner: Node
    key: Node


class Given(NamedTuple):
    """One argument."""

    name: str
    """Keyword; empty for a positional argument."""
    value: Node
    spread: bool = False
    """`...rest`, `*rest`, `**options`: more than one argument."""
    opaque: bool = False
    """Only a part of the argument has a node (tokens of a macro), so its value cannot be told."""


class Invocation(NamedTuple):
    """A call or construction: `owner.name(…)`, or `function(…)`."""

    owner: Node | None
    name: str
    function: Node | None
    arguments: tuple[Given, ...]
    type_name: str = ""
    """What is called, where the grammar gives it no expression of its own: `new Type(…)`."""
    node: int = -1
    """Id of a construction that may leave its type to the declaration around: `Type x = new(…)`."""
    end: int = -1
    """Last byte where the node ends with something else (a block)."""
    type_argument: str = ""
    """The only type argument as written: `T` of `services.GetRequiredService<T>()`."""


class Text(NamedTuple):
    """A string: constant runs and the expressions between them."""

    parts: tuple[Run | Node, ...]
    start: int
    end: int
    """Inside the quotes."""


class Run(NamedTuple):
    """Constant text: bytes of the file, and what they stand for."""

    start: int
    end: int
    text: str


class Sum(NamedTuple):
    """Text put together, or numbers added: `a + b`, `a . b`, `a <> b`."""

    terms: tuple[Node, ...]
    inner: tuple[int, ...] = ()
    """Ids of the nodes between this one and the terms."""


class Arithmetic(NamedTuple):
    """`a - b`, `a * b`, `a / b`."""

    operator: str
    left: Node
    right: Node


class Test(NamedTuple):
    """`a == b`, `a !== b`, `a && b`, `!a`: a truth value."""

    operator: str
    left: Node
    right: Node | None = None


class Negative(NamedTuple):
    """`-x`."""

    value: Node


class Either(NamedTuple):
    """The first, or the second where the first is missing: `a ?? b`, `a || b`, `a ?: b`."""

    first: Node
    second: Node
    empty: bool = False
    """Whether empty text counts as missing."""


class Choice(NamedTuple):
    """`test ? yes : no`."""

    test: Node
    yes: Node
    no: Node


class Entry(NamedTuple):
    """One entry of a mapping; without a key it is another mapping that is spread."""

    key: str | Node | None
    value: Node


class Entries(NamedTuple):
    """An object, a hash, a keyword list, a struct."""

    items: tuple[Entry, ...]
    type_name: str = ""
    complete: bool = True


class Sequence(NamedTuple):
    """A list; a node that is spread stands with True."""

    items: tuple[tuple[Node, bool], ...]


class Constant(NamedTuple):
    """A number, a boolean, nothing."""

    value: Scalar


class Same(NamedTuple):
    """What adds nothing to the value inside: `await x`, `(x)`, `x as T`, `x!`, `&x`."""

    inner: Node


class Other(NamedTuple):
    """What has no value that can be told."""

    why: str


Form = Union[
    Name,
    Member,
    Element,
    Invocation,
    Text,
    Sum,
    Arithmetic,
    Negative,
    Test,
    Either,
    Choice,
    Entries,
    Sequence,
    Constant,
    Same,
    Other,
]


class Bind(NamedTuple):
    """A declaration, an assignment or an import: one name or attribute that gets a value."""

    kind: str
    """`import`, `star` (all names of `dotted`), `value`, `opaque`, `assign` (of what is declared elsewhere), `local` (the same,
    of a name that no other function sees), `field` (of the class around), `export` (a name for others only), `return`, `name`
    (what a function without a name goes by), `decorator` (of what follows), `skip` (a node that binds nothing after all), `fill`
    (a keyword, or the first argument, of the call `owner`), `heredoc` and `heredoc_body` (a text that is announced before it
    stands)."""
    name: str
    target: Node
    """Where the name stands."""
    value: Node | None = None
    type_name: str = ""
    """Declared type as written, without type arguments."""
    dotted: str = ""
    """For an import: what it binds; below `source` where that is given."""
    source: str = ""
    """Module of an import as written, where the language has to resolve it."""
    path: tuple[str, ...] = ()
    """Keys below `value`: `("pool",)` for `const { pool } = value`."""
    why: str = ""
    """For an opaque one: what it is, `a parameter`."""
    also_field: bool = False
    """Also a field of the class around: `constructor(private pool: Pool)`."""
    owner: Node | None = None
    """For `assign`: the object whose attribute or element `name` is set; `name` is empty where the key is not constant."""
    default: Node | None = None
    """Value where `value` has no such key."""
    lookup: str = ""
    """The variable that a declaration names beside itself, as `${NAME:default}`: Spring's `@Value`, a tag of a Go struct."""
    managed: bool = False
    """Closed at the end of the block: `using`, try-with-resources."""


class Space(NamedTuple):
    """A node that names live in."""

    kind: str
    """`class`, `function`, `callback` (without a name) or `block`."""
    name: str = ""
    is_async: bool = False
    decorators: tuple[str, ...] = ()
    """As written: `Transactional`, `app.task`."""
    bases: tuple[str, ...] = ()
    owner: str = ""
    """Class that a function belongs to although it stands outside of it (`func (s *Server) Run()`, `impl Server`)."""
    returns: str = ""
    """Declared type of the result as written."""
    header: int = -1
    """Byte before which decorators inside the node are those in `decorators`."""
