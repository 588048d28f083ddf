"""Settings of Spring applications that classes of their own hold."""

from __future__ import annotations

from importlib import import_module

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.settings.properties import read
from poolaudit.extract.surfaces.spring import SURFACE
from poolaudit.extract.surfaces.spring_bound import bound_properties
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue

CLASS = """package shop;
import org.springframework.boot.context.properties.ConfigurationProperties;
@ConfigurationProperties(%s)
class RedisProperties {
    private int maxTotal = 10;
    private String serverAddress = "redis://127.0.0.1:6379";
}
"""


@pytest.mark.parametrize("annotation", ['"shop.redis"', 'prefix = "shop.redis"'], ids=["positional", "named"])
def test_getters_give_properties(annotation: str) -> None:
    """A getter gives the variable or property of the field's name, else what the class gives the field."""
    source = Source("src/main/java/shop/RedisProperties.java", CLASS % annotation)
    document = import_module("poolaudit.extract.code.java").FORMAT.read(source)
    assert isinstance(document, CodeModule)
    found = {each.name: each.value for each in bound_properties(document)}
    size = found["shop.RedisProperties().getMaxTotal()"]

    assert isinstance(size, EnvLookup)
    assert ("SHOP_REDIS_MAXTOTAL", "shop.redis.max-total", "shop.redis.maxTotal") == size.names
    assert isinstance(size.default, Literal)
    assert size.default.value == 10
    assert {
        f"shop.RedisProperties().{verb}{field}()" for verb in ("get", "is") for field in ("MaxTotal", "ServerAddress")
    } == set(found)


def test_other_annotations_bind_nothing() -> None:
    """A class without the annotation is no settings of Spring."""
    text = CLASS.replace("ConfigurationProperties(", "Component(") % '"shop.redis"'
    document = import_module("poolaudit.extract.code.java").FORMAT.read(Source("src/main/java/shop/RedisProperties.java", text))

    assert [] == list(bound_properties(document))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("shop.redis.hosts=rs:6379", [("shop.redis.hosts", "rs:6379")], id="host"),
        pytest.param("shop.redis.hosts=a:1;b:2", [("shop.redis.hosts", "a:1;b:2")], id="hosts"),
        pytest.param("shop.redis.hosts=rs:6379:us-east-1c", [("shop.redis.hosts", "rs:6379:***")], id="perhaps-a-password"),
        pytest.param(
            "shop.redis-lock.serverAddress=redis://:hunter2@rs:6379", [("shop.redis-lock.serverAddress", "***")], id="url"
        ),
        pytest.param("shop.redis.max-total=20", [("shop.redis.max-total", "20")], id="size"),
        pytest.param("shop.redis.password=hunter2", [], id="password"),
        pytest.param("shop.mail.host=smtp", [], id="near-miss-no-store"),
        pytest.param("shop.redis.namespace=shop", [], id="near-miss-no-place"),
    ],
)
def test_properties_of_stores(line: str, expected: list[tuple[str, str]]) -> None:
    """Properties of the application's own are told where they say where a store is or how large a pool; never more of a text."""
    source = Source("src/main/resources/application.properties", f"{line}\n")
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, NamedValue)]

    assert expected == [(each.name, _masked(each)) for each in found]


def _masked(named: NamedValue) -> object:
    value = named.value.value if isinstance(named.value, Literal) else None
    return getattr(value, "masked", value)
