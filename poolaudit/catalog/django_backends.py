"""Backends of Django that keep a pool of their own, and Django's names of the parts of a connection.

In: the beginning of an ENGINE, a key of `DATABASES`. Out: the name of the constructor in `clients/django.py` that says what the
backend's options mean; libpq's name of the part.
"""

from __future__ import annotations

QUEUE_POOL = "dj_db_conn_pool: DATABASES"
GEVENT_POOL = "django_db_geventpool: DATABASES"
BACKENDS = (("dj_db_conn_pool.", QUEUE_POOL), ("django_db_geventpool.", GEVENT_POOL))
"""https://github.com/altairbow/django-db-connection-pool (1.2.6), https://github.com/jneight/django-db-geventpool (4.0.8);
read 2026-11-21."""
PARTS = {"ENGINE": "engine", "HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
"""https://docs.djangoproject.com/en/5.2/ref/settings/#databases (5.2, read 2026-11-21)."""
REDIS = (
    "django.core.cache.backends.redis.",
    "django_redis.cache.",
    "channels_redis.core.",
    "channels_redis.pubsub.",
)
"""What the backends of caches and channel layers begin with that redis-py serves (Django 5.2, django-redis 7.0.0,
channels_redis 4.3.0; read 2026-11-21)."""
