"""Client libraries with the settings that decide how they get along with a pooler, each as the file of an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    @property
    def url(self) -> str:
        """Its connection string; the host is put on this machine when the program runs."""
        return f"{self.scheme}://app@pgbouncer:6432/shop{self.query}"

    def files(self, pooler: Pooler, size: int = 1) -> dict[str, str]:
        """A repository with this client in front of a PgBouncer."""
        return {
            self.path: self.text,
            "docker-compose.yml": pooler.compose(self.url),
            "pgbouncer.ini": pooler.ini(size),
            "requirements.txt": requirements(*self.modules),
        }

    def start(self, repository: Repository, bouncer: Bouncer) -> Process:
        """Run it."""
        return repository.run(self.path, bouncer.address, DATABASE_URL=self.url)

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
                with bouncer.connect(autocommit=False) as other:
                    other.execute("SELECT 1")
                    replies += [web.ask("SELECT name FROM users WHERE id = ?", 8)]
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


UNIQUE = '"prepared_statement_name_func": lambda: f"__asyncpg_{uuid4()}__"'
"""How SQLAlchemy is told to give each statement a name of its own."""

CLIENTS = (
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
"""What the matrix of transaction mode is made of."""
