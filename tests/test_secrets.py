"""A password planted under many shapes is in nothing that the program prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from poolaudit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Zq7secretXY"
COMPOSE = """services:
  pgbouncer:
    image: edoburu/pgbouncer:v1.22.0-p0
    environment:
      DB_HOST: db
      POOL_MODE: transaction
  api:
    build: .
    command: gunicorn -w 4 app:app
    environment:
      {variable}
  db:
    image: postgres:16
"""
CODE = "import os\nimport asyncpg\nasync def main():\n    return await asyncpg.create_pool({argument})\n"
FROM_URL = CODE.format(argument='os.environ["DATABASE_URL"]')
ENGINE = "import os\nfrom sqlalchemy import create_engine\n{before}engine = create_engine({argument})\n{after}"
DOCKERFILE = "FROM python:3.12\nCOPY . .\n"
REQUIREMENTS = "asyncpg==0.29.0\nsqlalchemy==2.0.30\n"
POD = """apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: python:3.12
          env:
            - {name: APP_CODE, value: Zq7secretXY}
            - {name: DATABASE_URL, value: "postgresql://app:$(APP_CODE)@pgbouncer:6432/shop"}
"""
PGBOUNCER = """[databases]
shop = host=db port=5432 dbname=shop {more}
[pgbouncer]
listen_port = 6432
pool_mode = transaction
auth_type = md5
"""


def _through(name: str, value: str = SECRET) -> dict[str, str]:
    """A compose file whose address takes its password from a variable of `.env`."""
    address = f"DATABASE_URL: postgresql://app:${{{name}}}@pgbouncer:6432/shop"
    return {"docker-compose.yml": COMPOSE.format(variable=address), ".env": f"{name}={value}\n", "app.py": FROM_URL}


def _code(argument: str) -> dict[str, str]:
    return {
        "docker-compose.yml": COMPOSE.format(variable="APP_CODE: Zq7secretXY"),
        "app.py": CODE.format(argument=argument),
    }


def _engine(argument: str, before: str = "", after: str = "") -> dict[str, str]:
    return {
        "docker-compose.yml": COMPOSE.format(variable="X: 1"),
        "app.py": ENGINE.format(argument=argument, before=before, after=after),
    }


SHAPES: dict[str, dict[str, str]] = {
    **{f"compose-{name}": _through(name) for name in ("PW", "DBPW", "CRED", "APP_CODE", "X", "DB_NAME_CRED")},
    "compose-plain": {
        "docker-compose.yml": COMPOSE.format(variable="DATABASE_URL: postgresql://app:Zq7secretXY@pgbouncer:6432/shop"),
        "app.py": FROM_URL,
    },
    "compose-default": {
        "docker-compose.yml": COMPOSE.format(variable="DATABASE_URL: postgresql://app:${PW:-Zq7secretXY}@pgbouncer:6432/shop"),
        "app.py": FROM_URL,
    },
    "compose-variable-default": {
        "docker-compose.yml": COMPOSE.format(variable="APP_CODE: ${APP_CODE:-Zq7secretXY}"),
        "app.py": CODE.format(argument='host="pgbouncer", port=6432, user="app", password=os.environ["APP_CODE"]'),
    },
    "python-keyword": _code('host="pgbouncer", port=6432, user="app", database="shop", password=os.environ["APP_CODE"]'),
    "python-f-string": _code("f\"postgresql://app:{os.environ['APP_CODE']}@pgbouncer:6432/shop\""),
    "python-default": _code('host="pgbouncer", port=6432, user="app", password=os.getenv("APP_X", "Zq7secretXY")'),
    "python-default-in-url": _code("f\"postgresql://app:{os.getenv('APP_X', 'Zq7secretXY')}@pgbouncer:6432/shop\""),
    "python-pieces": _engine('"postgresql://app:" + "Zq7secretXY" + "@pgbouncer:6432/shop"'),
    "python-format": _engine('"postgresql://app:{}@pgbouncer:6432/shop".format("Zq7secretXY")'),
    "python-percent": _engine('"postgresql://app:%s@pgbouncer:6432/shop" % "Zq7secretXY"'),
    "python-keyword-format": _engine('"postgresql://app:{x}@pgbouncer:6432/shop".format(x="Zq7secretXY")'),
    "python-constant": _engine('f"postgresql://app:{X}@pgbouncer:6432/shop"', before='X = "Zq7secretXY"\n'),
    "python-getenv": _engine('f"postgresql://app:{X}@pgbouncer:6432/shop"', before='X = os.getenv("APP_X", "Zq7secretXY")\n'),
    "python-next-line": _engine('"postgresql://app@pgbouncer:6432/shop"', after='Y = "Zq7secretXY"\n'),
    "python-mistyped-key": _engine('"postgres://app:pw@pgbouncer:6432/shop?pasword=Zq7secretXY"'),
    "python-unknown-key": _engine('"postgres://app:pw@pgbouncer:6432/shop?code=Zq7secretXY"'),
    "python-url-create": _engine(
        'URL.create("postgresql", username="app", password="Zq7secretXY", host="pgbouncer", port=6432)',
        before="from sqlalchemy import URL\n",
    ),
    "no-scheme": _through("TARGET", "app:Zq7secretXY@pgbouncer:6432/shop")
    | {"docker-compose.yml": COMPOSE.format(variable="TARGET: app:Zq7secretXY@pgbouncer:6432/shop")},
    "dotenv": {".env": "PW=Zq7secretXY\nCODE='Zq7secretXY'\nHOOK=https://hooks.example.com/services/Zq7secretXY\n"},
    "options": {
        "docker-compose.yml": COMPOSE.format(variable="JAVA_OPTS: -Dspring.datasource.pw=Zq7secretXY -Xmx1g").replace(
            "gunicorn -w 4 app:app", "env PW=Zq7secretXY gunicorn --code Zq7secretXY app:app"
        )
    },
    "python-dict": _code('**{"host": "pgbouncer", "pw": "Zq7secretXY"}'),
    "dockerfile": {"Dockerfile": "FROM python:3.12\nENV PW=Zq7secretXY\nENV A=1 B=Zq7secretXY\n"},
    "terraform": {
        "main.tf": 'resource "aws_db_instance" "x" {\n  engine   = "postgres"\n  password = "Zq7secretXY"\n}\n'
        'variable "pw" {\n  default = "Zq7secretXY"\n}\n'
    },
    "kubernetes": {"k8s.yaml": POD, "app.py": FROM_URL},
    "typescript": {
        "docker-compose.yml": COMPOSE.format(variable="APP_CODE: Zq7secretXY"),
        "package.json": '{"dependencies": {"pg": "8.11.0"}}',
        "db.ts": 'import { Pool } from "pg";\nexport const pool = new Pool({ host: "pgbouncer", port: 6432, user: "app",'
        ' password: process.env.APP_CODE ?? "Zq7secretXY" });\n'
        "export const other = new Pool({ connectionString: `postgresql://app:${process.env.APP_CODE}@pgbouncer:6432/shop` });\n",
    },
    "appsettings": {
        "appsettings.json": '{"ConnectionStrings": {"Shop": "Host=pgbouncer;Port=6432;Username=app;Password=Zq7secretXY"},\n'
        ' "App": {"Code": "Zq7secretXY"}}\n',
        "Program.cs": 'using Npgsql;\nvar source = NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Shop"));\n',
    },
    "spring": {
        "src/main/resources/application.properties": "spring.datasource.url=jdbc:postgresql://pgbouncer:6432/shop\n"
        "spring.datasource.username=app\nspring.datasource.password=Zq7secretXY\nspring.datasource.hikari.maximum-pool-size=10\n"
        "app.code=Zq7secretXY\n",
        "pom.xml": "<project><artifactId>shop</artifactId></project>\n",
    },
    "spring-variable": {
        "docker-compose.yml": COMPOSE.format(variable="APP_CODE: Zq7secretXY"),
        "src/main/resources/application.properties": "spring.datasource.url=jdbc:postgresql://pgbouncer:6432/shop\n"
        "spring.datasource.username=app\nspring.datasource.password=${APP_CODE:Zq7secretXY}\n",
    },
    "connect-query": {
        "pgbouncer.ini": PGBOUNCER.format(more="connect_query='select set_config(''app.password'', ''Zq7secretXY'', false)'")
    },
    "connect-query-assignment": {"pgbouncer.ini": PGBOUNCER.format(more="connect_query='set app.password = ''Zq7secretXY'''")},
    "django-options": {
        "manage.py": "",
        "shop/settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "pgbouncer",\n'
        '    "PASSWORD": "Zq7secretXY", "OPTIONS": {"options": "-c app.code=Zq7secretXY"}}}\n',
    },
    "broken": {
        "pgbouncer.ini": "[databases\nx=Zq7secretXY",
        "docker-compose.yml": "services: {a: [Zq7secretXY",
        "app.py": "x = 'Zq7secretXY",
    },
}

REPORTS_ONLY: dict[str, dict[str, str]] = {
    "compose-name": _through("DB_NAME"),
    "compose-number": _through("PW", "90817"),
    "kubernetes-name": {"k8s.yaml": POD.replace("APP_CODE", "DB_NAME"), "app.py": FROM_URL},
    "python-keyword-name": {
        "docker-compose.yml": COMPOSE.format(variable="DB_NAME: Zq7secretXY"),
        "app.py": CODE.format(argument='host="pgbouncer", port=6432, user="app", password=os.environ["DB_NAME"]'),
    },
    **{
        f"python-{name}": {
            "docker-compose.yml": COMPOSE.format(variable="DB_NAME: Zq7secretXY"),
            ".env": "DB_PORT=Zq7secretXY\n",
            "app.py": "import os\nimport psycopg2\nfrom sqlalchemy import create_engine\n" + text,
        }
        for name, text in {
            "constant-name": "DB_NAME = 'Zq7secretXY'\nx = psycopg2.connect(host='pgbouncer', user='app', password=DB_NAME)\n",
            "function": "def make(host, name):\n    return psycopg2.connect(host=host, user='app', password=name)\n"
            "x = make('pgbouncer', 'Zq7secretXY')\ny = make('pgbouncer', name=os.environ['DB_NAME'])\n",
            "class": "class Database:\n    def __init__(self, host, name='Zq7secretXY'):\n        self.host = host\n"
            "        self.pool = name\n"
            "    def connect(self):\n        return psycopg2.connect(host=self.host, user='app', password=self.pool)\n"
            "x = Database('pgbouncer')\ny = Database('pgbouncer', os.environ['DB_PORT'])\n",
            "options": "e = create_engine('postgresql://pgbouncer/x', connect_args={'password': os.environ['DB_PORT']})\n",
        }.items()
    },
    "python-f-string-name": {
        "docker-compose.yml": COMPOSE.format(variable="DB_NAME: Zq7secretXY"),
        "app.py": CODE.format(argument="f\"postgresql://app:{os.environ['DB_NAME']}@pgbouncer:6432/shop\""),
    },
}
"""Passwords in variables whose name, or form, is that of something else: only where they are used can it be known."""

OUTPUTS = (
    ("scan", "-vv", "--show-unknown", "--select", "ALL"),
    *(("scan", "--select", "ALL", "--format", name) for name in ("json", "sarif", "github", "gitlab", "junit", "markdown")),
    ("scan", "--select", "ALL", "--diff"),
    *(("map", "--format", name) for name in ("tree", "mermaid", "json")),
    ("map", "--budget"),
    ("facts",),
)


Printed = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Write files, run every command on them, and give what each has printed."""

    def every(files: dict[str, str]) -> dict[str, str]:
        for path, text in {"Dockerfile": DOCKERFILE, "requirements.txt": REQUIREMENTS, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        monkeypatch.chdir(tmp_path)
        found: dict[str, str] = {}
        for words in OUTPUTS:
            run([*words, "--no-config"] if words[0] != "facts" else list(words))
            found[" ".join(words)] = "".join(capsys.readouterr())
        return found

    return every


def _leaks(printed: dict[str, str], secret: str = SECRET) -> list[str]:
    return [f"{words}: {line}" for words, text in printed.items() for line in text.splitlines() if secret in line]


@pytest.mark.parametrize("shape", SHAPES)
def test_never_printed(shape: str, printed: Printed) -> None:
    """No report, map, list of facts, diff or message holds the password."""
    assert [] == _leaks(printed(SHAPES[shape]))


@pytest.mark.parametrize("shape", REPORTS_ONLY)
def test_never_reported(shape: str, printed: Printed) -> None:
    """What is used as a password is not shown, although its name and form are those of something harmless."""
    found = printed(REPORTS_ONLY[shape])

    assert [] == _leaks(found) + _leaks(found, "= 90817") + _leaks(found, '"90817"')


def test_evidence_of_harmless_values(printed: Printed) -> None:
    """Values that show nothing are still printed: the pool's mode, hosts, and addresses with their passwords hidden."""
    found = printed(_through("PW"))["scan --select ALL --format json"]

    assert [True] * 3 == [
        text in found for text in ("POOL_MODE = transaction", "PW = ***", "postgresql://app:***@pgbouncer:6432/shop")
    ]


OTHER = "Hq7plumXY"
"""A password that no word for one stands in."""
SECRETS = "apiVersion: v1\nkind: Secret\nmetadata: {name: shop}\nstringData:\n  DATABASE_HOST: db.example\n  "
SCRIPTS: dict[str, str] = {
    "option": f"tool --api-key {OTHER} --port 80",
    "option-of-its-own": f"tool -p {OTHER}",
    "option-with-sign": f"tool --code={OTHER}",
    "variable": f"CODE={OTHER} tool",
    "quoted-variable": f"sh -c 'PW={OTHER} tool'",
    "url": f"psql postgres://app:{OTHER}@db/shop",
    "word": f"tool run {OTHER}",
    "piped": f"echo {OTHER} | tool",
    "short": "redis-cli -a plumpudding ping",
    "joined": "mysql -uroot -pplumpudding shop",
    "sql": "psql -c \"alter user app with password 'plumpudding'\"",
    "short-variable": "PGPASSWORD=plumpudding tool",
    "in-a-url-of-a-variable": "tool ${A:-postgres://app:plumpudding@db/shop}",
}


@pytest.mark.parametrize("line", SCRIPTS.values(), ids=list(SCRIPTS))
def test_command_lines(line: str, printed: Printed) -> None:
    """Scripts and tasks are shown without the passwords that they are given."""
    quoted = line.replace('"', '\\"')
    found = printed(
        {
            "package.json": f'{{"name": "shop", "scripts": {{"go": "{quoted}"}}}}',
            "pyproject.toml": f'[tool.poe.tasks]\ngo = "{quoted}"\n',
        }
    )

    assert [] == _leaks(found, OTHER) + _leaks(found, "plumpudding")


DEFAULTS: dict[str, str] = {
    "url": f"DATABASE_URL: ${{DATABASE_URL:-postgresql://app:{OTHER}@db/shop}}",
    "url-of-variables": f"DATABASE_URL: ${{A:-postgresql://${{DB_USER:-app}}:${{DB_PW:-{OTHER}}}@db:${{DB_PORT:-5432}}/shop}}",
    "other-name": f"CODE: ${{DB_PASSWORD:-{OTHER}}}",
    "plain-name": f"CODE: ${{A:-{OTHER}}}",
    "nested": f"CODE: ${{A:-${{B:-{OTHER}}}}}",
    "user": f"DATABASE_URL: postgresql://${{DB_USER:-app:{OTHER}}}:x@db:5432/shop",
    "port": f"DATABASE_URL: postgresql://app:${{DB_PORT:-{OTHER}}}",
}


@pytest.mark.parametrize("variable", DEFAULTS.values(), ids=list(DEFAULTS))
def test_defaults_of_variables(variable: str, printed: Printed) -> None:
    """The default of a variable is shown without the password in it."""
    assert [] == _leaks(printed({"docker-compose.yml": COMPOSE.format(variable=variable), "app.py": FROM_URL}), OTHER)


@pytest.mark.parametrize("key", ["DATABASE_NAME", "DATABASE_USER", "CODE", "HOST_KEY", "DATABASE_URL"])
def test_keys_of_secrets(key: str, printed: Printed) -> None:
    """Of what a Secret holds only addresses are shown."""
    text = f"postgresql://app:{OTHER}@db/shop" if key.endswith("URL") else OTHER

    assert [] == _leaks(printed({"secret.yaml": f"{SECRETS}{key}: {text}\n"}), OTHER)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"docker-compose.yml": COMPOSE.format(variable="DATABASE_URL: jdbc:postgresql://h:${POSTGRES_PORT:-5432}/fam")},
            '"jdbc:postgresql://h:${POSTGRES_PORT:-5432}/fam"',
            id="a port",
        ),
        pytest.param(
            {"docker-compose.yml": COMPOSE.format(variable="DATABASE_URL: ${DATABASE_URL:-postgresql://u:p@h/db}")},
            '"${DATABASE_URL:-postgresql://u:***@h/db}"',
            id="a connection string",
        ),
        pytest.param(
            {
                "docker-compose.yml": COMPOSE.format(
                    variable="DATABASE_URL: postgresql://${DB_USER:-app}:${DB_PASSWORD:-p}@db:5432/${DB_NAME:-shop}"
                )
            },
            '"postgresql://${DB_USER:-app}:***@db:5432/${DB_NAME:-shop}"',
            id="a user",
        ),
        pytest.param({"docker-compose.yml": COMPOSE.format(variable="SHOP_DBHOST: pgdb")}, '"pgdb"', id="a host"),
        pytest.param({"docker-compose.yml": COMPOSE.format(variable="CONTAINER_ROLE: scheduler")}, '"scheduler"', id="a role"),
        pytest.param(
            {"docker-compose.yml": COMPOSE.format(variable="CONFIG_PROP: config-postgres.properties")},
            '"config-postgres.properties"',
            id="a file",
        ),
        pytest.param({"secret.yaml": SECRETS + "X: y\n"}, '"db.example"', id="a host in a Secret"),
        pytest.param(
            {"package.json": '{"name": "shop", "scripts": {"start": "prisma migrate deploy && next start -p 3000"}}'},
            '"prisma migrate deploy && next start -p 3000"',
            id="a script",
        ),
        pytest.param(
            {"pyproject.toml": '[tool.poe.tasks]\nworker = "celery --app shop.celeryconf:app worker -E"\n'},
            '"celery --app shop.celeryconf:app worker -E"',
            id="a task",
        ),
        pytest.param(
            {
                "docker-compose.yml": "services:\n  ledger:\n    image: acme/ledger\n    environment:\n"
                "      POSTGRES_URI: postgresql://app:ledger@postgres/shop\n"
            },
            '"name": "ledger"',
            id="a service called like a password",
        ),
    ],
)
def test_what_is_shown(files: dict[str, str], expected: str, printed: Printed) -> None:
    """Facts show what hides nothing."""
    assert expected in printed(files)["facts"]
