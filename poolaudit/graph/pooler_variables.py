"""Variables that a pooler's image is given and makes nothing of.

In: poolers as they run. Out: a `PoolerVariable` for each setting that a manifest gives by a variable which the image does
not read, or beside a mounted file that wins.
Variables of env files do not count, which others may share; nor does a container with a command or an image of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.graph.context import context_in, context_of
from poolaudit.graph.pooler_settings import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.catalog.model import PoolerImage, PoolerSoftware
    from poolaudit.facts.deployment import EnvEntry
    from poolaudit.facts.span import Span
    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.running_pooler import Running

_ANY: Setting[str] = Setting.unresolved("each client asks for its own")
_LIBPQ = "PG"
_OWN = "PGBOUNCER_"
_WHOLE = ("@host", "@port", "@user", "@database")
"""What a connection string gives as well."""
_LISTEN = "listen_port"
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PoolerVariable:
    """One variable of a pooler's container that sets nothing."""

    span: Span
    """The entry of the manifest."""
    symbol: str
    context: Setting[str]
    trail: tuple[Evidence, ...]
    pooler: Pooler
    name: str
    setting: str
    """Setting of the pooler that it looks like: `pool_mode`; `server address` for host, port, user and database."""
    image: str
    """Image without tag: `edoburu/pgbouncer`."""
    read: Setting[bool]
    """Whether the image makes anything of it."""
    instead: Setting[str]
    """The variable that the image reads for this setting; absent when it has none."""
    overridden_by: Setting[str]
    """File that is mounted over what the image would write; absent when there is none."""
    in_force: Setting[str]
    """What the pooler works with; absent for the server's address."""
    matters: Setting[bool]
    """Whether that differs from what the variable says."""
    effect: str
    """What holds instead: `pool_mode is session`. Variables that one mounted file makes void are told together."""


def pooler_variables(runnings: Iterable[Running], poolers: Iterable[Pooler]) -> Iterator[PoolerVariable]:
    """Each variable without effect, in written order."""
    for running, pooler in zip(runnings, poolers, strict=True):
        if _is_the_image_itself(running):
            yield from _variables(running, pooler)


def _is_the_image_itself(running: Running) -> bool:
    """Whether nothing but the image's own entry point reads the variables."""
    deployment = running.deployment
    return (
        deployment is not None
        and running.image is not None
        and not deployment.build.is_known
        and deployment.command.origin is Origin.ABSENT
        and deployment.entrypoint.origin is Origin.ABSENT
        and bool(running.image.environment)
    )


def _variables(running: Running, pooler: Pooler) -> Iterator[PoolerVariable]:
    image, deployment = running.image, running.deployment
    assert image is not None  # noqa: S101  # asked before
    assert deployment is not None  # noqa: S101
    own = dict(image.environment)
    foreign = _foreign(running.software, image)
    given = {own[name] for name in (running.world.variables if running.world is not None else {}) if name in own}
    overridden = []
    for entry in {each.name: each for each in deployment.env}.values():
        setting = own.get(entry.name) or _by_prefix(entry.name, image)
        if setting is not None:
            if running.config is not None and image.mounted_file_wins and not setting.startswith("@"):
                overridden.append(_found(running, pooler, entry, setting, read=True))
            continue
        setting = foreign.get(entry.name)
        if setting is not None and setting not in given and not (setting in _WHOLE and "@url" in given):
            yield _found(running, pooler, entry, setting, read=False)
    different = [each for each in overridden if each.matters.value]
    yield from [_together(different)] if different else overridden[:1]


def _together(variables: list[PoolerVariable]) -> PoolerVariable:
    """The variables that one mounted file makes void, as one."""
    first = variables[0]
    shown = [f"{each.setting} is {each.in_force.value or 'empty'}" for each in variables[:_MOST_SHOWN]]
    names = [each.name for each in variables[:_MOST_SHOWN]]
    rest = len(variables) - len(names)
    return replace(
        first,
        trail=tuple(dict.fromkeys(step for each in variables for step in each.trail)),
        name=", ".join(names) + (f" and {rest} more" if rest else ""),
        effect=", ".join(shown),
        matters=replace(first.matters, because=tuple(dict.fromkeys(step for each in variables for step in each.matters.because))),
    )


def _by_prefix(name: str, image: PoolerImage) -> str | None:
    prefix = image.any_setting
    return name[len(prefix) :].lower() if prefix and name.startswith(prefix) else None


def _foreign(software: PoolerSoftware, image: PoolerImage) -> dict[str, str]:
    """Variables of other images of the same pooler, and its settings in capitals, which this image does not read."""
    found = {
        name: "listen_port" if meaning == "@listen_port" else meaning
        for other in software.images
        for name, meaning in other.environment
        if "_" in name and (name.startswith(_OWN) or not name.startswith(_LIBPQ))
    }
    for parameter in software.parameters:
        if "global" in parameter.scopes and "_" in parameter.name:
            found.setdefault(parameter.name.upper(), parameter.name)
        if "global" in parameter.scopes:
            found.setdefault(_OWN + parameter.name.upper(), parameter.name)
    known = {each.name for each in software.parameters}
    usable = {name: meaning for name, meaning in found.items() if meaning in known or meaning in _WHOLE}
    return {name: meaning for name, meaning in usable.items() if name not in dict(image.environment)}


def _found(running: Running, pooler: Pooler, entry: EnvEntry, setting: str, *, read: bool) -> PoolerVariable:
    image = running.image
    assert image is not None  # noqa: S101  # asked before
    address = setting in _WHOLE
    assumed = any(each.verified != "source" for each in image.sources)
    file = Setting.derived(running.config.path, "mounted", "") if running.config is not None else Setting.absent("mounted")
    in_force: Setting[str] = Setting.absent(setting)
    if not address:
        in_force = settings_for(running, _ANY, _ANY).text(setting)
    secret = entry.value.value
    meant = entry.value.read_as(secret.reveal() if secret is not None and not address else None)
    others = [
        name for name, meaning in image.environment if meaning == setting or (setting, meaning) == (_LISTEN, "@listen_port")
    ]
    return PoolerVariable(
        span=entry.span,
        symbol=f"{running.name} {entry.name}",
        context=context_in(running.deployment) if running.deployment is not None else context_of(entry.span.path),
        trail=(*running.trail, Evidence(entry.span, Origin.WRITTEN, f"{entry.name} is set")),
        pooler=pooler,
        name=entry.name,
        setting="server address" if address else setting,
        image=image.repositories[0],
        read=Setting(read, Origin.DERIVED, entry.span, f"{image.repositories[0]} reads {entry.name}", "", (), assumed),
        instead=Setting.derived(others[0], "instead", image.repositories[0]) if others else Setting.absent("instead"),
        overridden_by=file,
        in_force=in_force,
        effect=f"{setting} is {in_force.value or 'empty'}",
        matters=Setting(True, Origin.DERIVED, entry.span) if address and others else _differs(meant, in_force),
    )


def _differs(meant: Setting[str], in_force: Setting[str]) -> Setting[bool]:
    for each in (meant, in_force):
        if not each.is_known or each.value is None:
            return Setting.unresolved(each.note or f"{each.label} is not known", each.span, each.label)
    return in_force.restated(_plain(meant.value or "") != _plain(in_force.value or ""))


def _plain(text: str) -> str:
    """Without case and blanks, as PgBouncer compares words."""
    return ",".join(part.strip() for part in text.strip().lower().split(","))
