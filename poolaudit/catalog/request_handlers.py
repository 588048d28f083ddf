"""What is called once for each request: by decorator, by who is handed the function, by its parameters, by the name of its file.

In: nothing (literals). Out: names as `facts.client_pool.Scope` and `shape.Function` have them.
"""

from __future__ import annotations

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://fastapi.tiangolo.com/tutorial/dependencies/", "0.115", "2026-11-21"),
    Reference("https://flask.palletsprojects.com/en/stable/api/#flask.Flask.route", "3.1", "2026-11-21"),
    Reference("https://docs.djangoproject.com/en/5.2/topics/http/views/", "5.2", "2026-11-21"),
    Reference("https://www.django-rest-framework.org/api-guide/views/", "3.16", "2026-11-21"),
    Reference("https://expressjs.com/en/guide/routing.html", "5", "2026-11-21"),
    Reference("https://fastify.dev/docs/latest/Reference/Routes/", "5", "2026-11-21"),
    Reference("https://hono.dev/docs/api/routing", "4", "2026-11-21"),
    Reference("https://nextjs.org/docs/app/api-reference/file-conventions/route", "15", "2026-11-21"),
    Reference("https://svelte.dev/docs/kit/routing#server", "2", "2026-11-21"),
    Reference("https://reactrouter.com/start/framework/data-loading", "7", "2026-11-21"),
    Reference("https://tanstack.com/start/latest/docs/framework/react/guide/server-functions", "1", "2026-11-21"),
    Reference("https://h3.dev/guide/basics/handler", "1", "2026-11-21"),
    Reference("https://pkg.go.dev/net/http#HandlerFunc", "1.25", "2026-11-21"),
    Reference("https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html", "2026", "2026-11-21"),
)

DECORATORS: frozenset[str] = frozenset(
    "get post put patch delete head options route api_route websocket websocket_route before_request after_request "
    "Get Post Put Patch Delete All".split()
)
"""Last parts of decorators of a route: `@app.get`, `@router.post`, `@blueprint.route`, Nest's `@Get()`."""

METHODS: frozenset[str] = frozenset({"get", "post", "put", "patch", "delete", "dispatch", "list", "retrieve", "create"})
"""Methods of a class below that answer a request."""
BASES: frozenset[str] = frozenset(
    "View APIView GenericAPIView ViewSet GenericViewSet ModelViewSet MethodView Resource RequestHandler HTTPEndpoint".split()
)
"""Last parts of the classes that Django, REST framework, Flask, Flask-RESTful, Tornado and Starlette give for views."""

HANDED_TO: frozenset[str] = frozenset(
    "get post put patch delete all use route options head GET POST PUT PATCH DELETE Get Post Put Patch Delete "
    "HandleFunc add_api_route add_url_rule handler".split()
)
"""Methods of an application or router that take a handler."""
ROUTERS: tuple[str, ...] = (
    *("express()", "express.Router()", "fastify()", "fastify.fastify()", "hono.Hono()", "koa-router()", "@koa/router()"),
    *("polka()", "restify.createServer()", "itty-router.Router()", "itty-router.AutoRouter()", "elysia.Elysia()"),
    *("fastapi.FastAPI()", "fastapi.APIRouter()", "flask.Flask()", "flask.Blueprint()", "net/http", "net/http.NewServeMux()"),
    *("github.com/gin-gonic/gin.", "github.com/labstack/echo", "github.com/gofiber/fiber", "github.com/go-chi/chi"),
    *("github.com/gorilla/mux.", "@tanstack/react-start.createServerFn()"),
)
"""Beginnings of the resolved names of such objects."""
TAKERS: frozenset[str] = frozenset(
    {"fastapi.Depends", "fastapi.params.Depends", "defineEventHandler", "eventHandler", "h3.defineEventHandler"}
)
"""Functions that take a handler, or what a handler depends on."""

PARAMETERS: frozenset[tuple[str, ...]] = frozenset(
    {("req", "res"), ("req", "res", "next"), ("request", "response"), ("request", "response", "next"), ("request", "reply")}
)
"""Names of parameters that, together, only handlers of Node.js have."""
FUNCTION_PARAMETERS: frozenset[tuple[str, ...]] = frozenset({("event", "context"), ("event", "_context"), ("event", "_")})
"""Names of the parameters of an AWS Lambda function."""
PARAMETER_TYPES: frozenset[str] = frozenset(
    {
        "net/http.ResponseWriter",
        "github.com/gin-gonic/gin.Context",
        "github.com/labstack/echo/v4.Context",
        "github.com/gofiber/fiber/v2.Ctx",
        "github.com/gofiber/fiber/v3.Ctx",
        "next.NextApiRequest",
        "next/server.NextRequest",
        "express.Request",
        "@vercel/node.VercelRequest",
        "django.http.HttpRequest",
        "rest_framework.request.Request",
        "fastapi.Request",
        "starlette.requests.Request",
    }
)
"""Declared types of a parameter that only a request gives."""


@dataclass(frozen=True, slots=True)
class Convention:
    """A framework that finds its handlers by the names of files and functions."""

    framework: str
    files: tuple[str, ...]
    """Patterns for the base name."""
    folders: tuple[str, ...]
    """Folders of which one is in the path; empty for any."""
    functions: frozenset[str]


_VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
CONVENTIONS: tuple[Convention, ...] = (
    Convention("Next.js", ("route.ts", "route.tsx", "route.js", "route.mjs"), ("app",), _VERBS),
    Convention("SvelteKit", ("+server.ts", "+server.js"), ("routes",), _VERBS),
    Convention("SvelteKit", ("+page.server.*", "+layout.server.*"), ("routes",), frozenset({"load"})),
    Convention("Remix", ("*.ts", "*.tsx", "*.js", "*.jsx"), ("routes",), frozenset({"loader", "action"})),
)

LOADED_FILES: tuple[tuple[str, str], ...] = (
    ("app", "route.*"),
    ("app", "page.*"),
    ("app", "layout.*"),
    ("app", "actions.*"),
    ("pages/api", "*"),
    ("routes", "+server.*"),
    ("routes", "+page.server.*"),
    ("routes", "+layout.server.*"),
)
"""Folder and pattern of files that a framework loads by their names, so that nobody needs to import them."""

USE_UP = frozenset({"create_all", "drop_all", "read_sql", "read_sql_query", "read_sql_table", "to_sql"})
"""Last parts of calls that use an engine while they run and keep nothing that leads to it:
https://docs.sqlalchemy.org/en/20/core/metadata.html, https://pandas.pydata.org/docs/reference/io.html#sql (read 2026-11-21)."""

BORROWERS: frozenset[str] = frozenset(
    {
        "pandas.read_sql",
        "pandas.read_sql_query",
        "pandas.read_sql_table",
        "geopandas.read_postgis",
        "geopandas.GeoDataFrame.from_postgis",
        "polars.read_database",
        "?.to_sql",
        "?.to_postgis",
        "sqlalchemy.orm.sessionmaker",
        "sqlalchemy.orm.Session",
        "sqlalchemy.orm.session.Session",
        "sqlalchemy.ext.asyncio.async_sessionmaker",
        "sqlalchemy.ext.asyncio.AsyncSession",
        "sqlmodel.Session",
        "sqlalchemy.inspect",
        "sqlalchemy.Table",
        "drizzle-orm/node-postgres.drizzle",
        "drizzle-orm/postgres-js.drizzle",
        "drizzle-orm/mysql2.drizzle",
    }
)
"""Calls that use the client that they are handed and close nothing: https://pandas.pydata.org/docs/reference/api/pandas.read_sql.html
(2.3), https://docs.sqlalchemy.org/en/20/orm/session_api.html, https://orm.drizzle.team/docs/connect-overview (0.44)."""
