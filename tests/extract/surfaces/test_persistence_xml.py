"""Connections of JPA and Hibernate."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.xml import read
from poolaudit.extract.surfaces.persistence_xml import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.dsn import Dsn


def _facts(text: str) -> tuple[Source, list[object]]:
    source = Source("META-INF/persistence.xml", text)
    return source, list(SURFACE.extract(source, read(source)))


def test_hikari_below_hibernate() -> None:
    """Keys below `hibernate.hikari` are HikariCP's; the string is concealed."""
    source, (pool,) = _facts(
        '<persistence><persistence-unit name="a"><properties>'
        '<property name="jakarta.persistence.jdbc.url" value="jdbc:postgresql://db/x?user=u&amp;password=s3cret"/>'
        '<property name="hibernate.hikari.maximumPoolSize" value="12"/>'
        "</properties></persistence-unit></persistence>"
    )
    assert isinstance(pool, ClientPool)
    assert pool.max_size.span is not None

    assert ("hikaricp", 12, "12", 1800.0) == (
        pool.library,
        pool.max_size.value,
        source.at(pool.max_size.span),
        pool.max_lifetime.value,
    )
    assert "s3cret" not in repr(pool)


def test_a_string_alone() -> None:
    """Without a pool of its own the string is a connection string; a unit without any says nothing."""
    _, facts = _facts(
        "<hibernate-configuration><session-factory>"
        '<property name="connection.url">jdbc:postgresql://db:5432/x</property>'
        '</session-factory><session-factory><property name="show_sql">true</property></session-factory></hibernate-configuration>'
    )

    assert [("db", 5432)] == [(each.host.value, each.port.value) for each in facts if isinstance(each, Dsn)]
    assert 1 == len(facts)
