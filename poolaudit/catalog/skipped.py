"""Names of folders and files that are never worth reading. Literals only; all names are lower case.

Sources, read 2026-11-21: the ignore templates of https://github.com/github/gitignore (Python, Node, Java, Gradle, Rust, Terraform,
VisualStudio, Rails, Go, Elixir, Dart), https://pip.pypa.io and https://docs.npmjs.com for the names of lock files.
"""

from __future__ import annotations

FOREIGN_FOLDERS = frozenset(
    {
        # state of version control
        ".git", ".hg", ".svn", ".bzr", ".jj",
        # third-party code
        "node_modules", "bower_components", "jspm_packages", "site-packages", "vendor", ".venv", "venv", ".bundle", ".yarn", ".pnpm-store",
        "pods", ".terraform", "__pypackages__",
        # caches of tools
        "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".eggs", ".ipynb_checkpoints", ".gradle",
        ".next", ".nuxt", ".svelte-kit", ".parcel-cache", ".turbo", ".nyc_output", ".terragrunt-cache", ".dart_tool", ".aws-sam", "cdk.out",
        ".serverless", ".idea", ".vs", ".cache",
    }
)  # fmt: skip
"""Folders whose content other people or tools wrote; skipped wherever they stand."""

BUILD_FOLDERS = frozenset({"dist", "build", "target", "_build", "htmlcov", "coverage"})
"""Folders of build products, whose names are ordinary words too; skipped unless git tracks what is in them."""

BINARY_SUFFIXES = frozenset(
    {
        # pictures, sound, film, type
        "png", "jpg", "jpeg", "gif", "bmp", "ico", "icns", "webp", "avif", "tif", "tiff", "psd", "svg", "mp3", "mp4", "m4a", "ogg", "wav",
        "flac", "webm", "mov", "avi", "mkv", "woff", "woff2", "ttf", "otf", "eot",
        # archives and packages
        "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "jar", "war", "ear", "whl", "egg", "nupkg", "deb", "rpm", "apk", "dmg",
        "iso", "gem",
        # compiled code
        "pyc", "pyo", "pyd", "so", "o", "a", "dll", "dylib", "exe", "class", "lib", "obj", "pdb", "wasm", "node", "bin",
        # data
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "parquet", "avro", "orc", "feather", "npy", "npz", "pkl", "pickle",
        "h5", "onnx", "pt", "safetensors", "sqlite", "sqlite3", "db", "mdb", "mo", "po", "pot", "snap", "map",
        # keys
        "jks", "keystore", "p12", "pfx", "gpg", "asc", "der", "crt", "cer",
    }
)  # fmt: skip
"""What follows the last dot of files that hold no configuration and no code: binary, or text made by a program."""

GENERATED_NAMES = frozenset(
    {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "composer.lock", "gemfile.lock", "cargo.lock",
        "poetry.lock", "pdm.lock", "uv.lock", "pipfile.lock", "pixi.lock", "go.sum", "mix.lock", "pubspec.lock", "packages.lock.json",
        ".terraform.lock.hcl", "chart.lock", "flake.lock", "deno.lock",
    }
)  # fmt: skip
"""Lock files: only a part that asks for one by its own name sees it."""

GENERATED_ENDINGS = (
    ".min.js",
    ".min.css",
    ".bundle.js",
    ".chunk.js",
    ".min.mjs",
    ".min.cjs",
    ".d.ts",
    "_pb2.py",
    ".pb.go",
    ".designer.cs",
)
"""Endings of files that a program writes; only a part that asks for one by its own name sees it."""
