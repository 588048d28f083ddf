"""Lettuce: a client shares one connection of Redis among all threads."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Prepares, Reference

_ROOT = "io.lettuce.core"

CLIENT = Client(
    name="lettuce",
    title="Lettuce",
    language="java",
    engines=("redis",),
    packages=("maven:io.lettuce:lettuce-core",),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("io.lettuce.core",),
    constructors=(
        Constructor(
            callees=(f"{_ROOT}.RedisClient.create", f"{_ROOT}.cluster.RedisClusterClient.create"),
            kind="connection",
            driver="lettuce",
            objects=True,
            overloads=(("uri",), ("", "uri")),
            openers=((f"{_ROOT}.RedisURI.create", ("uri",)),),
            dsn_keywords=("uri",),
            needs=("uri",),
            fixed_pooling=False,
        ),
    ),
    notes=(
        "A connection is opened by connect(), and may be shared by threads.",
        "RedisURI.builder() and RedisURI.create(host, port) are not followed.",
    ),
    sources=(Reference("https://redis.github.io/lettuce/user-guide/connecting-redis/", "6.5", "2026-11-21"),),
)
