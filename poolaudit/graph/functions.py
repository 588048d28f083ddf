"""What runs on function platforms, and what that means for its connections.

In: deployments, the worlds of a source file. Out: settings of a `Workload`, and whether a client surely runs in a function.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from poolaudit.catalog.function_platforms import LAMBDA_IMAGES, PLATFORMS
from poolaudit.facts.setting import Origin, Setting
from poolaudit.graph.images import repository_of

if TYPE_CHECKING:
    from poolaudit.catalog.function_platforms import FunctionPlatform
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.site import Site
    from poolaudit.graph.world import World


@cache
def platform_of(name: str) -> FunctionPlatform | None:
    """The function platform that `Deployment.platform` names; None for containers and processes."""
    return next((each for each in PLATFORMS if each.name == name), None)


def on_platform(deployment: Deployment) -> dict[str, Any]:
    """The fields of a `Workload` that its platform decides; none for containers and processes."""
    platform = platform_of(deployment.platform)
    if platform is None:
        return {}
    place = _runs(deployment, platform)
    found: dict[str, Any] = {
        "platform": platform.title,
        "copies_bounded": deployment.bounded,
        "request_timeout": deployment.timeout,
    }
    if platform.requests is not None:
        found["requests_per_copy"] = Setting.derived(
            platform.requests, "requests at a time", f"per copy on {platform.title}", place
        )
    if platform.connections is not None:
        note = f"per request on {platform.title}"
        found["connections_per_request"] = Setting.derived(platform.connections, "connections at a time", note, place)
    return found


def in_function(path: str, world: World, site: Site) -> Setting[bool]:
    """Whether code at a path, in one of its worlds, runs in a function and in no server beside it."""
    workload = world.workload
    platform = platform_of(workload.deployment.platform) if workload is not None else None
    if workload is None or platform is None:
        return Setting.derived(False, "runs in a function", "nothing says that it does")
    deployment = workload.deployment
    if not any(_holds(each.folder, each.endings, path) for each in deployment.code):
        return Setting.unresolved(f"nothing says that {platform.title} runs {path}", deployment.span, "runs in a function")
    worlds = site.worlds.of_file(path)
    beside = next((each for each in worlds if each.workload is None or not platform_of(each.workload.deployment.platform)), None)
    if beside is not None and beside.workload is not None:
        return Setting.unresolved(f"{beside.workload.name} runs it as well", beside.workload.span, "runs in a function")
    server = next((each for each in site.images.dockerfiles_over(path) if not _is_lambda_image(each)), None)
    if server is not None:
        return Setting.unresolved(f"{server.span.path} puts it into an image as well", server.span, "runs in a function")
    other = next((each for each in site.images.placeless if not platform_of(each.platform)), None)
    if other is not None:
        return Setting.unresolved(f"which code {other.name} runs is not known", other.span, "runs in a function")
    return _runs(deployment, platform)


def _runs(deployment: Deployment, platform: FunctionPlatform) -> Setting[bool]:
    return Setting(True, Origin.DERIVED, deployment.span, f"{deployment.name} runs on {platform.title}")


def _is_lambda_image(deployment: Deployment) -> bool:
    return repository_of(deployment.image) in LAMBDA_IMAGES


def _holds(folder: str, endings: tuple[str, ...], path: str) -> bool:
    inside = not folder or path.startswith(f"{folder}/")
    return inside and (not endings or path.lower().endswith(endings))
