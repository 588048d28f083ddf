"""What the readers of Terraform's resources share. In: evaluated resources. Out: an `Estate`, and who names whom in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.terraform_resources import ENDPOINTS, IDENTITIES, engine_family
from poolaudit.extract.settings.tree import MappingNode, ScalarNode, SequenceNode
from poolaudit.extract.surfaces.platform_values import mappings, text
from poolaudit.facts.resource import ResourceName
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import Node
    from poolaudit.extract.terraform.resource import Resource


@dataclass(frozen=True, slots=True)
class Estate:
    """The resources of one configuration in one environment, by type."""

    project: str
    environment: str
    kinds: dict[str, list[Resource]]

    def all(self, kind: str) -> list[Resource]:
        """The resources of a type, in written order."""
        return self.kinds.get(kind, [])

    def named(self, resource: Resource, kind: str) -> ResourceName:
        """By what name the rest of the configuration reaches a resource of a type."""
        return ResourceName(self.project, self.environment, resource.address, ENDPOINTS.get(kind, ()))


def refers(node: Node | None, resource: Resource) -> bool:
    """Whether a value names a resource: by its address, or by what it is called."""
    if isinstance(node, (MappingNode, SequenceNode)):
        inner = [value for _, value in node.items] if isinstance(node, MappingNode) else node.elements
        return any(refers(each, resource) for each in inner)
    if not isinstance(node, ScalarNode) or node.value is None:
        return False
    written = node.raw if node.template else str(node.value)
    if written == resource.address or (f"{resource.address}." in f"{written}." and _starts(written, resource.address)):
        return True
    for argument in IDENTITIES:
        own = resource.body.get(argument)
        called = own.raw if isinstance(own, ScalarNode) and own.template else str(getattr(own, "value", None) or "")
        if called and (written == called or written.endswith(f"/{called}")):
            return True
    return False


def _starts(written: str, address: str) -> bool:
    """Whether an address stands in a text as a whole, and not as the end of a longer one."""
    at = written.find(f"{address}.") if f"{address}." in written else written.find(address)
    return at == 0 or not (written[at - 1].isalnum() or written[at - 1] in "._-")


def blocks(body: MappingNode, name: str) -> list[MappingNode]:
    """Blocks of one type, which may stand several times; an attribute of that name may be a mapping or a list of some."""
    return [
        one
        for key, node in body.items
        if key.name == name
        for one in ((node,) if isinstance(node, MappingNode) else mappings(node))
    ]


def family(node: Node | None) -> str:
    """The server family that an engine or a family of parameters names; empty for none that is known."""
    return engine_family(str(node.value)) if isinstance(node, ScalarNode) and not node.template else ""


def release(node: Node | None, label: str) -> Setting[str]:
    """The release in a version of Google: `15` in `POSTGRES_15`; any other version as it is."""
    written = text(node, label)
    name, between, number = (written.value or "").partition("_")
    if not between or not name.isalpha():
        return written
    return Setting(number.replace("_", "."), Origin.DERIVED, written.span, label, f"of {written.value}")


def pairs(node: Node) -> Iterator[tuple[str, Setting[str]]]:
    """`name` and `value` of a block."""
    name = node.get("name") if isinstance(node, MappingNode) else None
    if isinstance(node, MappingNode) and isinstance(name, ScalarNode) and not name.template:
        value = text(node.get("value"), str(name.value))
        if value.origin is not Origin.ABSENT:
            yield str(name.value).lower(), value
