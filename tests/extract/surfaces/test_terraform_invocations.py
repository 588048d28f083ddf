"""Connection strings in what Terraform hands to functions."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.join import joined
from poolaudit.extract.settings.hcl import read
from poolaudit.extract.surfaces.terraform import extract
from poolaudit.facts.dsn import Dsn

HEREDOC = """
data "aws_lambda_invocation" "migrate" {
  function_name = "flyway"
  input = <<JSON
  {
    "method": "MIGRATE",
    "at": { "connectionString": "jdbc:postgresql://${aws_rds_cluster.db.endpoint}:5432/shop" }
  }
  JSON
}
"""
ENCODED = """
resource "aws_lambda_invocation" "migrate" {
  function_name = "flyway"
  input         = jsonencode({ url = "postgresql://app@db.internal:5432/shop", retries = 3 })
}
"""


@pytest.mark.parametrize(
    ("text", "line", "host", "port", "database"),
    [
        pytest.param(HEREDOC, 7, None, 5432, "shop", id="text"),
        pytest.param(ENCODED, 4, "db.internal", 5432, "shop", id="an expression"),
    ],
)
def test_strings(text: str, line: int, host: str | None, port: int, database: str) -> None:
    """Each stands at its place in the input."""
    source = Source("main.tf", text)
    (found,) = (each for each in joined(extract(source, read(source)))[0] if isinstance(each, Dsn))

    assert (line, host, port, database) == (found.span.line, found.host.value, found.port.value, found.database.value)


def test_other_inputs() -> None:
    """An address of something else is no connection string."""
    source = Source("main.tf", ENCODED.replace("postgresql://app@db.internal:5432/shop", "https://shop.internal"))

    assert [] == [each for each in joined(extract(source, read(source)))[0] if isinstance(each, Dsn)]
