"""Objects of Kubernetes manifests, kustomizations and Helm values, one fact for each object as its file writes it.

Names refer to objects of other files; the graph joins them. A field that a file does not write is absent or empty, so that
a strategic merge patch is a fact of the same shape as what it patches.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.facts.deployment import EnvEntry, Port
    from poolaudit.facts.span import Span
    from poolaudit.facts.units import Bytes


@dataclass(frozen=True, slots=True)
class KeyReference:
    """A variable whose value is a key of a ConfigMap or Secret."""

    variable: str
    kind: str
    """`ConfigMap` or `Secret`."""
    object: str
    key: str
    span: Span
    optional: bool = False


@dataclass(frozen=True, slots=True)
class EnvFrom:
    """All keys of a ConfigMap or Secret as variables."""

    kind: str
    object: str
    span: Span
    prefix: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ContainerPort:
    """A port with the name that Services may use for it."""

    name: str
    port: Port


@dataclass(frozen=True, slots=True)
class VolumeMount:
    """Where a container sees a volume."""

    volume: str
    target: str
    span: Span
    sub_path: str = ""


@dataclass(frozen=True, slots=True)
class VolumeSource:
    """What a volume shows: keys of a ConfigMap or Secret, or something that the tree does not hold."""

    kind: str
    """`ConfigMap`, `Secret`, `file` (`object` is the path of a configuration fact) or empty for anything else."""
    object: str = ""
    items: tuple[tuple[str, str], ...] = ()
    """Key and path inside the volume; empty is every key under its own name."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of a pod."""

    name: str
    sources: tuple[VolumeSource, ...]


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a pod template."""

    name: str
    span: Span
    initial: bool = False
    """Runs to its end before the others start."""
    image: Setting[str] = field(default_factory=Setting.absent)
    command: Setting[tuple[str, ...]] = field(default_factory=Setting.absent)
    """Replaces the image's ENTRYPOINT."""
    args: Setting[tuple[str, ...]] = field(default_factory=Setting.absent)
    """Replaces the image's CMD."""
    env: tuple[EnvEntry, ...] = ()
    """In written order; `raw` where `$(NAME)` is still to be expanded; entries named in `references` are unresolved."""
    references: tuple[KeyReference, ...] = ()
    env_from: tuple[EnvFrom, ...] = ()
    ports: tuple[ContainerPort, ...] = ()
    mounts: tuple[VolumeMount, ...] = ()
    incomplete: str = ""
    """Why variables may be missing from `env`: `a template`; empty when none are."""
    removed: tuple[str, ...] = ()
    """In a patch: variables that `$patch: delete` takes away."""
    deleted: bool = False
    """In a patch: `$patch: delete` takes the container away."""
    memory: Setting[Bytes] = field(default_factory=Setting.absent)
    """`resources.limits.memory`."""
    cpus: Setting[float] = field(default_factory=Setting.absent)
    """`resources.limits.cpu`."""


@dataclass(frozen=True, slots=True)
class PodWorkload:
    """Something that makes pods: Deployment, StatefulSet, DaemonSet, Job, CronJob, Rollout, Knative Service, Pod and the like."""

    kind: str
    name: str
    namespace: str
    """As written; empty when the manifest names none."""
    span: Span
    """The name."""
    labels: tuple[tuple[str, str], ...] = ()
    """Labels of the pods."""
    replicas: Setting[int] = field(default_factory=Setting.absent)
    containers: tuple[Container, ...] = ()
    volumes: tuple[Volume, ...] = ()
    service: str = ""
    """Headless Service that gives the pods of a StatefulSet names."""
    template_of: str = ""
    """Deployment whose pod template an Argo Rollout takes (`workloadRef`)."""
    chart: str = ""
    """Folder of the Helm chart whose values these are; empty for a manifest."""
    environment: str = ""
    """Environment that the name of a values file gives; empty for `values.yaml`."""
    surge: Setting[str] = field(default_factory=Setting.absent)
    """`maxSurge` of a Deployment, `0` where its strategy is Recreate."""


@dataclass(frozen=True, slots=True)
class ServicePort:
    """One port of a Service."""

    name: str
    port: int
    target: int | str
    """Port of the pods, or its name."""
    published: int | None
    """Port outside of the cluster; None for a Service that only the cluster reaches."""
    span: Span


@dataclass(frozen=True, slots=True)
class ServiceName:
    """A Service: a DNS name for pods, or for a host elsewhere."""

    name: str
    namespace: str
    span: Span
    selector: tuple[tuple[str, str], ...]
    ports: tuple[ServicePort, ...] = ()
    headless: bool = False
    external: Setting[str] = field(default_factory=Setting.absent)
    """Host of an ExternalName Service."""


@dataclass(frozen=True, slots=True)
class ConfigData:
    """A ConfigMap or Secret."""

    kind: str
    name: str
    namespace: str
    span: Span
    entries: tuple[EnvEntry, ...]
    files: tuple[tuple[str, str], ...] = ()
    """Key and path under which a configuration fact of its value goes: a file of the tree, or `file.yaml#name:key`."""
    env_files: tuple[str, ...] = ()
    """Env files of the tree whose entries it takes (kustomize generators)."""
    merges: bool = False
    """Whether it is laid over one of the same name (`behavior: merge`, a patch)."""


@dataclass(frozen=True, slots=True)
class Autoscaler:
    """What changes the number of replicas of a workload."""

    kind: str
    """`HorizontalPodAutoscaler` or `ScaledObject`."""
    name: str
    namespace: str
    span: Span
    target_kind: str
    target_name: str
    maximum: Setting[int]
    minimum: Setting[int] = field(default_factory=Setting.absent)


@dataclass(frozen=True, slots=True)
class ImageChange:
    """An entry of `images:` of a kustomization."""

    name: str
    span: Span
    new_name: str = ""
    tag: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class JsonPatch:
    """One operation of a JSON patch; `path` is a JSON pointer."""

    operation: str
    path: str
    span: Span
    kind: str
    name: str
    """Kind and name of its target; empty is any."""
    value: Setting[str] = field(default_factory=Setting.absent)


@dataclass(frozen=True, slots=True)
class Kustomization:
    """A kustomization file; paths are relative to the scan root."""

    folder: str
    span: Span
    resources: tuple[str, ...] = ()
    """Files and folders of `resources`, `bases` and `components`."""
    incomplete: str = ""
    """Why more may belong to it: `a remote resource`; empty when nothing does."""
    patches: tuple[tuple[str, str, str], ...] = ()
    """Patch files: path, and kind and name of the target (empty: as the patch itself names them)."""
    inline: tuple[Union[PodWorkload, ConfigData, ServiceName, Autoscaler], ...] = ()
    """Strategic merge patches written in the file itself."""
    operations: tuple[JsonPatch, ...] = ()
    namespace: str = ""
    prefix: str = ""
    suffix: str = ""
    replicas: tuple[tuple[str, Setting[int]], ...] = ()
    images: tuple[ImageChange, ...] = ()
    generated: tuple[ConfigData, ...] = ()


@dataclass(frozen=True, slots=True)
class HelmChart:
    """A Helm chart: what stands in `values.yaml` beside its `Chart.yaml` is a default, not a deployment."""

    folder: str
    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class ChartRelease:
    """What the templates of a Helm chart come to with its values, or with the values of an environment over them."""

    folder: str
    """Of the chart."""
    environment: str
    """As the name of the file of values gives it; empty for `values.yaml` alone, which nobody has to deploy."""
    span: Span
    """Start of the file of values, or of `Chart.yaml`."""
    objects: tuple[Union[PodWorkload, ServiceName, ConfigData, Autoscaler], ...]
    """Names have the chart's as that of the release; objects of the namespace of the release name none."""
    values: tuple[str, ...] = ()
    """Files of values, the strongest last."""
    used: tuple[str, ...] = ()
    """Keys of the values that templates use."""
    incomplete: str = ""
    """Why objects may be missing; empty when none are."""


OWN = "*/*"
"""Stands for the repository's own name, `acme/shop`, which a workflow has from where it runs."""


@dataclass(frozen=True, slots=True)
class ImageBuild:
    """Where a file says that an image is built: a workflow, skaffold."""

    image: str
    """Image name without tag; `REGISTRY/` and `OWN` for one that has the name of the repository, whatever that is. A `*` in its
    last part stands for what `*` in the context or Dockerfile stands for."""
    context: str
    """Build context, relative to the scan root; empty is the root."""
    span: Span
    dockerfile: str = ""
    """The Dockerfile that the file names, relative to the scan root; empty for the one of the context."""


ClusterFact = Union[PodWorkload, ServiceName, ConfigData, Autoscaler, Kustomization, HelmChart, ChartRelease, ImageBuild]
