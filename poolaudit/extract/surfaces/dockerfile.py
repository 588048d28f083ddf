"""Dockerfiles. In: the instructions. Out: one `Deployment`: what the image of the last stage runs, with its environment.

Instructions of a stage that is built from an earlier stage of the file are added to those of that stage.
"""

from __future__ import annotations

from dataclasses import field, replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, placed
from poolaudit.extract.settings.words import WordsError, split
from poolaudit.extract.surfaces.compose_text import ports_from
from poolaudit.extract.surfaces.docker_context import brought_in, compiled, labelled
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.deployment import Deployment, EnvEntry, Mount, Port
from poolaudit.facts.setting import Setting
from poolaudit.facts.word import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key
    from poolaudit.facts.span import Span


_MOST_COPIES = 200
_MOST_STAGES = 30
_LONGEST = 1_000
"""Characters of an image's name with its arguments filled in; defaults that double each other end there."""


@dataclass(slots=True)
class _Stage:
    """What one FROM and the instructions below it say."""

    image: Setting[str]
    command: Setting[tuple[str, ...]] = field(default_factory=lambda: Setting.absent("CMD"))
    entrypoint: Setting[tuple[str, ...]] = field(default_factory=lambda: Setting.absent("ENTRYPOINT"))
    env: tuple[EnvEntry, ...] = ()
    ports: tuple[Port, ...] = ()
    copies: tuple[Mount, ...] = ()
    workdir: str = ""
    start: Span | None = None
    """Its FROM."""
    inherited_command: bool = False
    """Whether `command` is that of the stage it is built from."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """One deployment, named after the folder, whose `build` is the folder of the file."""
    for root in getattr(document, "roots", ()):
        if isinstance(root, MappingNode):
            yield _deployment(source, root)


def concerns(source: Source) -> bool:
    """False for the list of files that Docker leaves out, whose name begins as that of its Dockerfile."""
    return not source.path.lower().endswith(".dockerignore")


SURFACE = Surface("dockerfile", ("dockerfile",), extract, concerns=concerns)


def _deployment(source: Source, root: MappingNode) -> Deployment:
    stages: dict[str, _Stage] = {}
    stage = _Stage(Setting.absent("FROM"))
    start = root.span
    defaults: dict[str, str] = {}
    for key, node in root.items:
        if not isinstance(node, ScalarNode):
            continue
        if key.name == "FROM":
            stage, start = _from(node, stages, defaults), key.span
            stage.start = start
        elif key.name == "ARG" and not stages:
            name, _, default = str(node.value).strip().partition("=")
            defaults[name] = _filled(default.strip("\"'"), defaults)
        else:
            _instruction(source, stage, key, node)
            _place(stage, stages, key, node)
    folder = dirname(source.path)
    name = source.path.rpartition("/")[2].lower()
    environment = name.removeprefix("dockerfile").removeprefix("containerfile").removesuffix("dockerfile").strip(".-")
    whole = Deployment(
        name=folder.rpartition("/")[2] or "image",
        surface="dockerfile",
        span=start,
        project=folder,
        environment=environment,
        build=Setting.written(folder, start, "Dockerfile"),
        brings=brought_in(root),
        source=labelled(root),
        compiles=compiled(root),
    )
    earlier = [(each, found) for each, found in stages.items() if found is not stage and not each.isdigit()]
    plain = replace(whole, build=Setting.absent("build"))
    before = tuple((each, _of_stage(plain, found)) for each, found in earlier[:_MOST_STAGES])
    return replace(_of_stage(whole, stage), stages=before)


def _of_stage(whole: Deployment, stage: _Stage) -> Deployment:
    """The image of one stage."""
    return replace(
        whole,
        span=stage.start or whole.span,
        image=stage.image,
        command=stage.command,
        entrypoint=stage.entrypoint,
        env=stage.env,
        ports=stage.ports,
        copies=stage.copies,
        workdir=stage.workdir,
    )


def _from(node: ScalarNode, stages: dict[str, _Stage], defaults: dict[str, str]) -> _Stage:
    """A new stage; one that is built from an earlier stage starts with what that says."""
    words = [word for word in str(node.value).split() if not word.startswith("--")]
    image = words[0] if words else ""
    name = words[2] if len(words) > 2 and words[1].lower() == "as" else ""  # noqa: PLR2004 - FROM image AS name
    base = stages.get(image.lower())
    stage = replace(base, inherited_command=True) if base else _Stage(_image(image, node, defaults))
    stages[name.lower() or str(len(stages))] = stage
    return stage


def _image(image: str, node: ScalarNode, defaults: dict[str, str]) -> Setting[str]:
    """The base image; of one that a build argument names, what the argument is by default, but no release: those differ."""
    name, colon, tag = image, "", ""
    if "$" in image.rpartition("/")[2].partition(":")[2]:
        name, colon, tag = image.rpartition(":")
    filled = _filled(name, defaults)
    span = place_of(next(iter(placed(node, str(node.value)).within((image,))), ""), None) or node.span
    if "$" in filled:
        return Setting.unresolved("a build argument names it", span, "FROM")
    return replace(Setting.written(f"{filled}{colon}{tag}", span, "FROM"), assumed="$" in image)


def _filled(text: str, defaults: dict[str, str]) -> str:
    """The text with the defaults of build arguments in it."""
    for name, default in defaults.items():
        if default:
            text = text.replace(f"${{{name}}}", default)
    for name in sorted(defaults, key=len, reverse=True):
        if defaults[name] and not text.partition(f"${name}")[2][:1].isidentifier():
            text = text.replace(f"${name}", defaults[name])
    return text[:_LONGEST]


def _instruction(source: Source, stage: _Stage, key: Key, node: ScalarNode) -> None:
    if key.name == "CMD":
        stage.command, stage.inherited_command = _words(node, "CMD"), False
    elif key.name == "ENTRYPOINT":
        stage.entrypoint = _words(node, "ENTRYPOINT")
        if stage.inherited_command:
            # docker drops an inherited CMD when a stage sets its own ENTRYPOINT
            stage.command = Setting.absent("CMD")
    elif key.name == "ENV":
        stage.env += tuple(_env(source, node))
    elif key.name == "EXPOSE":
        for word in str(node.value).split():
            inner = ports_from(word, node.span)
            stage.ports += tuple(Port(port.container, None, "", port.span, port.protocol) for port in inner)


def _place(stage: _Stage, stages: dict[str, _Stage], key: Key, node: ScalarNode) -> None:
    """Where the stage stands in its file system, and what is copied into it."""
    if key.name == "WORKDIR":
        stage.workdir = normpath(join(stage.workdir or "/", str(node.value).strip("\"'")))
    elif key.name in ("COPY", "ADD"):
        flags, text = [], str(node.value)
        while text.startswith("--"):
            flag, _, text = text.partition(" ")
            flags.append(flag)
            text = text.lstrip()
        *names, last = _words(replace(node, value=text), key.name).value or ("",)
        origin = next((flag.partition("=")[2] for flag in flags if flag.startswith("--from=")), "")
        if names and not any("$" in name or "://" in name or name.startswith("<<") for name in (*names, last)):
            target = normpath(join(stage.workdir or "/", last))
            for name in names:
                if any(mark in name for mark in "*?["):
                    continue  # which files it fits is not known here
                held = (
                    _copied(stages.get(origin.lower()), name, target, node.span) if origin else (_mount(name, target, node.span),)
                )
                stage.copies = (*stage.copies, *held)[-_MOST_COPIES:]


def _mount(name: str, target: str, span: Span) -> Mount:
    source = normpath(name.lstrip("/") or ".")
    return Mount("" if source == "." else source, target, span)


def _copied(stage: _Stage | None, name: str, target: str, span: Span) -> Iterator[Mount]:
    """What of the context an earlier stage holds at the place from which it is copied on."""
    place = normpath(join("/", name))
    for each in stage.copies if stage is not None else ():
        held = each.target.rstrip("/") or "/"
        if held == place:
            yield Mount(each.source, target, span)
        elif held.startswith(f"{place.rstrip('/')}/"):
            yield Mount(each.source, join(target, held[len(place.rstrip("/")) + 1 :]), span)
        elif place.startswith(f"{held.rstrip('/')}/") and "." not in each.source.rpartition("/")[2][1:]:
            yield Mount(join(each.source, place[len(held.rstrip("/")) + 1 :]), target, span)


def _words(node: ScalarNode, label: str) -> Setting[tuple[str, ...]]:
    """Exec form is a JSON array of texts; everything else is shell form, split by shell rules."""
    import json  # noqa: PLC0415 - only Dockerfiles need it here

    text = str(node.value)
    if text.startswith("["):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            words = None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return Setting.written(placed(node, text).within(words), node.span, label)
    try:
        return Setting.written(placed(node, text).within(word.text for word in split(text)), node.span, label)
    except WordsError as error:
        return Setting.unresolved(str(error), node.span, label)


def _env(source: Source, node: ScalarNode) -> Iterator[EnvEntry]:
    """`NAME=value …` with shell quoting, or the old `NAME value`."""
    raw, base = node.raw, node.span.offset
    try:
        words = tuple(word for word in split(raw) if word.text != ";")
    except WordsError:
        return
    if words and "=" not in words[0].raw:
        start = words[1].start if len(words) > 1 else len(raw)
        value = source.span(base + start, base + len(raw.rstrip()))
        yield _entry(words[0].text, source.at(value), value, node.span, expands=True)
        return
    for word in words:
        name, equals, _ = word.raw.partition("=")
        if not equals:
            continue
        start = base + word.start + len(name) + 1
        # one quoted run after `NAME=`: its quotes are not part of the value
        quoted = 1 if len(word.pieces) == 2 and source.text[start] in "'\"" else 0  # noqa: PLR2004
        value = source.span(start + quoted, base + word.end - quoted)
        expands = any(piece.expands and "$" in piece.text for piece in word.pieces)
        yield _entry(name, word.text[len(name) + 1 :], value, source.span(base + word.start, base + word.end), expands=expands)


def _entry(name: str, text: str, at: Span, span: Span, *, expands: bool) -> EnvEntry:
    if "$" in text and expands:
        return EnvEntry(name, Setting.unresolved("depends on a build argument or an earlier ENV", at, name), span)
    return EnvEntry(name, Setting.written(env_secret(name, text), at, name), span)
