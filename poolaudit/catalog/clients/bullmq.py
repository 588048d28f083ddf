"""BullMQ and Bull: queues in Redis, each object with sockets of its own unless it is handed a client."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Parameter, Prepares, Reference, Unit

_PARTS = (("host", "host"), ("port", "port"), ("username", "user"), ("password", "password"), ("db", "dbname"))


def _entry(callees: tuple[str, ...], overloads: tuple[tuple[str, ...], ...], key: str) -> Constructor:
    return Constructor(
        callees=callees,
        kind="connection",
        driver="ioredis",
        objects=True,
        overloads=overloads,
        dsn_keywords=(f"{key}.url", *(("url",) if key == "redis" else ())),
        parts=tuple((f"{key}.{name}", part) for name, part in _PARTS),
        parameters=(Parameter(f"{key}.connectTimeout", "connect_timeout", Unit.MILLIS),),
        needs=(f"{key}.host", f"{key}.port", f"{key}.url", *(("url",) if key == "redis" else ())),
        fixed_pooling=False,
    )


CLIENT = Client(
    name="bullmq",
    title="BullMQ",
    language="javascript",
    engines=("redis",),
    packages=("npm:bullmq", "npm:bull"),
    prepares=Prepares.NEVER,
    default_port=6379,
    triggers=("bullmq", "'bull'", '"bull"'),
    constructors=(
        _entry(("bullmq.Queue", "bullmq.QueueEvents"), (("name",),), "connection"),
        _entry(("bullmq.Worker",), (("name", "processor"),), "connection"),
        _entry(("bullmq.FlowProducer",), ((),), "connection"),
        _entry(("bull", "bull.default", "bull.Queue"), (("name",), ("name", "url")), "redis"),
    ),
    notes=(
        "A worker has a second socket, on which it waits for jobs.",
        "Queues that are handed a client of ioredis share it; workers duplicate it.",
    ),
    sources=(
        Reference("https://docs.bullmq.io/guide/connections", "5", "2026-11-21"),
        Reference("https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md#queue", "4.16", "2026-11-21"),
    ),
)
