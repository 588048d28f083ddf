"""What runs an application and how many times: a deployment with its command line understood."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Seconds


@dataclass(frozen=True, slots=True)
class Workload:
    """One deployment."""

    deployment: Deployment
    span: Span
    name: str
    environment: str
    program: Setting[str]
    """Catalog name of the runtime that its command starts: `gunicorn`, `celery`; absent when none is recognised."""
    role: Setting[str]
    """`serving`, `worker`, `migration`, `scheduler` or `script`."""
    processes: Setting[int]
    """Processes per copy that each open their own pools."""
    threads: Setting[int]
    """Threads per process that can each hold a connection; absent when there is no such bound (async)."""
    replicas: Setting[int]
    """Copies of the container."""
    session_locks: Setting[bool]
    """For a migration tool: whether it holds session-level advisory locks."""
    asgi: Setting[bool] = field(default_factory=Setting.absent)
    """Whether its server runs an application through ASGI, as far as its command names a module `asgi`; unresolved for other
    servers."""
    preloads: Setting[bool] = field(default_factory=Setting.absent)
    """Whether its server loads the application before it forks several processes; absent where it forks none after loading."""
    modules: tuple[str, ...] = ()
    """Dotted names of the modules that the command names for the server to load, as it may mean them."""
    rollout: Setting[int] = field(default_factory=Setting.absent)
    """Copies that run while a new release replaces the old one, both counted; `replicas` where none overlap."""
    platform: str = ""
    """Title of the function platform that starts copies for requests: `AWS Lambda`; empty for containers and processes."""
    requests_per_copy: Setting[int] = field(default_factory=Setting.absent)
    """On a function platform: requests that one copy serves at a time; absent where several may share one."""
    connections_per_request: Setting[int] = field(default_factory=Setting.absent)
    """On a function platform: connections that one request may have open at a time; absent without such a limit."""
    copies_bounded: Setting[bool] = field(default_factory=Setting.absent)
    """On a function platform: whether something bounds how many copies run at a time."""
    request_timeout: Setting[Seconds] = field(default_factory=Setting.absent)
    """Time after which a request is ended, whatever it waits for: by a function platform, or by a server that kills the worker;
    absent where nothing is known to."""
