"""What a container finds in its environment and its file system. In: a container and the ConfigMaps and Secrets beside it.

Out: variables in order of precedence, the sources that the tree does not hold, and mounts of configuration files. Precedence and
`$(NAME)` follow kubelet_pods.go and third_party/forked/golang/expansion of https://github.com/kubernetes/kubernetes (1.34, read
2026-11-20): `envFrom` loses to `env`, later sources win, a reference to a variable that is not set before stays as written, and
`$$` is a dollar.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import join
from typing import TYPE_CHECKING

from poolaudit.facts.deployment import EnvEntry, Mount
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.facts.deployment import EnvFile
    from poolaudit.facts.kubernetes import ConfigData, Container, KeyReference, PodWorkload, VolumeSource
    from poolaudit.facts.span import Span


class Values:
    """ConfigMaps and Secrets by name."""

    def __init__(self, data: tuple[ConfigData, ...], env_files: Mapping[str, EnvFile]) -> None:
        self._data: dict[tuple[str, str], list[ConfigData]] = {}
        for each in data:
            self._data.setdefault((each.kind, each.name), []).append(each)
        self._env_files = env_files

    def find(self, kind: str, name: str, namespace: str) -> ConfigData | None:
        """The object in the namespace, or the only one of its name where one side names no namespace."""
        named = self._data.get((kind, name), [])
        exact = [each for each in named if each.namespace == namespace]
        near = [each for each in named if not each.namespace or not namespace]
        if exact:
            return exact[-1]
        return near[0] if len(near) == 1 else None

    def entries(self, data: ConfigData) -> dict[str, EnvEntry]:
        """Keys of an object; those of its env files lose."""
        found = {
            entry.name: entry
            for path in data.env_files
            if (file := self._env_files.get(path)) is not None
            for entry in file.entries
        }
        found.update({entry.name: entry for entry in data.entries})
        return found

    def is_whole(self, data: ConfigData) -> bool:
        """Whether every env file of the object is in the tree."""
        return all(path in self._env_files for path in data.env_files)


def variables(one: Container, namespace: str, values: Values) -> tuple[tuple[EnvEntry, ...], tuple[Setting[str], ...]]:
    """Variables, later ones win, and what else may set some, as a place or as a reason."""
    found: dict[str, EnvEntry] = {}
    hidden: list[Setting[str]] = []
    for source in one.env_from:
        data = values.find(source.kind, source.object, namespace) if source.object else None
        if data is None or not values.is_whole(data):
            hidden.append(Setting.written(f"{source.kind} {source.object or '?'}", source.span, "envFrom"))
        for entry in values.entries(data).values() if data is not None else ():
            step = Evidence(source.span, Origin.WRITTEN, f"envFrom {source.kind} {source.object}")
            name = source.prefix + entry.name
            found[name] = replace(entry, name=name, value=replace(entry.value.because_of(step), label=name))
    if one.incomplete:
        hidden.append(Setting.unresolved(one.incomplete, one.span, "env"))
    references = {each.variable: each for each in one.references}
    for entry in one.env:
        reference = references.get(entry.name)
        whole = _referred(entry, reference, namespace, values) if reference is not None else entry
        found[entry.name] = _expanded(whole, found, open_ended=bool(hidden)) if whole.raw else whole
    return tuple(found.values()), tuple(hidden)


def expand_words(command: Setting[tuple[str, ...]], env: tuple[EnvEntry, ...]) -> Setting[tuple[str, ...]]:
    """A command line with the variables that are known; a word with one that is not known stays as written.

    Words are plain text, so they get what may be shown of a value: a password in an address is masked.
    """
    if command.value is None or not any("$(" in word for word in command.value):
        return command
    known = {entry.name: entry for entry in env if entry.value.is_known and entry.value.value is not None}
    words = tuple(
        "".join(_shown(known, name, secret=False) if name in known else text for text, name in _parts(word))
        if all(name in known for _, name in _parts(word) if name)
        else word
        for word in command.value
    )
    used = [known[name] for word in command.value for _, name in _parts(word) if name in known]
    steps = tuple(Evidence(each.value.span, Origin.WRITTEN, f"{each.name} = {_masked(each)}") for each in used)
    return replace(command, value=words).because_of(*steps)


def mounts(one: Container, workload: PodWorkload, values: Values) -> Iterator[Mount]:
    """Each file that a ConfigMap or Secret of the tree puts into the container; a mount of anything else has no source."""
    volumes = {each.name: each for each in workload.volumes}
    for mount in one.mounts:
        volume = volumes.get(mount.volume)
        for source in volume.sources if volume is not None else ():
            files = _files(source, workload.namespace, values)
            if source.kind == "file":
                yield Mount(source.object, mount.target, mount.span)
            elif files is None:
                yield Mount("", mount.target, mount.span)
            elif mount.sub_path:
                yield from (Mount(file, mount.target, mount.span) for path, file in files if path == mount.sub_path)
            else:
                yield from (Mount(file, join(mount.target, path), mount.span) for path, file in files)


def _files(source: VolumeSource, namespace: str, values: Values) -> list[tuple[str, str]] | None:
    """Path inside the volume and place of each file; None when the tree does not hold the object."""
    data = values.find(source.kind, source.object, namespace) if source.kind in ("ConfigMap", "Secret") else None
    if data is None:
        return None
    known = dict(data.files)
    names = [*known, *(entry.name for entry in data.entries if entry.name not in known)]
    items = source.items or tuple((name, name) for name in names)
    return [(path, known.get(key, f"{data.span.path}#{data.name}:{key}")) for key, path in items]


def _referred(entry: EnvEntry, reference: KeyReference, namespace: str, values: Values) -> EnvEntry:
    what = f"{reference.kind} {reference.object}"
    data = values.find(reference.kind, reference.object, namespace)
    if data is None:
        why = f"it comes from {what}, which is not in the repository"
        return replace(entry, value=Setting.unresolved(why, reference.span, entry.name))
    source = values.entries(data).get(reference.key)
    if source is None:
        return replace(entry, value=Setting.unresolved(f"{what} has no key {reference.key}", reference.span, entry.name))
    step = Evidence(reference.span, Origin.WRITTEN, f"{entry.name} from {what}")
    return replace(entry, value=replace(source.value.because_of(step), label=entry.name))


def _expanded(entry: EnvEntry, before: Mapping[str, EnvEntry], *, open_ended: bool) -> EnvEntry:
    """The entry with `$(NAME)` filled in; `${NAME}` stands for what is set but not known."""
    if entry.value.value is None:
        return replace(entry, raw=False)
    parts = list(_parts(entry.value.value.reveal()))
    used = [before[name] for _, name in parts if name in before]
    if len(parts) == 1 and used:
        span = entry.value.span
        here = Evidence(span, Origin.WRITTEN, f"{entry.name} = $({used[0].name})")
        return replace(entry, value=replace(used[0].value.because_of(here), label=entry.name), raw=False)
    unknown = [each for each in used if each.value.value is None or not each.value.is_known]
    missing = [name for _, name in parts if name and name not in before] if open_ended else []
    text = "".join(_part(part, before, missing, secret=True) for part in parts)
    masked = "".join(_part(part, before, missing, secret=False) for part in _parts(entry.value.value.masked))
    whole = Secret(text, masked)
    steps = tuple(_step(each, whole) for each in used if each not in unknown)
    if unknown or missing:
        names = ", ".join([*(each.name for each in unknown), *missing])
        why = unknown[0].value.note if unknown else "the repository does not show all variables"
        value: Setting[Secret] = Setting.unresolved(f"needs {names}: {why}", entry.value.span, entry.name)
        value = replace(value, value=whole)
    else:
        value = replace(entry.value, value=whole)
    return replace(entry, value=value.because_of(*steps), raw=False)


def _part(part: tuple[str, str], before: Mapping[str, EnvEntry], missing: list[str], *, secret: bool) -> str:
    text, name = part
    if name in missing or (name in before and (before[name].value.value is None or not before[name].value.is_known)):
        return f"${{{name}}}"
    return _shown(before, name, secret=secret) if name in before else text


def _shown(known: Mapping[str, EnvEntry], name: str, *, secret: bool) -> str:
    value = known[name].value.value
    assert value is not None  # noqa: S101  # only called for known ones
    return value.reveal() if secret else value.masked


def _masked(entry: EnvEntry, whole: Secret | None = None) -> str:
    return entry.value.value.shown_in(whole) if entry.value.value is not None else "not known"


def _step(entry: EnvEntry, whole: Secret) -> Evidence:
    span: Span | None = entry.value.span
    return Evidence(span, Origin.WRITTEN, f"{entry.name} = {_masked(entry, whole)}")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Runs of text as (text, "") and references as (text as written, name)."""
    at = start = 0
    run: list[str] = []
    while (at := text.find("$", at)) >= 0:
        if text.startswith("$$", at):
            run.append(text[start : at + 1])
            at = start = at + 2
            continue
        close = text.find(")", at) if text.startswith("$(", at) else -1
        if close < 0:
            at += 1
            continue
        run.append(text[start:at])
        if "".join(run):
            yield "".join(run), ""
        run = []
        yield text[at : close + 1], text[at + 2 : close]
        at = start = close + 1
    run.append(text[start:])
    if "".join(run):
        yield "".join(run), ""
