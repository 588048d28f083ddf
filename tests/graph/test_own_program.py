"""Processes of programs that a repository builds itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.fleet_terms import client_term

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

COMPOSE = """services:
  app:
    build: {build}
    environment:
      DATABASE_URL: postgres://app@db:5432/shop
    deploy:
      replicas: 8
  db:
    image: postgres:17
    command: postgres -c max_connections=150
"""
RUST = """use sqlx::postgres::PgPoolOptions;

async fn open() {
    let pool = PgPoolOptions::new().max_connections(30).connect(&std::env::var("DATABASE_URL").unwrap()).await.unwrap();
}
"""
GO = """package main

import (
	"context"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

func open() {
	config, _ := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	config.MaxConns = 30
	pgxpool.NewWithConfig(context.Background(), config)
}
"""
PYTHON = "import os\nimport asyncpg\nasync def f():\n    await asyncpg.create_pool(os.environ['DATABASE_URL'], max_size=30)\n"
BUILT = 'FROM debian:13\nCOPY app /app\nCMD ["/app"]\n'


@pytest.mark.parametrize(
    ("path", "code", "processes", "demand"),
    [
        pytest.param("src/main.rs", RUST, "a program in Rust is one process", 240, id="Rust"),
        pytest.param("main.go", GO, "a program in Go is one process", 240, id="Go"),
        pytest.param("internal/db/db.go", GO, "a program in Go is one process", 240, id="a package of Go"),
        pytest.param("cmd/api/main.go", GO, "its command starts no program that we know", None, id="one of several programs"),
        pytest.param("worker/main.go", GO, "its command starts no program that we know", None, id="a main package in a folder"),
        pytest.param("app/db.py", PYTHON, "its command starts no program that we know", None, id="a language whose servers fork"),
    ],
)
def test_language_of_a_program_of_its_own(
    path: str, code: str, processes: str, demand: int | None, graph_of: Callable[..., Graph]
) -> None:
    """A command that no runtime explains is one process where the language says so."""
    graph = graph_of({"docker-compose.yml": COMPOSE.format(build="."), "Dockerfile": BUILT, path: code})
    (fleet,) = graph.fleets

    assert [(processes, demand)] == [(each.processes.note, fleet.demand.value) for each in fleet.terms]


def test_main_package_of_a_service(graph_of: Callable[..., Graph]) -> None:
    """The folder that an image is built from is the root of its program."""
    files = {"docker-compose.yml": COMPOSE.format(build="./api"), "api/Dockerfile": BUILT, "api/main.go": GO}
    (fleet,) = graph_of(files).fleets

    assert 240 == fleet.demand.value


def test_copies_of_a_function(graph_of: Callable[..., Graph]) -> None:
    """Each copy of a function is a process, which is not there without a request."""
    function = "  list:\n    handler: src/db.handler\n    reservedConcurrency: 40\n"
    serverless = (
        "service: a\nprovider:\n  name: aws\n  environment:\n    DATABASE_URL: postgres://app@bouncer:6432/shop\nfunctions:\n"
    )
    code = "import { Pool } from 'pg';\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 3, min: 2 });\n"
    (route,) = graph_of({"serverless.yml": serverless + function, "src/db.js": code}).routes

    assert (120, 0) == (client_term(route).total.value, client_term(route).floor.value)
