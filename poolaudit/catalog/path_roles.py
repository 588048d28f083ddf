"""What the name of a file or folder says about the purpose of what is in it.

Conventions of test runners, frameworks and documentation tools, as their own manuals give them
(pytest, unittest, go test, Jest, JUnit, Alembic, Django, Flyway, Rails, Sphinx, MkDocs), read 2026-11-20.
"""

from __future__ import annotations

TEST_FOLDERS = frozenset(
    "test tests testing __tests__ spec specs e2e integration integration_tests integration-tests unit_tests unittests fixtures "
    "testdata test_data test-fixtures testfixtures testcontainers testserver testutil testutils testhelper testhelpers test-utils "
    "test_utils testsupport test_support testbase integrationtests functionaltests acceptancetests benchmarks benchmark bench mocks __mocks__ cypress playwright".split()
)
TEST_SOURCE_SETS = frozenset("aat it jmh smoke functional acceptance contract pact gatling".split())
"""Names of source sets of Gradle and Maven that hold tests without a word of `TEST_FOLDERS` in them: `src/aat/java`, `src/it/java`
(https://docs.gradle.org/current/userguide/jvm_test_suite_plugin.html, https://github.com/melix/jmh-gradle-plugin 0.7,
https://maven.apache.org/plugins/maven-invoker-plugin/, read 2026-11-21)."""
TEST_FILES = (
    "test_*.py *_test.py tests.py conftest.py *_test.go *.test.ts *.test.tsx *.test.js *.spec.ts *.spec.js *test.java *tests.java "
    "*test.kt *tests.cs *test.cs *testbase.cs *testfixture.cs *_spec.rb *_test.rb *_test.exs *test.php "
    "*compose*.test.yml *compose*.test.yaml *compose*-test.yml *compose*-test.yaml *compose.tests.yml *compose*.ci.yml *compose*.e2e.yml "
    ".env.test .env.testing .env.ci .env.e2e test.env"
).split()
EXAMPLE_FOLDERS = frozenset(
    "example examples sample samples demo demos tutorial tutorials quickstart quickstarts snippets cookbook recipes "
    "templates template boilerplate cookiecutter workshop playground".split()
)
EXAMPLE_FILES = (
    "*.example *.example.* *.sample *.sample.* *-example.* *-sample.* *.dist *.template *.tmpl *.tpl *.j2 *.jinja *.jinja2 *.erb "
    "env.example env.sample example.env sample.env example.*"
).split()
PACKAGE_ROOTS = frozenset({"java", "kotlin", "scala", "groovy"})
"""Below `src/main/…` of these, folders are the names of packages: `com.example` is what generators of projects write
(https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html, read 2026-11-21)."""
DOC_FOLDERS = frozenset("doc docs documentation website book wiki guides".split())
DOC_FILES = "*.md *.mdx *.rst *.adoc *.txt *.ipynb".split()
SETTINGS_FOLDER = "config"
"""Folder of the settings of a whole application: Phoenix, Rails, Laravel (https://hexdocs.pm/phoenix/directory_structure.html)."""
SETTINGS_MODULES = "settings"
"""Folder with a module of settings for each environment (https://code.djangoproject.com/wiki/SplitSettings, read 2026-11-21)."""
MIGRATION_FOLDERS = frozenset("alembic migrations migration migrate versions flyway liquibase".split())
DOCKER_FOLDERS = frozenset("docker .docker dockerfiles deploy deployment build container ci .devcontainer".split())
"""Folders that hold Dockerfiles rather than code: the context is the one above."""
INTERPRETED = ("py", "rb", "php")
"""Endings of code that runs as it stands: what is not in an image does not run there."""
ARTIFACT_FOLDERS = frozenset("target build dist out bin publish libs wheels release artifacts vendor .next _build".split())
"""Folders of what build tools make."""
ARCHIVES = (".whl", ".tar.gz", ".tgz", ".zip", ".gem", ".phar")
"""Endings of packed programs."""
PLAIN_FILES = tuple(
    ".sh .conf .cnf .ini .cfg .yml .yaml .toml .json .txt .lock .md .pem .crt .key .template .sql .xml .properties .env .pub".split()
)
"""Endings of files that hold no program of the repository, or one that is a script of the image itself."""
SCRIPT_FOLDERS = frozenset(
    "script scripts bin tools tooling hack notebooks seeds seed cli management commands ops devtools".split()
)
SCRIPT_FILES = (
    "seed*.py *_seed.py populate*.py backfill*.py import_*.py export_*.py load_*.py init_db.py initdb.py create_db.py".split()
)
TOOL_FILES = (
    "*.config.ts *.config.js *.config.mjs *.config.cjs *.config.mts seed.ts seed.js seed.mjs seed-*.ts seed-*.js *-seed.ts "
    "*-seed.js "
    "migrate.ts migrate.js migrate.mjs check-*.ts check-*.js "
    "test-*.ts test-*.js test-*.mjs create-*.js setup-*.js fix-*.js"
).split()
"""Files of JavaScript that configure a tool, or that people run once."""

ENVIRONMENT_ALIASES = {
    "prod": "production",
    "production": "production",
    "live": "production",
    "prd": "production",
    "stage": "staging",
    "staging": "staging",
    "stg": "staging",
    "dev": "development",
    "develop": "development",
    "development": "development",
    "local": "development",
    "test": "test",
    "tests": "test",
    "testing": "test",
    "ci": "test",
    "e2e": "test",
    "example": "example",
    "sample": "example",
    "dist": "example",
    "template": "example",
}
"""Words in file names → name of the environment."""
RUN_BY_HAND = frozenset("script scripts hack tools tooling notebooks seeds seed devtools".split())
"""Folders of programs beside the product, which people and builds start: those of `SCRIPT_FOLDERS` that hold no part of it."""
SAMPLE_FOLDERS = frozenset({"example", "examples", "sample", "samples"})
"""Folders of programs that show how the product is used; the other names of `EXAMPLE_FOLDERS` are those of products, too."""
