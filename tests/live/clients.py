"""Client libraries with the settings that decide how they get along with a pooler, each as the file of an application."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from live.installed import cached, cached_release
from live.program import failures, requirements

if TYPE_CHECKING:
    from live.bouncer import Bouncer
    from live.program import Pooler, Process, Reply, Repository


@dataclass(frozen=True, slots=True)
class Client:
    """One library with one setting."""

    name: str
    path: str
    text: str
    modules: tuple[str, ...]
    """Installed libraries that it uses; their versions are pinned in the repository."""
    scheme: str = "postgresql"
    query: str = ""
    """What stands behind the database in its connection string."""
    manifest: tuple[tuple[str, str], ...] = ()
    """Files that pin its libraries; without any, a requirements.txt with the installed ones."""
    environment: tuple[tuple[str, str], ...] = ()
    """Further variables of its process."""

    @property
    def url(self) -> str:
        """Its connection string; the host is put on this machine when the program runs."""
        user = "" if self.scheme.startswith("jdbc") else "app@"
        return f"{self.scheme}://{user}pgbouncer:6432/shop{self.query}"

    def files(self, pooler: Pooler, size: int = 1) -> dict[str, str]:
        """A repository with this client in front of a PgBouncer."""
        return {
            self.path: self.text,
            "docker-compose.yml": pooler.compose(self.url),
            "pgbouncer.ini": pooler.ini(size),
            **(dict(self.manifest) or {"requirements.txt": requirements(*self.modules)}),
        }

    def start(self, repository: Repository, bouncer: Bouncer) -> Process:
        """Run it."""
        return repository.run(self.path, bouncer.address, DATABASE_URL=self.url, **dict(self.environment))

    def two_processes(self, repository: Repository, bouncer: Bouncer) -> list[Reply]:
        """Two processes of it take turns on one server connection, often enough for every driver to prepare."""
        with self.start(repository, bouncer) as first, self.start(repository, bouncer) as second:
            replies = [each for each in (first.opened, second.opened) if each is not None]
            if not failures(replies):
                for number in range(1, 8):
                    for each in (first, second):
                        replies += [each.ask("SELECT name FROM users WHERE id = ?", number)]
                        replies += [each.ask("SELECT count(*) FROM users WHERE id < ?", number)]
                replies += [each.do("repeat", "SELECT count(*) FROM users", 7) for each in (first, second)]
        return replies

    def moved(self, repository: Repository, bouncer: Bouncer) -> list[Reply]:
        """It is given another server connection, because somebody else holds the one that it used before."""
        with self.start(repository, bouncer) as web:
            replies = [] if web.opened is None else [web.opened]
            if not failures(replies):
                replies += [web.ask("SELECT name FROM users WHERE id = ?", number) for number in range(1, 8)]
                replies += [web.do("repeat", "SELECT count(*) FROM users", 7)]
                with bouncer.connect(autocommit=False) as other:
                    other.execute("SELECT 1")
                    replies += [web.ask("SELECT name FROM users WHERE id = ?", 8)]
                    replies += [web.do("repeat", "SELECT count(*) FROM users", 1)]
        return replies


def asyncpg(name: str, arguments: str = "", query: str = "") -> Client:
    """A pool of asyncpg."""
    text = (
        "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
        f'    return await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=2{arguments})\n'
    )
    return Client(f"asyncpg, {name}", "app/db.py", text, ("asyncpg",), query=query)


def psycopg(name: str, arguments: str = "", query: str = "") -> Client:
    """A connection of psycopg 3."""
    text = f'import os\n\nimport psycopg\n\nconn = psycopg.connect(os.environ["DATABASE_URL"]{arguments})\n'
    return Client(f"psycopg 3, {name}", "app/db.py", text, ("psycopg",), query=query)


def psycopg_pool(name: str, arguments: str = "") -> Client:
    """A pool of psycopg 3."""
    call = f'ConnectionPool(os.environ["DATABASE_URL"], min_size=1{arguments})'
    text = f"import os\n\nfrom psycopg_pool import ConnectionPool\n\npool = {call}\n"
    return Client(f"psycopg_pool, {name}", "app/db.py", text, ("psycopg", "psycopg_pool"))


def psycopg2(name: str, query: str = "") -> Client:
    """A connection of psycopg2."""
    text = 'import os\n\nimport psycopg2\n\nconn = psycopg2.connect(os.environ["DATABASE_URL"])\n'
    return Client(f"psycopg2, {name}", "app/db.py", text, ("psycopg2",), query=query)


def sqlalchemy(driver: str, name: str, arguments: str = "", query: str = "", imports: str = "") -> Client:
    """An engine of SQLAlchemy, asynchronous for asyncpg."""
    home, call = ("sqlalchemy.ext.asyncio", "create_async_engine") if driver == "asyncpg" else ("sqlalchemy", "create_engine")
    text = f'import os\n\n{imports}from {home} import {call}\n\nengine = {call}(os.environ["DATABASE_URL"]{arguments})\n'
    return Client(f"SQLAlchemy with {driver}, {name}", "app/db.py", text, ("sqlalchemy", driver), f"postgresql+{driver}", query)


def django(name: str, *lines: str) -> Client:
    """The settings of a Django project, with psycopg 3."""
    inner = "".join(f"        {line},\n" for line in lines)
    text = (
        'DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.postgresql",\n        "HOST": "pgbouncer",\n'
        '        "PORT": "6432",\n        "NAME": "shop",\n        "USER": "app",\n'
        f"{inner}    }}\n}}\n"
    )
    return Client(f"Django, {name}", "shop/settings.py", text, ("django", "psycopg"))


def earlier(client: Client) -> Client:
    """An engine of SQLAlchemy with the release before the installed one."""
    release = cached_release("sqlalchemy-2.0", "sqlalchemy-*.dist-info")
    pins = requirements(*client.modules).replace(requirements("sqlalchemy"), f"sqlalchemy=={release}\n")
    return replace(
        client,
        name=client.name.replace("SQLAlchemy", f"SQLAlchemy {release.rpartition('.')[0]}"),
        manifest=(("requirements.txt", pins),),
        environment=(("PYTHONPATH", str(cached("sqlalchemy-2.0"))),),
    )


def node(name: str, text: str, query: str = "") -> Client:
    """A program of Node, with the packages of npm that it uses."""
    found = json.loads(cached("node", "package.json").read_text("utf-8"))["dependencies"]
    used = {each: release.lstrip("^") for each, release in found.items() if f"'{each}'" in text}
    manifest = json.dumps({"name": "shop", "type": "module", "dependencies": used}, indent=2)
    return Client(name, "src/db.mjs", text, (), query=query, manifest=(("package.json", manifest),))


def node_postgres(name: str, options: str = "") -> Client:
    """A pool of pg."""
    call = f"new pg.Pool({{ connectionString: process.env.DATABASE_URL, max: 2{options} }})"
    return node(f"pg, {name}", f"import pg from 'pg'\n\nexport const pool = {call}\n")


def postgres_js(name: str, options: str = "", query: str = "") -> Client:
    """A pool of Postgres.js."""
    call = f"postgres(process.env.DATABASE_URL, {{ max: 2{options} }})"
    return node(f"Postgres.js, {name}", f"import postgres from 'postgres'\n\nexport const sql = {call}\n", query)


def pgjdbc(name: str, query: str = "") -> Client:
    """A connection of PostgreSQL's JDBC driver."""
    text = (
        "import java.sql.Connection;\nimport java.sql.DriverManager;\nimport java.sql.SQLException;\n\npublic class Db {\n"
        "    static Connection open() throws SQLException {\n"
        '        return DriverManager.getConnection(System.getenv("DATABASE_URL"));\n    }\n}\n'
    )
    release = cached_release("jdbc", "usr/share/java/postgresql-4*.jar")
    pom = (
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>shop</groupId>\n'
        "  <artifactId>shop</artifactId>\n  <version>1</version>\n  <dependencies>\n    <dependency>\n"
        "      <groupId>org.postgresql</groupId>\n      <artifactId>postgresql</artifactId>\n"
        f"      <version>{release}</version>\n"
        "    </dependency>\n  </dependencies>\n</project>\n"
    )
    return Client(
        f"pgJDBC, {name}", "src/main/java/Db.java", text, (), "jdbc:postgresql", f"?user=app{query}", (("pom.xml", pom),)
    )


def lib_pq(name: str, query: str = "") -> Client:
    """database/sql of Go with lib/pq."""
    text = (
        'package main\n\nimport (\n\t"database/sql"\n\t"os"\n\n\t_ "github.com/lib/pq"\n)\n\n'
        'func open() (*sql.DB, error) {\n\treturn sql.Open("postgres", os.Getenv("DATABASE_URL"))\n}\n'
    )
    pins = "module shop\n\ngo 1.19\n\nrequire github.com/lib/pq v1.10.7\n"
    return Client(f"lib/pq, {name}", "main.go", text, (), "postgres", f"?sslmode=disable{query}", (("go.mod", pins),))


UNIQUE = '"prepared_statement_name_func": lambda: f"__asyncpg_{uuid4()}__"'
"""How SQLAlchemy is told to give each statement a name of its own."""

PYTHON = (
    asyncpg("default"),
    asyncpg("statement_cache_size=0", ", statement_cache_size=0"),
    asyncpg("server_settings jit", ', statement_cache_size=0, server_settings={"jit": "off"}'),
    asyncpg("server_settings application_name", ', statement_cache_size=0, server_settings={"application_name": "shop"}'),
    asyncpg("?statement_cache_size=0", query="?statement_cache_size=0"),
    asyncpg("?application_name", ", statement_cache_size=0", "?application_name=shop"),
    asyncpg("max_cached_statement_lifetime=0", ", max_cached_statement_lifetime=0"),
    asyncpg("max_cacheable_statement_size=1", ", max_cacheable_statement_size=1"),
    psycopg("default"),
    psycopg("autocommit", ", autocommit=True"),
    psycopg_pool("default"),
    psycopg_pool("prepare_threshold=None", ', kwargs={"prepare_threshold": None}'),
    psycopg("prepare_threshold=0", ", prepare_threshold=0"),
    psycopg("prepare_threshold=5", ", prepare_threshold=5"),
    psycopg("prepare_threshold=None", ", prepare_threshold=None"),
    psycopg("options=statement_timeout", ', prepare_threshold=None, options="-c statement_timeout=5000"'),
    psycopg2("default"),
    psycopg2("options=statement_timeout", "?options=-c%20statement_timeout%3D5000"),
    sqlalchemy("asyncpg", "default"),
    sqlalchemy("asyncpg", "prepared_statement_cache_size=0", query="?prepared_statement_cache_size=0"),
    sqlalchemy("asyncpg", "statement_cache_size=0", ', connect_args={"statement_cache_size": 0}'),
    sqlalchemy("asyncpg", "both caches 0", ', connect_args={"statement_cache_size": 0, "prepared_statement_cache_size": 0}'),
    sqlalchemy("asyncpg", "server_settings jit", ', connect_args={"statement_cache_size": 0, "server_settings": {"jit": "off"}}'),
    sqlalchemy(
        "asyncpg", "unique names", f', connect_args={{"statement_cache_size": 0, {UNIQUE}}}', imports="from uuid import uuid4\n"
    ),
    sqlalchemy(
        "asyncpg",
        "unique names, both caches 0",
        f', connect_args={{"statement_cache_size": 0, "prepared_statement_cache_size": 0, {UNIQUE}}}',
        imports="from uuid import uuid4\n",
    ),
    sqlalchemy("asyncpg", "NullPool", ", poolclass=NullPool", imports="from sqlalchemy.pool import NullPool\n"),
    sqlalchemy("psycopg", "default"),
    sqlalchemy("psycopg", "NullPool", ", poolclass=NullPool", imports="from sqlalchemy.pool import NullPool\n"),
    sqlalchemy("psycopg", "prepare_threshold=None", ', connect_args={"prepare_threshold": None}'),
    sqlalchemy("psycopg2", "default"),
    django("default"),
    django("server_side_binding", '"OPTIONS": {"server_side_binding": True}'),
    django("server_side_binding and prepare_threshold=0", '"OPTIONS": {"server_side_binding": True, "prepare_threshold": 0}'),
    django("prepare_threshold=0", '"OPTIONS": {"prepare_threshold": 0}'),
    django("prepare_threshold=None", '"OPTIONS": {"prepare_threshold": None}'),
)
CLIENTS = (
    *PYTHON,
    *(earlier(each) for each in PYTHON if "sqlalchemy" in each.modules),
    node_postgres("default"),
    node_postgres("options=statement_timeout", ", options: '-c statement_timeout=5000'"),
    postgres_js("default"),
    postgres_js("prepare: false", ", prepare: false"),
    postgres_js("?prepare=false", query="?prepare=false"),
    postgres_js("?schema=public", ", prepare: false", "?schema=public"),
    pgjdbc("default"),
    pgjdbc("prepareThreshold=0", "&prepareThreshold=0"),
    pgjdbc("preparedStatementCacheQueries=0", "&preparedStatementCacheQueries=0"),
    pgjdbc("preferQueryMode=simple", "&preferQueryMode=simple"),
    pgjdbc("currentSchema", "&prepareThreshold=0&currentSchema=public"),
    lib_pq("binary_parameters=yes", "&binary_parameters=yes"),
)
"""What the matrix of transaction mode is made of."""
