"""Decides which parts see a file. In: parts with `globs` and `triggers`, a path and its bytes. Out: the parts, in their order.

Names are looked at first and cost no reading; then one lower-cased copy of the bytes is searched for the literals of the
parts that are left, each literal once. After `MANY` files a native engine takes over where one is installed (`engine`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from poolaudit.catalog.skipped import GENERATED_ENDINGS, GENERATED_NAMES
from poolaudit.discover.patterns import is_wild, matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


MANY = 500
"""Files that are searched without a native engine first."""


class Part(Protocol):
    """Anything that reads files of some names which hold some literals."""

    @property
    def globs(self) -> Sequence[str]:
        """Patterns for the base name, or with a `/` for the end of the path; no pattern is every file."""

    @property
    def triggers(self) -> Sequence[str]:
        """ASCII literals of which one must stand in the file; no literal is every file of that name."""


P = TypeVar("P", bound=Part)


class Selector(Generic[P]):
    """The names and literals of all parts, arranged so that one look at a file answers for all of them."""

    def __init__(self, parts: Iterable[P], globs: Callable[[P], Sequence[str]] | None = None) -> None:
        """Arrange `parts`; `globs` gives the patterns of a part where they are not its own (those of its formats)."""
        self._parts = tuple(parts)
        self._names = _Names()
        for number, part in enumerate(self._parts):
            patterns = part.globs if globs is None else globs(part)
            for pattern in patterns or ("*",):
                self._names.add(pattern, 1 << number)
        self._searches: dict[int, tuple[int, tuple[tuple[bytes, int, tuple[int, ...]], ...]]] = {}
        self._chosen: dict[int, tuple[P, ...]] = {}
        self._files = 0
        self._engine: Callable[[bytes], Iterable[int]] | None = None
        self._owners: tuple[int, ...] = ()

    def by_name(self, path: str) -> tuple[P, ...]:
        """The parts that `path` concerns by its name: when there are none, it need not be read."""
        return self._pick(self._names.find(path))

    def select(self, path: str, data: bytes) -> tuple[P, ...]:
        """The parts that should see this file."""
        wanted = self._names.find(path)
        if not wanted:
            return ()
        found, literals = self._searches.get(wanted) or self._plan(wanted)
        if literals and found != wanted:
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                data = data.decode("utf-16", "replace").encode("utf-8", "replace")
            self._files += 1
            if self._files == MANY:
                self._load_engine()
            if self._engine is not None:
                for number in self._engine(data):
                    found |= self._owners[number] & wanted
                return self._pick(found)
            data = data.lower()
            missing: set[int] = set()
            for number, (literal, parts, contained) in enumerate(literals):
                if parts & ~found and missing.isdisjoint(contained):
                    if literal in data:
                        found |= parts
                    else:
                        missing.add(number)
        return self._pick(found)

    def _plan(self, wanted: int) -> tuple[int, tuple[tuple[bytes, int, tuple[int, ...]], ...]]:
        """Parts that need no literal, and the literals of the others with the earlier literals that each one contains."""
        always = 0
        owners: dict[bytes, int] = {}
        for number, part in enumerate(self._parts):
            bit = 1 << number
            if wanted & bit:
                always |= 0 if part.triggers else bit
                for trigger in part.triggers:
                    literal = trigger.encode("ascii").lower()
                    owners[literal] = owners.get(literal, 0) | bit
        ordered = sorted(owners, key=lambda literal: (len(literal), literal))
        plan = tuple(
            (literal, owners[literal], tuple(at for at, shorter in enumerate(ordered[:number]) if shorter in literal))
            for number, literal in enumerate(ordered)
        )
        self._searches[wanted] = always, plan
        return always, plan

    def _load_engine(self) -> None:
        from poolaudit.discover.engine import find_engine  # noqa: PLC0415

        _, literals = self._plan((1 << len(self._parts)) - 1)
        self._owners = tuple(owners for _, owners, _ in literals)
        self._engine = find_engine([literal for literal, *_ in literals])

    def _pick(self, mask: int) -> tuple[P, ...]:
        chosen = self._chosen.get(mask)
        if chosen is None:
            chosen = tuple(part for number, part in enumerate(self._parts) if mask >> number & 1)
            self._chosen[mask] = chosen
        return chosen


class _Names:
    """Patterns of names by what they can be looked up with: the whole name, the suffix, or nothing."""

    def __init__(self) -> None:
        self._literal: dict[str, int] = {}
        self._suffix: dict[str, int] = {}
        self._patterns: dict[str, list[tuple[Callable[[str], bool], int]]] = {}
        self._paths: dict[str, list[tuple[Callable[[str], bool], int]]] = {}
        self._known: dict[str, tuple[int, bool]] = {}

    def add(self, pattern: str, bit: int) -> None:
        pattern = pattern.lower().removeprefix("**/")
        name = pattern.rpartition("/")[2]
        suffix = name.rpartition(".")[2] if "." in name else ""
        suffix = "" if is_wild(suffix) else suffix
        if "/" in pattern:
            self._paths.setdefault(suffix, []).append((matcher(pattern), bit))
        elif not is_wild(pattern):
            self._literal[pattern] = self._literal.get(pattern, 0) | bit
        elif pattern == f"*.{suffix}":
            self._suffix[suffix] = self._suffix.get(suffix, 0) | bit
        else:
            self._patterns.setdefault(suffix, []).append((matcher(pattern), bit))

    def find(self, path: str) -> int:
        lowered = path.lower()
        name = lowered.rpartition("/")[2]
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._look_up(name)
        mask, by_path = known
        if by_path:
            for suffix in {"", name.rpartition(".")[2]}:
                for fits, bit in self._paths.get(suffix, ()):
                    if not mask & bit and fits(lowered):
                        mask |= bit
        return mask

    def _look_up(self, name: str) -> tuple[int, bool]:
        """Parts by base name alone, and whether the rest of the path may add some."""
        suffix = name.rpartition(".")[2]
        mask = self._literal.get(name, 0)
        if name not in GENERATED_NAMES and not name.endswith(GENERATED_ENDINGS):
            mask |= self._suffix.get(suffix, 0) if "." in name else 0
            for key in {"", suffix}:
                for fits, bit in self._patterns.get(key, ()):
                    if fits(name):
                        mask |= bit
        return mask, bool(self._paths.get("") or self._paths.get(suffix))
