"""Variables of a compose service. In: a compose `Deployment` and a lookup. Out: the same with its texts interpolated.

The lookup gives what the `.env` beside the compose file sets (the shell, which beats it, is never known). The graph is handed
`fill` as a function, because it must not import the settings readers itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.settings.interpolate import InterpolationError, interpolate
from poolaudit.extract.settings.words import WordsError
from poolaudit.extract.surfaces.compose_service import line_words
from poolaudit.extract.surfaces.compose_text import mount_from, path_from, ports_from
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.extract.surfaces.resource_limits import cpus, memory
from poolaudit.facts.setting import Setting
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from poolaudit.extract.settings.interpolate import Lookup, Variable
    from poolaudit.facts.deployment import Deployment, EnvEntry
    from poolaudit.facts.secret import Secret


def fill(deployment: Deployment, lookup: Lookup) -> Deployment:
    """Interpolate every text of `raw` and every raw entry of `env`; the result has none left.

    A text whose missing variables all have defaults becomes the text with the defaults, with a note that says so; a text
    that needs a variable nobody sets becomes an unresolved setting, and a port, mount or env file with one is left out.
    """
    filled = replace(deployment, env=tuple(_entry(entry, lookup) for entry in deployment.env), raw=())
    words: dict[str, list[Setting[str]]] = {}
    for field, text in deployment.raw:
        settled = settle(text, lookup)
        if field.endswith("[]"):
            words.setdefault(field[:-2], []).append(settled)
        else:
            filled = _put(filled, field, settled)
    for field, each in words.items():
        filled = replace(filled, **{field: _command(each, getattr(deployment, field))})  # type: ignore[arg-type]
    return filled


def settle(text: Setting[Secret], lookup: Lookup) -> Setting[str]:
    """The text after interpolation, at the same place."""
    if text.value is None:
        return Setting.unresolved(text.note, text.span, text.label)
    try:
        result = interpolate(text.value.reveal(), lookup)
    except InterpolationError:
        return Setting.unresolved("compose refuses its variables", text.span, text.label)
    if result.text is not None:
        return Setting(result.text, text.origin, text.span, text.label)
    names = ", ".join(result.missing)
    if result.defaulted is not None:
        return Setting(result.defaulted, text.origin, text.span, text.label, f"unless {names} is set elsewhere", assumed=True)
    names = ", ".join(result.needed)
    return Setting.unresolved(f"needs {names}, which no scanned file sets", text.span, text.label)


def _entry(entry: EnvEntry, lookup: Lookup) -> EnvEntry:
    if not entry.raw:
        return entry
    settled = settle(entry.value, lookup)
    if settled.value is None:
        return replace(entry, value=_partly(entry, settled, lookup), raw=False)
    value = Setting(
        env_secret(entry.name, settled.value), settled.origin, settled.span, entry.name, settled.note, assumed=settled.assumed
    )
    return replace(entry, value=value, raw=False)


def _partly(entry: EnvEntry, settled: Setting[str], lookup: Lookup) -> Setting[Secret]:
    """An unresolved value that still shows the parts which are known, `${NAME}` standing for each of the others."""
    unresolved: Setting[Secret] = Setting.unresolved(settled.note, settled.span, entry.name)
    if entry.value.value is None:
        return unresolved
    try:
        parts = interpolate(entry.value.value.reveal(), lookup).parts
    except InterpolationError:
        return unresolved
    text = "".join(part if isinstance(part, str) else _default(part) for part in parts)
    return replace(unresolved, value=env_secret(entry.name, text))


def _default(variable: Variable) -> str:
    """The default that the file gives a missing variable, else `${NAME}`."""
    default = variable.word.text if variable.word is not None and variable.operator.endswith("-") else None
    return f"${{{variable.name}}}" if default is None else default


def _put(deployment: Deployment, field: str, text: Setting[str]) -> Deployment:
    """The deployment with one settled text in its field."""
    value, span, folder = text.value, text.span, deployment.project
    if field == "image":
        return replace(deployment, image=text)
    if field == "replicas":
        return replace(deployment, replicas=_count(text))
    if field == "memory":
        return replace(deployment, memory=memory(text, "compose"))
    if field == "cpus":
        return replace(deployment, cpus=cpus(text, "compose"))
    if field in ("command", "entrypoint"):
        return replace(deployment, **{field: _split(text, getattr(deployment, field))})  # type: ignore[arg-type]
    if field == "build":
        path = text if value is None else replace(text, value=path_from(folder, value))
        return replace(deployment, build=path)
    if field == "env_files":
        path = text if value is None else replace(text, value=path_from(folder, value))
        return replace(deployment, env_files=(*deployment.env_files, path))
    if value is None or span is None:
        return deployment
    if field == "hostnames":
        return replace(deployment, hostnames=tuple(dict.fromkeys((*deployment.hostnames, value))))
    if field == "ports":
        return replace(deployment, ports=(*deployment.ports, *ports_from(value, span)))
    mount = mount_from(value, folder, span)
    return replace(deployment, mounts=(*deployment.mounts, mount)) if mount else deployment


def _count(text: Setting[str]) -> Setting[int]:
    if text.value is None:
        return Setting.unresolved(text.note, text.span, text.label)
    if not (text.value.isascii() and text.value.isdecimal() and len(text.value) <= 9):  # noqa: PLR2004 - bounds the conversion
        return Setting.unresolved("not a number", text.span, text.label)
    return Setting(int(text.value), text.origin, text.span, text.label, text.note, assumed=text.assumed)


def _split(text: Setting[str], raw: Setting[tuple[str, ...]]) -> Setting[tuple[str, ...]]:
    """The words of a command in text form, at the places that they had before interpolation, where it divides none of them."""
    if text.value is None:
        return Setting.unresolved(text.note, text.span, text.label)
    try:
        words = tuple(line_words(text.value))
    except WordsError as error:
        return Setting.unresolved(str(error), text.span, text.label)
    return Setting(_placed(words, raw.value or ()), text.origin, text.span, text.label, text.note)


def _placed(words: tuple[str, ...], raw: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) != len(raw):
        return words
    pairs = zip(words, raw, strict=True)
    return tuple(PlacedWord(word, old.span, old.raw) if isinstance(old, PlacedWord) else word for word, old in pairs)


def _command(words: list[Setting[str]], whole: Setting[tuple[str, ...]]) -> Setting[tuple[str, ...]]:
    """A list-form command from its settled words; a word that stays unknown makes the command unknown."""
    unknown = next((word for word in words if word.value is None), None)
    if unknown is not None:
        return Setting.unresolved(unknown.note, whole.span, whole.label)
    note = "; ".join(dict.fromkeys(word.note for word in words if word.note))
    texts = tuple(word.value or "" for word in words)
    return Setting(_placed(texts, whole.value or ()), whole.origin, whole.span, whole.label, note)
