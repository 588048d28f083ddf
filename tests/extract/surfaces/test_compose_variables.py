"""Variables of compose services whose values are partly known."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.compose import extract
from poolaudit.extract.surfaces.compose_variables import fill
from poolaudit.facts.deployment import Deployment

TEXT = """\
services:
  web:
    image: shop
    environment:
      DATABASE_URL: postgres://${DB_USER:-app}:${DB_PASSWORD}@pgbouncer:6432/${DB_NAME:-shop}
"""


def filled(text: str) -> Deployment:
    """The only service of a compose file beside which there is no `.env`."""
    source = Source("compose.yml", text)
    (deployment,) = (fact for fact in extract(source, read(source)) if isinstance(fact, Deployment))
    return fill(deployment, lambda _: None)


def test_defaults_stand_beside_what_is_missing() -> None:
    """One missing variable leaves the defaults of the others in the value, which stays unresolved."""
    value = filled(TEXT).env[0].value

    assert value.value is not None
    assert (False, "postgres://app:${DB_PASSWORD}@pgbouncer:6432/shop") == (value.is_known, value.value.reveal())
