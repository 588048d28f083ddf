"""Hands the graph the reading functions that it needs, so that neither side imports the other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from poolaudit.graph.readers import Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


def graph_readers() -> Readers:
    """The functions of `extract`, in the form that the graph asks for; each is loaded when the graph first asks."""
    settle = "poolaudit.extract.surfaces.client_settings"
    return Readers(
        looks_like_dsn=_later("poolaudit.extract.dsn.scheme", "looks_like_dsn"),
        parse_dsn=_parse,
        dsn_from_parts=_from_parts,
        option_parameters=_later("poolaudit.extract.dsn.options", "options_parameters"),
        fill=_later("poolaudit.extract.surfaces.compose_variables", "fill"),
        fill_field=_later(settle, "resettle"),
        with_url_parameters=_later(settle, "with_url_parameters"),
        with_version=_later(settle, "with_version"),
        driver_of=_later(settle, "driver_of"),
        server_settings=_server_settings,
    )


def _later(module: str, function: str) -> Callable[..., Any]:
    def call(*given: Any) -> Any:
        return getattr(import_module(module), function)(*given)

    return call


def _server_settings(engine: str, words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    of_mysql = engine == "mysql"
    read = _later(f"poolaudit.extract.surfaces.{'mysql' if of_mysql else 'postgres'}_command", "server_arguments")
    found: tuple[tuple[str, str], ...] = read(words)
    return found


def _parse(text: str, place: Callable[[int, int], Span], reader: str) -> Dsn | None:
    from poolaudit.extract.dsn.parse import DsnError, parse_dsn  # noqa: PLC0415

    for name in dict.fromkeys((reader, "")):  # what one library refuses still says where it was to lead
        try:
            return parse_dsn(text, place, reader=name)
        except DsnError:  # noqa: PERF203  # two rounds at most
            continue
    return None


def _from_parts(parts: Mapping[str, Setting[str]], password: Secret | None, span: Span) -> Dsn:
    from poolaudit.extract.dsn.parts import dsn_from_parts  # noqa: PLC0415
    from poolaudit.facts.setting import Setting as _Setting  # noqa: PLC0415

    return dsn_from_parts(
        tuple(parts.items()), span=span, password=_Setting.written(password, span) if password is not None else None
    )
