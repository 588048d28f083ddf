"""Backends of Django that keep a pool of their own.

In: the beginning of an ENGINE. Out: the name of the constructor in `clients/django.py` that says what their options mean.
"""

from __future__ import annotations

QUEUE_POOL = "dj_db_conn_pool: DATABASES"
GEVENT_POOL = "django_db_geventpool: DATABASES"
BACKENDS = (("dj_db_conn_pool.", QUEUE_POOL), ("django_db_geventpool.", GEVENT_POOL))
"""https://github.com/altairbow/django-db-connection-pool (1.2.6), https://github.com/jneight/django-db-geventpool (4.0.8);
read 2026-11-21."""
