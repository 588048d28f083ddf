"""Platforms that start a copy of the code for requests and stop it when none come, by the name that `Deployment.platform` has.

Sources, read 2026-11-21: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html ("one request at a time"),
https://docs.netlify.com/functions/overview/ (AWS Lambda underneath), https://vercel.com/docs/fluid-compute (several requests per
instance), https://developers.cloudflare.com/workers/platform/limits/#simultaneous-open-connections (six at a time for each
request), https://supabase.com/docs/guides/functions/architecture, https://cloud.google.com/functions/docs/configuring/concurrency
(1 unless it is set), https://learn.microsoft.com/azure/azure-functions/functions-concurrency (several per instance).
"""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class FunctionPlatform:
    """One such platform."""

    name: str
    """As `Deployment.platform` has it: `aws-lambda`."""
    title: str
    requests: int | None
    """Requests that one copy serves at a time; None where several may share it."""
    connections: int | None = None
    """Connections that one request may have open at a time; None where the platform sets no limit."""
    ties_sockets: bool = False
    """Whether a socket may only be used by the request that opened it:
    https://developers.cloudflare.com/workers/observability/errors/#cannot-perform-io-on-behalf-of-a-different-request."""


PLATFORMS = (
    FunctionPlatform("aws-lambda", "AWS Lambda", 1),
    FunctionPlatform("cloud-functions", "Cloud Run functions", 1),
    FunctionPlatform("netlify", "Netlify Functions", 1),
    FunctionPlatform("vercel", "Vercel Functions", None),
    FunctionPlatform("cloudflare-workers", "Cloudflare Workers", None, connections=6, ties_sockets=True),
    FunctionPlatform("azure-functions", "Azure Functions", None),
    FunctionPlatform("supabase-functions", "Supabase Edge Functions", None),
)

LAMBDA_IMAGES = ("lambda/python", "lambda/nodejs", "lambda/java", "lambda/dotnet", "lambda/ruby", "lambda/provided", "lambda/go")
"""Base images of functions that are containers, without registry: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html."""

REQUEST_EVENTS = frozenset({"http", "httpApi", "websocket", "alb", "sns", "s3", "Api", "HttpApi", "SNS", "S3", "url"})
"""Events of the Serverless Framework and of SAM that start as many copies of a Lambda function as there are requests:
https://www.serverless.com/framework/docs/providers/aws/guide/events,
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html."""
QUEUE_EVENTS = frozenset({"sqs", "SQS"})
"""Events whose `maximumConcurrency` bounds the copies: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html;
without it AWS goes up to the account's limit."""

VERCEL_DEFAULT_SECONDS = 300
"""How long a function may run on Vercel unless it is told otherwise, where nothing older is kept:
https://vercel.com/docs/functions/limitations (read 2026-11-21)."""

VERCEL_SERVER_FRAMEWORKS = frozenset(
    {"nextjs", "nuxtjs", "remix", "sveltekit", "sveltekit-1", "astro", "blitzjs", "solidstart", "solidstart-1", "nitro", "hono"}
)
"""`framework` of vercel.json whose server code runs as functions: https://vercel.com/docs/frameworks."""

VERCEL_PYTHON_FRAMEWORKS = frozenset({"fastapi", "flask", "django", "starlette", "fasthtml", "sanic"})
"""`framework` of services in Python: https://vercel.com/docs/frameworks/backend (read 2026-11-21)."""

VERCEL_BUILDERS = (
    ("@vercel/node", (".ts", ".js", ".mjs", ".cjs")),
    ("@vercel/next", (".ts", ".tsx", ".js", ".jsx", ".mjs")),
    ("@vercel/python", (".py",)),
    ("@vercel/go", (".go",)),
    ("@vercel/ruby", (".rb",)),
    ("@now/node", (".ts", ".js")),
    ("@now/python", (".py",)),
)
"""Beginning of `use` in `builds` of vercel.json, and the endings of the code that it turns into functions."""

BUILD_SCRIPTS = ("vercel-build", "build", "postinstall")
"""Scripts of package.json that a platform runs when it builds a project, with the project's variables:
https://vercel.com/docs/deployments/configure-a-build#build-command, https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-install."""

BUILT_FOLDERS = frozenset({"dist", "build", "out", "node_modules", ".open-next", ".output", ".svelte-kit", ".vercel", ".esbuild"})
"""Folders that builds write, so that the code of what they hold stands elsewhere."""

SERVERLESS_FRAMEWORK_TIMEOUT = 6
"""Seconds: https://www.serverless.com/framework/docs/providers/aws/guide/functions (4)."""
LAMBDA_TIMEOUT = 3
"""Seconds: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html."""
