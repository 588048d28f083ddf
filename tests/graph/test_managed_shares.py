"""Who else uses the server behind a managed proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph


def proxy(name: str, share: str, server: str = "aws_db_instance.orders") -> str:
    """A proxy with its target, as Terraform describes it."""
    return f"""
resource "aws_db_proxy" "{name}" {{
  name = "{name}"
}}
resource "aws_db_proxy_default_target_group" "{name}" {{
  db_proxy_name = aws_db_proxy.{name}.name
  connection_pool_config {{
    max_connections_percent = {share}
  }}
}}
resource "aws_db_proxy_target" "{name}" {{
  db_proxy_name          = aws_db_proxy.{name}.name
  db_instance_identifier = {server}.identifier
}}
"""


def function(name: str, host: str) -> str:
    """A function that is told a host."""
    return f"""
resource "aws_lambda_function" "{name}" {{
  handler = "{name}.run"
  environment {{
    variables = {{ DB_HOST = {host} }}
  }}
}}
"""


def test_shares_are_summed_by_server(graph_of: Callable[..., Graph]) -> None:
    """Proxies of one folder in front of one server share its connections, across files; a proxy alone has no sum."""
    graph = graph_of(
        {
            "infra/a.tf": proxy("web", "70"),
            "infra/b.tf": proxy("jobs", "40") + proxy("other", "90", "aws_db_instance.billing"),
            "stage/a.tf": proxy("web", "70"),
        }
    )
    found = {each.config.path + each.symbol: each.server_share_of_all.value for each in graph.poolers if each.config}

    assert {
        "infra/a.tfpooler web": 110,
        "infra/b.tfpooler jobs": 110,
        "infra/b.tfpooler other": None,
        "stage/a.tfpooler web": None,
    } == found


def test_a_share_that_is_not_known_makes_no_sum(graph_of: Callable[..., Graph]) -> None:
    """A percentage from a variable leaves the sum open."""
    graph = graph_of({"main.tf": proxy("web", "70") + proxy("jobs", "var.share")})

    assert [(None, "set from var.share")] * 2 == [
        (each.server_share_of_all.value, each.server_share_of_all.note) for each in graph.poolers
    ]


def test_workloads_that_go_round_the_proxy(graph_of: Callable[..., Graph]) -> None:
    """A workload that takes the address of the server itself is a direct client; one of its port or the proxy is none."""
    graph = graph_of(
        {
            "main.tf": proxy("web", "100"),
            "functions.tf": function("report", "aws_db_instance.orders.address")
            + function("site", "aws_db_proxy.web.endpoint")
            + function("metrics", "aws_db_instance.orders.port")
            + function("bills", "aws_db_instance.billing.address"),
        }
    )

    assert ["report"] == [each.direct_clients.value for each in graph.poolers]
