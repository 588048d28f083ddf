"""Programs beside an application that open no connection to a database.

What builds style sheets and scripts, what stands in for services of other people, and what only waits.

Sources, read 2026-11-21: https://github.com/rails/cssbundling-rails, https://github.com/rails/tailwindcss-rails,
https://github.com/rails/jsbundling-rails, https://tailwindcss.com/docs/installation/tailwind-cli, https://esbuild.github.io/api/,
https://webpack.js.org/api/cli/, https://sass-lang.com/documentation/cli/dart-sass/,
https://containers.dev/guide/dockerfile (`sleep infinity` keeps a container for development alive),
https://github.com/vercel-labs/emulate, https://firebase.google.com/docs/emulator-suite, https://github.com/typicode/json-server,
https://docs.stoplight.io/docs/prism, https://maildev.github.io/maildev/, https://storybook.js.org/docs/api/cli-options,
https://docs.stripe.com/cli/listen, https://ngrok.com/docs/agent/cli/, https://smee.io/, https://www.mkdocs.org/user-guide/cli/,
https://github.com/sphinx-doc/sphinx-autobuild, https://docusaurus.io/docs/cli, https://vitepress.dev/reference/cli.
"""

from __future__ import annotations

BUILDERS = frozenset({"tailwindcss", "esbuild", "webpack", "sass", "postcss", "tsc", "rollup", "parcel", "chokidar"})
"""Programs."""
TASKS = frozenset({"tailwindcss:watch", "tailwindcss:build", "css:build", "css:watch", "javascript:build", "dartsass:watch"})
"""Tasks of `rails` and `rake`."""
TASK_RUNNERS = frozenset({"rails", "rake"})
STAND_INS = frozenset(
    {
        "emulate",
        "firebase",
        "json-server",
        "prism",
        "maildev",
        "storybook",
        "start-storybook",
        "stripe",
        "ngrok",
        "smee",
        "mailhog",
    }
    | {"mkdocs", "sphinx-autobuild", "docusaurus", "vitepress"}
)
"""Programs that answer in place of somebody else's service, or pass on what that sends, and those that show documentation."""
WAITING = (("sleep",), ("tail",))
"""First words of commands that keep a container alive."""
