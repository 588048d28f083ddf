"""Files that a script writes: `cat > /etc/pgbouncer/pgbouncer.ini <<EOF`. In: their text in the script. Out: facts of that text.

A variable counts as the default that the script gives it, and what is made of it says so; any other stays as it is written, so
that the reader of the format calls it unknown. Places are those in the script.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname, isabs, join, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.surfaces.embedded import Embedded
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.secret import Secret
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.shell import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.shell_writes import WrittenFile
    from poolaudit.facts.deployment import EnvFile
    from poolaudit.facts.shell import Part, ShellWord

_DEFAULTS = (":-", "-", ":=", "=")
_DEEPEST = 8
_LONGEST = 200_000
"""Characters of a written file."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """A piece of a text in which the script's defaults stand for variables."""

    start: int
    end: int
    names: tuple[str, ...]
    """Variables that may make it another text."""
    known: bool = True
    """False where it stands as it is written."""


def facts_of(source: Source, files: Iterable[WrittenFile], folder: str | None) -> Iterator[PoolerConfig | ServerConfig | EnvFile]:
    """What the files say that configure a pooler or a server, and env files when `folder`, where commands run, is known."""
    targets: dict[str, list[WrittenFile]] = {}
    for each in files:
        targets.setdefault(each.target, []).append(each)
    for target, parts in targets.items():
        name = basename(target).lower()
        if folder is not None and (name.startswith(".env") or name.endswith(".env")) and "$" not in target and not isabs(target):
            for each in parts:
                yield from _env_file(source, each, normpath(join(folder, target)))
        elif name.endswith((".ini", ".conf", ".cnf", ".toml", ".cfg", ".yaml", ".yml")) and "$" not in name:
            whole = [each for each in parts if not each.append]
            if len(whole) <= 1 and (not whole or whole[0] is parts[0]):
                yield from _configuration(source, target, parts)


def _env_file(source: Source, file: WrittenFile, path: str) -> Iterator[EnvFile]:
    from poolaudit.extract.surfaces.dotenv import extract  # noqa: PLC0415  # few scripts write one

    inner, filled = _inner(source, [file], path)
    for each in extract(inner, None):  # type: ignore[arg-type]  # it reads the text itself
        if each.entries:
            entries = tuple(replace(entry, value=_doubted(entry.value, filled, source), readings=()) for entry in each.entries)
            yield replace(each, entries=entries)


def _configuration(source: Source, target: str, parts: list[WrittenFile]) -> Iterator[PoolerConfig | ServerConfig]:
    inner, filled = _inner(source, parts, join(dirname(source.path), basename(target)))
    for fact in _read(inner):
        settings = tuple((name, _doubted(value, filled, source)) for name, value in fact.settings)
        if isinstance(fact, ServerConfig):
            yield replace(fact, settings=settings, path=source.path)
            continue
        entries = tuple(
            replace(each, values=tuple((name, _doubted(value, filled, source)) for name, value in each.values))
            for each in fact.entries
        )
        unsure = [each for each in parts if each.append and not each.sure]
        where = inner.span(0, 0)
        hidden: Setting[str] = Setting.unresolved("lines that the script adds under a condition", where, "lines")
        yield replace(
            fact,
            path=source.path,
            settings=settings,
            entries=entries,
            includes=(*fact.includes, *((hidden,) if unsure else ())),
            variables=tuple(_variables(fact, filled)),
        )


def _read(inner: Embedded) -> Iterator[PoolerConfig | ServerConfig]:
    """The facts of every reader that wants a file of that name with that text."""
    from poolaudit.discover.triggers import Selector  # noqa: PLC0415  # few scripts write a configuration
    from poolaudit.extract.run import extract, readings  # noqa: PLC0415

    selector = Selector(each for each in readings() if each.surface.name in _SURFACES)
    chosen = selector.select(inner.path, inner.text.encode("utf-8", "replace"))
    for fact in extract(inner, chosen).facts:
        if isinstance(fact, (PoolerConfig, ServerConfig)):
            yield fact


_SURFACES = frozenset(
    ("pgbouncer_ini", "pgcat", "pgdog", "pgpool_conf", "odyssey_conf", "proxysql_cnf", "postgresql_conf", "mysql_cnf")
)


def _inner(source: Source, files: list[WrittenFile], path: str) -> tuple[Embedded, tuple[_Filled, ...]]:
    """The text as the program will read it, and the pieces of it that stand for variables."""
    text: list[str] = []
    size = 0
    lines: list[tuple[int, int, int]] = []
    filled: list[_Filled] = []
    sure = [each for each in files if each.sure or not each.append]
    for file in sure:
        for piece in file.text.pieces:
            found = _resolved(piece.parameter, file.known) if piece.parameter is not None else None
            written = piece.text if found is None else found[0]
            if size + len(written) > _LONGEST:
                break
            lines.append((size, piece.start, piece.end))
            text.append(written)
            size += len(written)
            if piece.parameter is not None:
                place = source.span(piece.start, piece.end)
                own = _own_name(piece.parameter, file.known)
                names = tuple(dict.fromkeys(found[1])) if found is not None else (own,) if own else ()
                filled.append(_Filled(place.offset, place.end, names, known=found is not None))
    first, last = sure[0].text.pieces, sure[-1].text.pieces
    whole = source.span(first[0].start if first else 0, last[-1].end if last else 0)
    inner = Embedded(path, "".join(text), source.newline, source.tracked, outer=source, whole=whole, lines=tuple(lines))
    return inner, tuple(filled)


def _own_name(parameter: Parameter | None, known: Mapping[str, ShellWord | None]) -> str:
    """The variable of the environment that a piece is, where nothing else can make it another text."""
    if parameter is None or parameter.operator not in ("", ":?", "?") or parameter.name in known:
        return ""
    return parameter.name if parameter.name.isidentifier() else ""


def _resolved(parameter: Parameter, known: Mapping[str, ShellWord | None], depth: int = 0) -> tuple[str, tuple[str, ...]] | None:
    """What a variable comes to when nobody sets it from outside, and who can; None when the script does not say."""
    if depth > _DEEPEST or not parameter.name.isidentifier():
        return None
    if parameter.name in known:
        word = known[parameter.name]
        if word is None or (parameter.operator and parameter.operator not in _DEFAULTS):
            return None
        rest = {name: value for name, value in known.items() if name != parameter.name}
        return _joined(word.parts, rest, depth)
    if parameter.operator not in _DEFAULTS:
        return None
    found = _joined(parameter.word, known, depth)
    return None if found is None else (found[0], (parameter.name, *found[1]))


def _joined(parts: tuple[Part, ...], known: Mapping[str, ShellWord | None], depth: int) -> tuple[str, tuple[str, ...]] | None:
    text = ""
    names: tuple[str, ...] = ()
    for part in parts:
        found = _resolved(part, known, depth + 1) if isinstance(part, Parameter) else (part.reveal(), tuple[str, ...]())
        if found is None:
            return None
        text, names = text + found[0], (*names, *found[1])
    return text, names


def _doubted(value: Setting, filled: tuple[_Filled, ...], source: Source) -> Setting:  # type: ignore[type-arg]  # of text or of a secret
    """The value, with what may replace it when the script runs."""
    span = value.span
    if span is None or not value.is_known:
        return value
    over = [each for each in filled if each.start < span.end and span.offset < each.end]
    if not all(each.known for each in over):
        return Setting.unresolved("the script fills it in", span, value.label)
    names = {name: None for each in over for name in each.names}
    text = value.value.reveal() if isinstance(value.value, Secret) else str(value.value)
    while isinstance(source, Embedded):
        source = source.outer
    origin = value.origin if text in source.at(span) else Origin.DERIVED  # a default that stands elsewhere in the script
    note = f"unless {', '.join(names)} is set" if names else value.note
    return replace(value, origin=origin, assumed=value.assumed or bool(names), note=note) if over else value


def _variables(fact: PoolerConfig, filled: tuple[_Filled, ...]) -> Iterator[tuple[str, str]]:
    """Values that are one variable each: what the environment says there is what the program reads."""
    found = [(name, value) for name, value in fact.settings]
    found += [(f"{each.section}/{each.name}/{name}", value) for each in fact.entries for name, value in each.values]
    for name, value in found:
        for each in filled:
            exact = value.span is not None and (value.span.offset, value.span.end) == (each.start, each.end)
            if exact and len(each.names) == 1:
                yield name, each.names[0]
