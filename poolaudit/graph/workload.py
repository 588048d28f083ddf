"""What runs an application and how many times: a deployment with its command line understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


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
