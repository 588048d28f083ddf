"""Texts that functions of Pulumi programs make of outputs."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import python, typescript
from poolaudit.extract.join import joined
from poolaudit.extract.pulumi.applied import applied
from poolaudit.extract.surfaces.pulumi_code import SURFACE
from poolaudit.facts.kubernetes import ConfigData

TYPESCRIPT = """\
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
const name = "shop";
const db = new aws.rds.Instance("orders", { engine: "postgres" });
new k8s.core.v1.ConfigMap("env", { data: { URL: EXPRESSION } });
"""
PYTHON = """\
import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s
db = aws.rds.Instance("orders", engine="postgres")
k8s.core.v1.ConfigMap("env", data={"URL": EXPRESSION})
"""
URL = "postgresql://app@aws_db_instance.orders:5432/shop"


def _value(program: str, expression: str) -> str | None:
    source = Source("index.ts" if "const" in program else "__main__.py", program.replace("EXPRESSION", expression))
    module = (typescript if "const" in program else python).FORMAT.read(source)
    (found,) = (each for each in joined(SURFACE.extract(source, module))[0] if isinstance(each, ConfigData))
    value = found.entries[0].value
    return value.value.reveal() if value.is_known and value.value is not None else None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("db.endpoint.apply(at => `postgresql://app@${at}/${name}`)", URL),
        ("pulumi.all([db.address, db.port]).apply(([host, port]) => `postgresql://app@${host}:${port}/shop`)", URL),
        ("pulumi.all([db.address, db.port]).apply(given => `postgresql://app@${given[0]}:${given[1]}/shop`)", URL),
        ("db.address.apply((host: string) => host)", "aws_db_instance.orders"),
        ("db.address.apply(host => { return host; })", None),
        ("db.address.apply(host => `postgresql://app@${host.trim()}/shop`)", None),
        ("db.masterUserSecrets.apply(each => `postgresql://${each}@h/shop`)", None),
    ],
    ids=["an output", "several", "several by number", "itself", "a body", "a method", "an output that is not known"],
)
def test_typescript(expression: str, expected: str | None) -> None:
    """A template of outputs whose values are known is known."""
    assert expected == _value(TYPESCRIPT, expression)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('db.address.apply(lambda host: f"postgresql://app@{host}:5432/shop")', URL),
        ('pulumi.Output.all(db.address, db.port).apply(lambda v: f"postgresql://app@{v[0]}:{v[1]}/shop")', URL),
        (
            "pulumi.Output.all(host=db.address, name='shop').apply(lambda v: f\"postgresql://app@{v['host']}:5432/{v['name']}\")",
            URL,
        ),
        ('pulumi.Output.format("postgresql://app@{0}:{port}/shop", db.address, port=5432)', URL),
        ('pulumi.Output.concat("postgresql://app@", db.endpoint, "/shop")', URL),
        ("db.address.apply(make_url)", None),
    ],
    ids=["an output", "several by number", "several by name", "format", "concat", "a function of the file"],
)
def test_python(expression: str, expected: str | None) -> None:
    """The same in Python."""
    assert expected == _value(PYTHON, expression)


@pytest.mark.parametrize("text", ["", "x", "lambda x: (" * 50, "[" * 3000 + "=>", "(" + "a" * 5000 + ") => b"])
def test_other_text(text: str) -> None:
    """Anything else makes no text, and takes no time."""
    assert applied(text) is None
