"""Programs beside an application that open no connection to a database: what builds style sheets and scripts, and what only waits.

Sources, read 2026-11-21: https://github.com/rails/cssbundling-rails, https://github.com/rails/tailwindcss-rails,
https://github.com/rails/jsbundling-rails, https://tailwindcss.com/docs/installation/tailwind-cli, https://esbuild.github.io/api/,
https://webpack.js.org/api/cli/, https://sass-lang.com/documentation/cli/dart-sass/,
https://containers.dev/guide/dockerfile (`sleep infinity` keeps a container for development alive).
"""

from __future__ import annotations

BUILDERS = frozenset({"tailwindcss", "esbuild", "webpack", "sass", "postcss", "tsc", "rollup", "parcel", "chokidar"})
"""Programs."""
TASKS = frozenset({"tailwindcss:watch", "tailwindcss:build", "css:build", "css:watch", "javascript:build", "dartsass:watch"})
"""Tasks of `rails` and `rake`."""
TASK_RUNNERS = frozenset({"rails", "rake"})
WAITING = (("sleep",), ("tail",))
"""First words of commands that keep a container alive."""
