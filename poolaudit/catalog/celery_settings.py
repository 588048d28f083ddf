"""Names of Celery's settings and variables, and of brokers that are no database. Literals only."""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (Reference("https://docs.celeryq.dev/en/stable/userguide/configuration.html", "5.5", "2026-11-21"),)

APPLICATIONS = frozenset({"celery.Celery", "celery.app.base.Celery"})
KEYWORDS = {"broker": "broker_url", "backend": "result_backend"}
"""Arguments of an application → the settings that they are."""
BEATING = {"broker_url": "CELERY_BROKER_URL", "result_backend": "CELERY_RESULT_BACKEND"}
"""Settings → variables that Celery itself reads, and that beat them."""
OTHER_BROKERS = (
    "amqp",
    "pyamqp",
    "sqs",
    "memory",
    "filesystem",
    "kafka",
    "confluentkafka",
    "pubsub",
    "gcpubsub",
    "rpc",
    "cache",
    "django-db",
    "django-cache",
    "db+",
    "sqla+",
    "mongodb",
    "file:",
    "azure",
    "s3",
    "gs:",
    "elasticsearch",
)
"""What connection strings begin with that name neither Redis nor a variable."""
