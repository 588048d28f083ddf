"""The application host of .NET Aspire: `builder.AddPostgres("db").WithImageTag("17")`, `builder.AddProject<Projects.A>("a")`.

In: the calls of a module of C#. Out: a `Deployment` for each server, container and project. Whose code a project holds is told by
another file, so it is linked to none.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.aspire import BUILDERS, CONTAINER, IMAGES, PROJECT
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.deployment import Deployment, EnvEntry
from poolaudit.facts.expression import Literal
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Argument, Call

_IMAGES = dict(IMAGES)
_PAIR = 2
"""Arguments of a method that takes a name and a value."""


@dataclass(frozen=True, slots=True)
class _Resource:
    """Something that the host adds."""

    method: str
    added: Call
    steps: tuple[Call, ...]
    """What is called on it, in written order."""


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """Each of them once, in written order."""
    for resource in _resources(document) if isinstance(document, CodeModule) else ():
        name = _written(resource.added, 0)
        if name is None:
            continue
        image = _image(resource)
        if image is None:
            continue
        yield Deployment(
            name=str(name.value),
            surface="aspire",
            span=name.span,
            project=dirname(source.path),
            environment="",
            hostnames=(str(name.value),),
            image=image,
            command=_command(source, resource),
            replicas=_replicas(resource),
            env=tuple(_environment(resource)),
        )


SURFACE = Surface(
    name="aspire",
    formats=("csharp",),
    extract=extract,
    triggers=("DistributedApplication.CreateBuilder", "IDistributedApplicationBuilder"),
    self_contained=True,
)


def _resources(document: CodeModule) -> Iterator[_Resource]:
    calls = sorted(document.calls, key=lambda each: each.span.end)
    for call in calls:
        owner, _, method = call.callee.partition("<")[0].rpartition(".")
        if owner not in BUILDERS or method not in (*_IMAGES, PROJECT, CONTAINER):
            continue
        chain = [each for each in calls if each.span.offset == call.span.offset]
        name = next((each.scope.assigned_to for each in chain if each.scope.assigned_to), "")
        later = {each.span.offset for each in calls if name and each.receiver == name}
        steps = (each for each in calls if each is not call and (each in chain or each.span.offset in later))
        prefix = f"{owner}.{method}()."
        yield _Resource(method, call, tuple(each for each in steps if each.callee.startswith(prefix)))


def _image(resource: _Resource) -> Setting[str] | None:
    """The image that runs; absent for a project, None for a container whose image is not written."""
    if resource.method == PROJECT:
        return Setting.absent("image")
    if resource.method == CONTAINER:
        written = _written(resource.added, 1)
        found: Setting[str] = (
            Setting.written(str(written.value), written.span, "image") if written is not None else Setting.absent()
        )
        tag = _written(resource.added, 2)
    else:
        found = Setting.default(_IMAGES[resource.method], "image", "default of Aspire, whose release chooses the tag")
        tag = None
    for step in _named(resource, "WithImage"):
        written = _written(step, 0)
        if written is None:
            return Setting.unresolved("it is no plain text", step.span, "image")
        found, tag = Setting.written(str(written.value), written.span, "image"), _written(step, 1)
    for step in _named(resource, "WithImageTag"):
        tag = _written(step, 0)
        if tag is None:
            return Setting.unresolved("its tag is no plain text", step.span, "image")
    if not found.is_known:
        return None
    if tag is None:
        return found
    parts: Setting[str] = Setting.written(str(tag.value), tag.span, "tag")
    return Setting.derived(f"{(found.value or '').partition(':')[0]}:{tag.value}", "image", "with its tag", found, parts)


def _command(source: Source, resource: _Resource) -> Setting[tuple[str, ...]]:
    """What is handed to the program of the image."""
    given = [each for step in _named(resource, "WithArgs") for each in step.arguments]
    words = [_text(each) for each in given]
    if not given:
        return Setting.absent("command")
    span = source.span(given[0].span.offset, given[-1].span.end)
    if any(word is None for word in words):
        return Setting.unresolved("some of its words are no plain text", span, "command")
    return Setting.written(tuple(str(word) for word in words), span, "command")


def _replicas(resource: _Resource) -> Setting[int]:
    for step in reversed(_named(resource, "WithReplicas")):
        value = step.arguments[0].value if step.arguments else None
        if isinstance(value, Literal) and isinstance(value.value, int):
            return Setting.written(value.value, value.span, "replicas")
        return Setting.unresolved("it is no plain number", step.span, "replicas")
    return Setting.default(1, "replicas", "Aspire")


def _environment(resource: _Resource) -> Iterator[EnvEntry]:
    for step in _named(resource, "WithEnvironment"):
        name = _written(step, 0)
        if name is None or len(step.arguments) != _PAIR:
            continue
        text, span = _text(step.arguments[1]), step.arguments[1].value.span
        value: Setting[Secret] = Setting.unresolved("it is no plain text", span, str(name.value))
        if text is not None:
            value = Setting.written(Secret(text), span, str(name.value))
        yield EnvEntry(str(name.value), value, step.span)


def _named(resource: _Resource, method: str) -> list[Call]:
    return [each for each in resource.steps if each.callee.rpartition(".")[2] == method]


def _written(call: Call, position: int) -> Literal | None:
    """A text that is passed by position."""
    argument = call.positional(position)
    text = _text(argument) if argument is not None else None
    return Literal(text, argument.value.span) if argument is not None and text is not None else None


def _text(argument: Argument) -> str | None:
    value = argument.value.value if isinstance(argument.value, Literal) else None
    text = value.reveal() if isinstance(value, Secret) else value
    return text if isinstance(text, str) else None
