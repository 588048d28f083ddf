"""Celery's broker and result backend: `Celery(broker=…)`, `app.conf`, a configuration module, Django's `CELERY_…` settings.

In: a `CodeModule` of Python that speaks of Celery. Out: a `ClientPool` of library `celery` for each connection string of Redis;
brokers of other kinds are no database.
Names: https://docs.celeryq.dev/en/stable/userguide/configuration.html (5.5, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.celery_settings import APPLICATIONS, BEATING, KEYWORDS, OTHER_BROKERS
from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.client_arguments import Arguments, conceal, is_none
from poolaudit.extract.surfaces.client_calls import settings_of
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.extract.surfaces.config_key import ConfigKey
from poolaudit.facts.client_pool import ClientPool, Scope
from poolaudit.facts.expression import EnvLookup, Items, Joined, Literal
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_UPDATES = frozenset({"update", "from_mapping", "dict", "config_from_object"})


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """Each connection string that the module gives, in written order."""
    if not isinstance(document, CodeModule) or "celery" not in source.text.lower():
        return
    found = sorted(_settings(document, source), key=lambda each: each.span.offset)
    for each in found:
        if each.name in BEATING and not is_none(each.value) and not _is_no_database(each.value):
            beside = {other.name: other.value for other in found if other.owner == each.owner}
            yield _pool(each, beside, document.module)


SURFACE = Surface(
    name="celery_config", formats=("python",), extract=extract, triggers=("broker", "result_backend", "CELERY_RESULT_BACKEND")
)


def _settings(module: CodeModule, source: Source) -> Iterator[ConfigKey]:
    for assignment in module.assignments:
        owner, _, name = assignment.target.rpartition(".")
        scope = assignment.scope
        if scope.function and not owner:
            continue  # a variable of a function, which a call may use
        yield from _named(f"{scope.class_name}|{scope.function}|{owner}", name, assignment.value, assignment.span, scope)
        if name == "CELERY" and isinstance(assignment.value, Items):
            for key, value in assignment.value.items:
                yield from _named(name, key, value, _place(key, value, assignment.value.span, source), scope)
    for field in module.fields:
        if field.value is not None:
            yield from _named(f"{field.class_name}||", field.name, field.value, field.span, Scope(class_name=field.class_name))
    for call in module.calls:
        update = call.callee.rpartition(".")[2] in _UPDATES
        if call.callee not in APPLICATIONS and not update:
            continue
        for argument in call.arguments:
            name = argument.name if update else KEYWORDS.get(argument.name, argument.name)
            if name:
                yield from _named(f"{call.span.offset}", name, argument.value, argument.span, call.scope)
            elif isinstance(argument.value, Items):
                for key, value in argument.value.items:
                    place = _place(key, value, argument.span, source)
                    yield from _named(f"{call.span.offset}", key, value, place, call.scope)


def _place(key: str, value: Expression, whole: Span, source: Source) -> Span:
    """Where a setting stands in a mapping: its value, or its key where the value is a name for something elsewhere."""
    if whole.offset <= value.span.offset < whole.end:
        return value.span
    found = (source.text.find(f"{quote}{key}{quote}", whole.offset, whole.end) for quote in ("'", '"'))
    at = next((each + 1 for each in found if each >= 0), None)
    return value.span if at is None else source.span(at, at + len(key))


def _named(owner: str, name: str, value: Expression, span: Span, scope: Scope) -> Iterator[ConfigKey]:
    """The setting under its name of today: `CELERY_BROKER_URL`, `BROKER_URL` and `broker_url` are one."""
    today = name.removeprefix("CELERY_").lower() if name.isupper() else name
    if today in _parameters() or today in BEATING:
        yield ConfigKey(owner, today, value, span, scope)


def _parameters() -> frozenset[str]:
    return frozenset(each.name for one in clients()["celery"].constructors for each in one.parameters)


def _is_no_database(value: Expression) -> bool:
    """Whether a value, or the default of a variable, surely names a broker of another kind."""
    if isinstance(value, EnvLookup):
        return value.default is not None and _is_no_database(value.default)
    if isinstance(value, Joined):
        return bool(value.parts) and _is_no_database(value.parts[0])
    text = value.value if isinstance(value, Literal) else None
    text = text.reveal() if isinstance(text, Secret) else text
    return isinstance(text, str) and text.lower().startswith(OTHER_BROKERS)


def _pool(setting: ConfigKey, beside: dict[str, Expression], module: str) -> ClientPool:
    client = clients()["celery"]
    constructor = next(each for each in client.constructors if setting.name in each.callees)
    own = {each.name for each in constructor.parameters}
    arguments = Arguments({name: value for name, value in beside.items() if name in own}, complete=True)
    settings, lookups = settings_of(arguments, constructor)
    written = conceal(setting.value)
    variable = BEATING[setting.name]
    if not isinstance(written, EnvLookup) or variable not in written.names:
        written = EnvLookup((variable,), setting.span, written, overrides=True)
    return settle(
        ClientPool(
            library=client.name,
            kind=constructor.kind,
            span=setting.span,
            call=setting.name,
            dsn=written,
            scope=setting.scope,
            module=module,
            arguments=settings,
            complete=arguments.complete,
            lookups=lookups,
        )
    )
