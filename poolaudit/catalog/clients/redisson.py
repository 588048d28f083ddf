"""Redisson for one server: a pool that setters configure, and a second one for subscriptions."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARAMETERS = (
    Parameter("connectionPoolSize", "max_size", defaults=(Default(64),)),
    Parameter("connectionMinimumIdleSize", "min_size", varies="24 in 3.40, and more or less in others"),
    Parameter("idleConnectionTimeout", "idle_timeout", Unit.MILLIS, (Default(10_000),)),
    Parameter("connectTimeout", "connect_timeout", Unit.MILLIS, (Default(10_000),)),
    Parameter("timeout", "statement_timeout", Unit.MILLIS, (Default(3_000),)),
)

CLIENT = Client(
    name="redisson",
    title="Redisson",
    language="java",
    engines=("redis",),
    packages=("maven:org.redisson:redisson", "maven:org.redisson:redisson-spring-boot-starter"),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("org.redisson",),
    constructors=(
        Constructor(
            callees=("org.redisson.config.Config().useSingleServer",),
            kind="pool",
            driver="redisson",
            dsn_keywords=("address",),
            needs=("address",),
            parts=(("password", "password"), ("username", "user")),
            parameters=_PARAMETERS,
            setters=(
                ("setAddress", "address"),
                ("setPassword", "password"),
                ("setUsername", "username"),
                *((f"set{each.name[0].upper()}{each.name[1:]}", each.name) for each in _PARAMETERS),
            ),
            fixed_pooling=True,
        ),
    ),
    notes=(
        "Subscriptions have a pool of their own, of 50 connections.",
        "Clusters, sentinels, replicas and files of settings are not followed.",
    ),
    sources=(
        Reference(
            "https://github.com/redisson/redisson/blob/master/redisson/src/main/java/org/redisson/config/SingleServerConfig.java",
            "3.40 (0482efe1)",
            "2026-11-21",
        ),
        Reference("https://redisson.pro/docs/configuration/#single-mode", "3.50", "2026-11-21", "seen"),
    ),
)
