"""What a Python expression says its value is, without running it.

In: a node and its namespace. Out: `facts.expression`. Constants of the module are followed when they are bound once; a name
of another module stays a `Reference`; whatever depends on the run is `Unresolved` with the reason.

A method of text whose receiver is not constant stays a call by its unbound name, receiver first, as Python itself allows:
`url.replace("postgres://", "postgresql://", 1)` is `CallResult("str.replace", (url, …))`.
"""

from __future__ import annotations

import ast
from contextlib import contextmanager
from typing import TYPE_CHECKING

from poolaudit.catalog.dsn_builders import ENGINES, URL_OF_ENGINE, URL_PART, URL_PARTS
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_methods as methods
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._python_bindings import written
from poolaudit.extract.code._python_calls import Calls
from poolaudit.extract.code._python_conditions import Conditions
from poolaudit.extract.code._python_env import MAPPINGS, EnvReads
from poolaudit.extract.code._python_flow import Flow
from poolaudit.extract.code._python_mappings import Mappings
from poolaudit.extract.code._python_text import decode
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.function import ELEMENT, SPREAD, element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_collected import Collected
    from poolaudit.extract.code._python_names import Binding, Names, Namespace
    from poolaudit.extract.code._python_text import Locator
    from poolaudit.facts.span import Span

DEEPEST = 60
"""Nested expressions and followed names of one value."""
MOST_BINDINGS = 12
"""Times that one name may be bound, branch by branch."""
LARGEST_VALUES = 200_000
"""Parts of all values that names bring in, in one module: definitions that double each other are cut off here."""


class Values:
    """Evaluates expressions of one module."""

    def __init__(self, walk: Collected, names: Names, locator: Locator) -> None:
        self.names = names
        self.locator = locator
        self.walk = walk
        self.env = EnvReads(walk, self)
        self.calls = Calls(self)
        self._depth = 0
        self._followed: dict[Binding, Expression] = {}
        self._followed_inside: dict[Binding, Expression] = {}
        """The same for locals of a function whose parameters stand for themselves."""
        self._following: set[Binding] = set()
        self._budget = LARGEST_VALUES
        conditions = self._conditions = Conditions(self)
        self.flow = Flow(self, conditions)
        self.mappings = Mappings(self, conditions)
        self._symbolic: set[Namespace] = set()
        self._outside = False
        """Whether it is asked what the callers of a function decide."""
        self._finally: dict[tuple[Namespace, str, bool], Expression | None] = {}
        self._assumed: dict[tuple[Namespace, str], Expression | None] = {}
        self._readers: dict[type[ast.AST], Callable[..., Expression]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._operation,
            ast.UnaryOp: self._unary,
            ast.BoolOp: conditions.either,
            ast.IfExp: conditions.choice,
            ast.Dict: self._mapping,
            ast.List: self._elements,
            ast.Tuple: self._elements,
            ast.Set: self._elements,
            ast.Call: self.calls.value,
            ast.Await: self._inner,
            ast.NamedExpr: self._inner,
            ast.Starred: self._inner,
            ast.Compare: conditions.comparison,
        }

    def value(self, node: ast.expr, space: Namespace) -> Expression:
        """What `node` gives when it is evaluated in `space`."""
        reader = self._readers.get(node.__class__)
        if reader is None:
            return Unresolved(f"the result of a {_kind(node)}", self.locator.span(node))
        if self._depth > DEEPEST:
            return Unresolved("nested too deeply", self.locator.span(node))
        self._depth += 1
        try:
            return reader(node, space)
        finally:
            self._depth -= 1

    def named(self, name: str, node: ast.expr, space: Namespace) -> Expression:
        """The value of something called `name`; text of a password becomes a `Secret`."""
        return constants.guard(name, self.value(node, space))

    # Constants and text

    def _constant(self, node: ast.Constant, space: Namespace) -> Expression:  # noqa: ARG002  # one signature for all
        value = node.value
        if isinstance(value, str):
            return self._text(node, value)
        if value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) <= constants.LARGEST):
            return Literal(value, self.locator.span(node))
        return Unresolved(f"a constant of type {type(value).__name__}", self.locator.span(node))

    def _text(self, node: ast.Constant, value: str) -> Expression:
        tokens = self.locator.tokens(node)
        if len(tokens) == 1:
            return constants.text(value, self.locator.source.span(tokens[0].start, tokens[0].end))
        parts = tuple(
            constants.text(
                decode(self.locator.text[token.start : token.end], token), self.locator.source.span(token.start, token.end)
            )
            for token in tokens
        )
        return Joined(parts, self.locator.span(node))

    def condition(self, branch: Branch, space: Namespace) -> Expression:
        """The conditions around a statement as one."""
        return self._conditions.all_of(branch, space)

    def _joined(self, node: ast.JoinedStr, space: Namespace) -> Expression:
        span = self.locator.span(node)
        fields = [value for value in node.values if isinstance(value, ast.FormattedValue)]
        tokens = self.locator.tokens(node)
        if sum(part.field for token in tokens for part in token.parts) != len(fields):
            return Unresolved("an f-string whose parts cannot be told apart", span)
        parts: list[Expression] = []
        rest = iter(fields)
        for token in tokens:
            for part in token.parts:
                if part.field:
                    parts.append(self._field(next(rest), space))
                else:
                    raw = self.locator.text[part.start : part.end]
                    parts.append(constants.text(decode(raw, token), self.locator.source.span(part.start, part.end)))
        return constants.joined(parts, span)

    def _field(self, field: ast.FormattedValue, space: Namespace) -> Expression:
        value = self.value(field.value, space)
        if field.format_spec is not None or field.conversion in (ord("r"), ord("a")):
            return Unresolved("formatted with a format of its own", self.locator.span(field.value))
        return value

    # Names

    def _name(self, node: ast.Name, space: Namespace) -> Expression:
        found = space.lookup(node.id)
        if not found:
            origin = self.names.origin(node, space)
            span = self.locator.span(node)
            return Reference(origin, span) if origin else Unresolved(f"`{node.id}` is not defined in this file", span)
        return self._bound(node.id, found, node, space)

    def _bound(self, name: str, found: list[Binding], node: ast.expr, space: Namespace) -> Expression:
        span = self.locator.span(node)
        assumed = (found[0].namespace, name)
        if assumed in self._assumed:
            known = self._assumed[assumed]
            return known if known is not None else Unresolved(f"`{name}` is defined by itself", span)
        if len(found) > 1:
            origins = {self.names.of(binding) for binding in found if binding.kind == "import"}
            if len(origins) == 1 and all(binding.kind == "import" for binding in found):
                return Reference(origins.pop(), span)
            mended = self.calls.repaired(name, found, span)
            if mended is None:
                held = self._held(name, found, node, space)
                mended = self._with_changes(name, held, space, span) if held is not None else None
            late = _filled_late(found)
            if mended is None and late is not None:
                mended = self.follow(name, late, span)
            return mended if mended is not None else Unresolved(f"`{name}` is assigned {len(found)} times", span)
        binding = found[0]
        if binding.kind == "opaque":
            return (
                self.env.option(name, binding)
                or self._parameter(name, binding, node)
                or self._rest(binding, span)
                or self.declared(binding, span)
                or Unresolved(f"`{name}` is {binding.why}", span)
            )
        if binding.kind in ("import", "function", "class"):
            return Reference(binding.dotted, span)
        value = self.follow(name, binding, span)
        return self._changed(name, value, space, span)

    def follow(self, name: str, binding: Binding, span: Span) -> Expression:
        """What a binding gives; evaluated once, and cut off where it needs itself."""
        cache = self._followed_inside if binding.namespace in self._symbolic else self._followed
        known = cache.get(binding)
        if known is None:
            if binding in self._following or not isinstance(binding.node, ast.expr):
                return Unresolved(f"`{name}` is defined by itself", span)
            self._following.add(binding)
            try:
                known = cache[binding] = self.named(name, binding.node, binding.namespace)
            finally:
                self._following.discard(binding)
        return self.affordable(known)

    def inside(self, inner: Namespace, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Expression | None:
        """What a function returns, with its parameters as references that `parameter` names."""
        if inner in self._symbolic:
            return None
        self._symbolic.add(inner)
        try:
            return self.flow.returned(node, inner)
        finally:
            self._symbolic.discard(inner)

    @contextmanager
    def symbolic(self, inner: Namespace) -> Iterator[None]:
        """While it lasts, the parameters of one function are references that `parameter` names, wherever they lead."""
        kept = self._followed, self._followed_inside, self._finally, self._symbolic
        built, self.mappings.known = self.mappings.known, {}
        self._followed, self._followed_inside, self._finally, self._symbolic = {}, {}, {}, {inner}
        self._outside = True
        try:
            yield
        finally:
            self._followed, self._followed_inside, self._finally, self._symbolic = kept
            self.mappings.known = built
            self._outside = False

    @contextmanager
    def assuming(self, name: str, value: Expression | None, space: Namespace) -> Iterator[None]:
        """While it lasts, a name that `space` binds holds `value`."""
        key = (space, name)
        kept, inside, assumed = self._followed, self._followed_inside, self._assumed
        self._followed, self._followed_inside, self._assumed = {}, {}, {**assumed, key: value}
        built, self.mappings.known = self.mappings.known, {}
        try:
            yield
        finally:
            self.mappings.known = built
            self._followed, self._followed_inside, self._assumed = kept, inside, assumed

    def final(self, name: str, space: Namespace) -> Expression | None:
        """What a name that is bound several times holds after all statements of its block; None when that cannot be told."""
        found = space.names[name]
        if not isinstance(found[0].node, ast.expr):
            return None
        mended = self.calls.repaired(name, found, self.locator.span(found[0].node))
        return mended if mended is not None else self._held(name, found, None, space)

    def _held(self, name: str, found: list[Binding], node: ast.expr | None, space: Namespace) -> Expression | None:
        """What a name that is bound several times, branch by branch, holds after the last of them."""
        home = found[0].namespace
        if any(binding.namespace is not home or binding.kind not in ("value", "opaque") for binding in found):
            return None
        start = self._parameter(name, found[0], node)
        if any(binding.kind == "opaque" or not isinstance(binding.node, ast.expr) for binding in found[start is not None :]):
            return None
        last = max(binding.node.end_lineno or 0 for binding in found if isinstance(binding.node, ast.expr))
        if len(found) > MOST_BINDINGS or (
            node is not None and (not isinstance(node, ast.Name) or (home is space and node.lineno <= last))
        ):
            return None
        key = (home, name, home in self._symbolic)
        if key not in self._finally:
            self._finally[key] = None
            self._finally[key] = self.flow.held(name, home, start)
        known = self._finally[key]
        return None if known is None else self.affordable(known)

    def _parameter(self, name: str, binding: Binding, node: ast.expr | None) -> Reference | None:
        """What stands for a parameter of a function whose parameters stand for themselves, where `node` uses it."""
        if node is None or binding.namespace not in self._symbolic or not isinstance(binding.node, ast.arg):
            return None
        arguments = getattr(binding.namespace.node, "args", None)
        if isinstance(arguments, ast.arguments) and binding.node in (arguments.vararg, arguments.kwarg):
            return None
        return Reference(parameter(binding.namespace, name), self.locator.span(node))

    def _rest(self, binding: Binding, span: Span) -> Items | None:
        """The further keywords of a function whose callers are asked what they give: none, unless a caller gives some."""
        arguments = getattr(binding.namespace.node, "args", None)
        asked = self._outside and binding.namespace in self._symbolic and isinstance(arguments, ast.arguments)
        return Items((), span) if asked and arguments is not None and binding.node is arguments.kwarg else None

    def _changed(self, name: str, value: Expression, space: Namespace, span: Span) -> Expression:
        """A mapping or list without what other statements may do to it; with a key that one statement surely sets."""
        if not isinstance(value, (Items, Elements, CallResult)):
            return value
        at: Namespace | None = space
        while at and name not in at.changed:
            at = at.parent
        if at is None:
            return value
        keys = at.changed[name]
        why = f"`{name}` is changed after it is made"
        if isinstance(value, CallResult):
            known = self._set(name, keys, at, span.line if at is space else None)
            return CallResult("dict", (value,), known, value.span) if known else value
        if isinstance(value, Elements):
            return Unresolved(why, span)
        line = span.line if at is space else None
        built = self.mappings.built(name, value, at, line, inside=at in self._symbolic)
        if built is not None:
            return self.affordable(built)
        if keys is None:
            return Unresolved(why, span)
        kept = tuple((key, item) for key, item in value.items if key not in keys)
        changed = tuple((key, Unresolved(why, span)) for key in sorted(keys))
        return Items((*kept, *changed), value.span, value.complete)

    def _with_changes(self, name: str, value: Expression, space: Namespace, span: Span) -> Expression:
        """What a name that is bound in several branches holds, without what other statements set in its mappings."""
        at: Namespace | None = space
        while at and name not in at.changed:
            at = at.parent
        if at is None:
            return value
        why = f"`{name}` is changed after it is made"
        if isinstance(value, CallResult) and value.callee in ("if", "or"):
            first = value.positional[:1] if value.callee == "if" else ()
            rest = (self._with_changes(name, each, space, span) for each in value.positional[len(first) :])
            return CallResult(value.callee, (*first, *rest), value.keywords, value.span)
        if isinstance(value, Elements):
            return Unresolved(why, span)
        keys = at.changed[name]
        if not isinstance(value, Items):
            return value
        if keys is None:
            return Unresolved(why, span)
        kept = tuple((key, item) for key, item in value.items if key not in keys)
        return Items((*kept, *((key, Unresolved(why, span)) for key in sorted(keys))), value.span, value.complete)

    def _set(self, name: str, keys: set[str] | None, space: Namespace, before: int | None) -> tuple[tuple[str, Expression], ...]:
        """Keys of a mapping that one statement of the block sets, whatever the conditions, and `before` a line of it."""
        body: list[ast.stmt] = getattr(space.node, "body", None) or []
        found: dict[str, list[ast.expr | None]] = {}
        again = ((target, target, place) for target, place in self.walk.rewritten)
        for target, value, place in (*self.walk.assignments, *again) if keys and body else ():
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == name:
                key = constants.constant(self.value(target.slice, space)) if place.space is space else None
                certain = any(isinstance(each, ast.Assign) and target in each.targets for each in body)
                certain = certain and (before is None or target.lineno < before)
                found.setdefault(str(key), []).append(value if certain else None)
        single = ((key, values[0]) for key, values in found.items() if len(values) == 1 and key in (keys or ()))
        return tuple((key, self.named(key, value, space)) for key, value in single if value is not None)

    def _attribute(self, node: ast.Attribute, space: Namespace) -> Expression:
        span = self.locator.span(node)
        base = self.names.origin(node.value, space)
        if node.attr == "url" and base.removesuffix("()") in ENGINES:
            engine = self.value(node.value, space)
            if isinstance(engine, CallResult) and engine.positional:
                return CallResult(URL_OF_ENGINE, engine.positional[:1], (), span)
        part = URL_PARTS.get(base.removesuffix("()"), {}).get(node.attr) if base.endswith("()") else None
        if part is not None:
            return self._url_part(part, self.value(node.value, space), span)
        own = self.names.classes.get(base.removesuffix("()"))
        if own is not None:
            found = self.names.members(own, node.attr, instance=base.endswith("()"))
            assigned = own.attributes.get(node.attr, [])
            if found and all(binding in assigned for binding in found) and base.endswith("()"):
                return self._bound(f"self.{node.attr}", found, node, space)
        symbol = self._of_parameter(node, space) or self._symbol(node, space) or self._of_declared(node, space)
        if symbol:
            return Reference(symbol, span)
        return Unresolved(f"an attribute of `{written(node.value) or _kind(node.value)}`, which is not known here", span)

    @staticmethod
    def _url_part(part: str, whole: Expression, span: Span) -> Expression:
        """One part of a URL that a function takes apart."""
        if isinstance(whole, CallResult) and whole.callee in URL_PARTS and whole.positional:
            return CallResult(f"{URL_PART}{part}", whole.positional[:1], (), span)
        return Unresolved(whole.why if isinstance(whole, Unresolved) else "a part of a URL that cannot be told", span)

    def _symbol(self, node: ast.expr, space: Namespace, depth: int = 0) -> str:
        """Name under which another file, or the class itself, defines an attribute: `app.config.Settings.db.host`.

        A field of a class keeps its own name, because its value may come from elsewhere than from its default.
        """
        if not isinstance(node, ast.Attribute):
            return self.names.origin(node, space)
        base = self._symbol(node.value, space, depth + 1) if depth < DEEPEST else ""
        own = self.names.classes.get(base.removesuffix("()"))
        if own is None:
            return f"{base}.{node.attr}" if base else ""
        known = self.names.origin(node, space) if node.attr in own.attributes else ""
        return known or f"{own.qualified}.{node.attr}"

    def _of_parameter(self, node: ast.Attribute, space: Namespace) -> str:
        """Name of an attribute of a parameter that stands for itself, or of what `self` keeps of it."""
        if isinstance(node.value, ast.Name) and self._symbolic:
            found = space.lookup(node.value.id)
            given = self._parameter(node.value.id, found[0], node.value) if len(found) == 1 else None
        elif isinstance(node.value, ast.Attribute) and self._outside:
            held = self.value(node.value, space)
            given = held if isinstance(held, Reference) and ")" in held.name else None
        else:
            return ""
        return f"{given.name}.{node.attr}" if given is not None else ""

    def declared(self, binding: Binding, span: Span) -> Expression | None:
        """An instance of the class that a parameter is declared to be, where that holds settings by its name."""
        note = binding.node.annotation if isinstance(binding.node, ast.arg) else None
        if isinstance(note, ast.Subscript) and isinstance(note.slice, ast.Tuple) and note.slice.elts:
            note = note.slice.elts[0]  # Annotated[Settings, Depends(…)]
        name = self.names.origin(note, binding.namespace) if isinstance(note, (ast.Name, ast.Attribute)) else ""
        last = name.rpartition(".")[2].lower()
        return CallResult(name, (), (), span) if "settings" in last or "config" in last else None

    def _of_declared(self, node: ast.Attribute, space: Namespace) -> str:
        """Name of an attribute of a parameter that is declared to hold settings: `app.config.Settings().dsn`."""
        names, owner = [node.attr], node.value
        while isinstance(owner, ast.Attribute) and len(names) <= DEEPEST:
            names.append(owner.attr)
            owner = owner.value
        found = space.lookup(owner.id) if isinstance(owner, ast.Name) else []
        held = self.declared(found[0], self.locator.span(node)) if len(found) == 1 else None
        return f"{held.callee}().{'.'.join(reversed(names))}" if isinstance(held, CallResult) else ""

    def _subscript(self, node: ast.Subscript, space: Namespace) -> Expression:
        span = self.locator.span(node)
        index = self.value(node.slice, space) if not isinstance(node.slice, ast.Slice) else None
        if index is not None and self.names.origin(node.value, space) in MAPPINGS:
            return self.env.subscript(index, span)
        key = constants.constant(index) if index is not None else None
        base = self.value(node.value, space)
        if isinstance(base, CallResult) and base.callee == f"{URL_PART}path" and _is_rest(node.slice):
            return CallResult("str.lstrip", (base, Literal("/", span)), (), span)
        if isinstance(base, Items) and isinstance(key, str):
            known = dict(base.items).get(key)
            return known if known is not None else Unresolved(f"no key `{key}` is written", span)
        if isinstance(base, Items) and isinstance(index, (EnvLookup, Reference, CallResult)):
            chosen = self._conditions.by_key(base, index, span)
            if chosen is not None:
                return chosen
        if type(key) is int and isinstance(base, (Elements, CallResult, Reference, Unresolved)):
            return element(base, key, span)
        if isinstance(base, Reference) and isinstance(key, str):
            return Reference(f"{base.name}.{key}", span)
        if isinstance(base, CallResult) and isinstance(key, str) and "." in base.callee:
            return CallResult(ELEMENT, (base, Literal(key, span)), (), span)
        return Unresolved("an element that cannot be told", span)

    # Operators

    def _operation(self, node: ast.BinOp, space: Namespace) -> Expression:
        span = self.locator.span(node)
        if isinstance(node.op, ast.Add):
            terms: list[ast.expr] = []
            left: ast.expr = node
            while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
                terms.append(left.right)
                left = left.left
            return operators.add([self.value(term, space) for term in (left, *reversed(terms))], span)
        left_value, right_value = self.value(node.left, space), self.value(node.right, space)
        if isinstance(node.op, ast.Mod) and constants.whole_text(left_value) is not None:
            return methods.percent(left_value, right_value, span)
        if isinstance(node.op, ast.BitOr) and isinstance(left_value, Items) and isinstance(right_value, Items):
            return operators.merged([left_value, right_value], span)
        return operators.arithmetic(node.op, left_value, right_value, span)

    def _unary(self, node: ast.UnaryOp, space: Namespace) -> Expression:
        return operators.unary(node.op, self.value(node.operand, space), self.locator.span(node))

    def _inner(self, node: ast.Await | ast.NamedExpr | ast.Starred, space: Namespace) -> Expression:
        return self.value(node.value, space)

    # Displays

    def _elements(self, node: ast.List | ast.Tuple | ast.Set, space: Namespace) -> Expression:
        found: list[Expression] = []
        for item in node.elts:
            value = self.value(item, space)
            if isinstance(item, ast.Starred) and isinstance(value, Elements):
                found += value.elements
            elif isinstance(item, ast.Starred):
                found.append(Unresolved(SPREAD, self.locator.span(item)))
            else:
                found.append(value)
        return Elements(tuple(found), self.locator.span(node))

    def _mapping(self, node: ast.Dict, space: Namespace) -> Expression:
        span = self.locator.span(node)
        parts: list[Expression] = []
        for key, item in zip(node.keys, node.values, strict=True):
            if key is None:
                parts.append(self.value(item, space))
                continue
            name = constants.constant(self.value(key, space))
            if isinstance(name, str):
                parts.append(Items(((name, self.named(name, item, space)),), span))
            else:
                parts.append(Unresolved("a key that cannot be told", span))
        return operators.merged(parts, span)

    def affordable(self, value: Expression) -> Expression:
        """A value that is used again, as long as the module does not build something huge out of small parts."""
        size = constants.size(value)
        if size > constants.LARGEST_VALUE:
            return Unresolved("a value of too many parts", value.span)
        self._budget -= size
        if self._budget < 0:
            return Unresolved("too much is put together from names", value.span)
        return value


def _is_rest(index: ast.expr) -> bool:
    """Whether it is `1:`."""
    if not isinstance(index, ast.Slice) or index.upper is not None or index.step is not None:
        return False
    return isinstance(index.lower, ast.Constant) and index.lower.value == 1


def _kind(node: ast.AST) -> str:
    return {"Lambda": "function", "GeneratorExp": "generator", "ListComp": "comprehension", "DictComp": "comprehension"}.get(
        type(node).__name__, type(node).__name__.lower()
    )  # fmt: skip


def parameter(function: Namespace, name: str) -> str:
    """Name under which the result of a function refers to a parameter of it."""
    return f"{function.qualified}({name})"


def _filled_late(found: list[Binding]) -> Binding | None:
    """What one function puts in the place of the None of a module, as for an engine that is made when it is first needed."""
    first, *others = found
    kept = [each for each in others if not each.is_placeholder]
    filled = first.is_placeholder and first.namespace.kind == "module" and len(kept) == 1
    return kept[0] if filled and kept[0].kind == "value" and kept[0].namespace.kind == "function" else None
