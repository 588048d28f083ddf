"""Assignments to what is declared elsewhere: which namespace they belong to, and which values they change in place.

In: bindings in the order in which they stand. Out: namespaces with these bindings, once the whole file has been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._tree_forms import Member, Name, Same

if TYPE_CHECKING:
    from poolaudit.extract.code._tree_bindings import Binding, Namespace
    from poolaudit.extract.code._tree_forms import Bind
    from poolaudit.extract.code._tree_names import Names


class Assignments:
    """Collects the assignments of one module."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._pending: list[tuple[Namespace, str, Binding]] = []

    def add(self, bind: Bind, binding: Binding, space: Namespace) -> None:
        """Take an assignment to a name, an attribute or an element."""
        if bind.owner is None:
            self._pending.append((space, bind.name, binding))
            return
        owner = self._names.forms.of(bind.owner)
        while isinstance(owner, Same):
            owner = self._names.forms.of(owner.inner)
        if isinstance(owner, Name) and owner.text in self._names.language.self_names and space.class_space is not None:
            space.class_space.attributes.setdefault(bind.name, []).append(binding)
            return
        nested = False
        while isinstance(owner, Member):
            owner, nested = self._names.forms.of(owner.owner), True
        if isinstance(owner, Name):
            self.change(owner.text, None if nested or not bind.name else bind.name, space)

    def change(self, name: str, key: str | None, space: Namespace) -> None:
        """Note that a value is changed in place: one constant key of it, or anything for None."""
        at: Namespace | None = space
        while at is not None and name not in at.names:
            at = at.parent
        changed = (at or space.module).changed
        known = changed.setdefault(name, set())
        if key is None or known is None:
            changed[name] = None
        else:
            known.add(key)

    def settle(self) -> None:
        """Put assignments where their names are declared; what nobody declares belongs to the function, or the module, around."""
        for space, name, binding in self._pending:
            local = binding.bind is not None and binding.bind.kind == "local"
            at: Namespace | None = space
            while at is not None and name not in at.names:
                at = at.parent if not local or at.kind in ("block", "callback") else None
            if at is None and not local and self._names.language.implicit_self and space.class_space is not None:
                holder = space.class_space.attributes.setdefault(name, [])
                holder.append(binding)
                continue
            at = at or space.function or space.module
            at.names.setdefault(name, []).append(binding)
