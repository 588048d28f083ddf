"""What the files of one folder define. In: HCL trees. Out: a `Module`.

Meaning: https://developer.hashicorp.com/terraform/language/files, https://developer.hashicorp.com/terraform/language/values
(1.13, read 2026-11-21): the files of a folder are one module; `terraform.tfvars` and `*.auto.tfvars` are read without being
named, and so are those with `.json` behind it.
"""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.path_roles import ENVIRONMENT_ALIASES
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolaudit.extract.settings.tree import Node
    from poolaudit.facts.part import Part

VALUES = (".tfvars", ".tfvars.json")
_STATE = "backend"
"""Word of the name of a file that tells where the state is kept (`terraform init -backend-config`), which sets no variable."""
_PLAIN = frozenset({"terraform", "main", "variables", "vars", "default", "common"})
"""Names of files of values that tell no environment; the folder may."""
_CONFIGURATION = frozenset({"backend", "cloud"})


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its last label: a resource, a call of a module, a variable."""

    key: Key
    body: MappingNode
    part: Part
    """The file in which it stands."""


@dataclass(frozen=True, slots=True)
class Module:
    """A folder of Terraform files."""

    folder: str
    variables: dict[str, Block]
    values: dict[str, Node]
    """Locals."""
    outputs: dict[str, Block]
    calls: dict[str, Block]
    resources: dict[tuple[str, str], Block]
    """By type and name; types of what is only looked up begin with `data.`."""
    is_configuration: bool
    """Whether somebody surely applies it as it is: it configures a provider, or where its state is kept. Another may be for
    others to call, who may give other values than its defaults."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values for the variables of a module."""

    environment: str
    """Name that the file gives; empty for files that are read without being named."""
    given: dict[str, Node]


def modules(parts: Iterable[Part]) -> dict[str, Module]:
    """Modules by folder."""
    found: dict[str, Module] = {}
    folders: dict[str, list[Part]] = {}
    for each in sorted(parts, key=lambda part: part.span.path):
        if not each.span.path.endswith(VALUES):
            folders.setdefault(dirname(each.span.path), []).append(each)
    for folder, inside in folders.items():
        module = Module(folder, {}, {}, {}, {}, {}, any(_configures(each) for each in inside))
        for each in inside:
            for key, node in _items(each):
                _add(module, each, key, node)
        found[folder] = module
    return found


def values(parts: Iterable[Part], module: Module, every: Mapping[str, Module]) -> tuple[Values, ...]:
    """Files of values for a module: what is always read, then one for each environment.

    A file is for the module in whose folder, or below it, it stands; one that stands below none is for the only module near it
    that has variables of all its names.
    """
    named: dict[tuple[str, ...], dict[str, Node]] = {}
    for each in sorted(parts, key=lambda part: (_stem(part.span.path) != "terraform", part.span.path)):
        if _sets_variables(each.span.path) and _owner(each, every) == module.folder:
            words = _environment(each.span.path, module.folder)
            named.setdefault(words, {}).update((key.name, node) for key, node in _items(each))
    base = named.pop((), {})
    if not named:
        return (Values("", base),)
    titles = _titles(list(named))
    return tuple(Values(titles[words], {**base, **given}) for words, given in sorted(named.items()))


def called(block: Block) -> str | None:
    """The folder of a module of the same tree; None for one that is fetched."""
    source = block.body.get("source")
    text = source.value if isinstance(source, ScalarNode) and not source.template else None
    if not isinstance(text, str) or not text.startswith("."):
        return None
    path = normpath(join(dirname(block.part.span.path), text.replace("//", "/")))
    return None if path.startswith("..") else "" if path == "." else path


def _items(part: Part) -> Iterator[tuple[Key, Node]]:
    for root in getattr(part.document, "roots", ()):
        yield from root.items if isinstance(root, MappingNode) else ()


def _add(module: Module, part: Part, key: Key, node: Node) -> None:
    if not isinstance(node, MappingNode):
        return
    if key.name == "locals":
        module.values.update((each.name, value) for each, value in node.items)
    elif key.name in ("variable", "output", "module"):
        blocks = {"variable": module.variables, "output": module.outputs, "module": module.calls}[key.name]
        for each, body in node.items:
            if isinstance(body, MappingNode):
                blocks[each.name] = Block(each, body, part)
    elif key.name in ("resource", "data"):
        start = "data." if key.name == "data" else ""
        for kind, named in node.items:
            for each, body in named.items if isinstance(named, MappingNode) else ():
                if isinstance(body, MappingNode):
                    module.resources[start + kind.name, each.name] = Block(each, body, part)


def _configures(part: Part) -> bool:
    """Whether a file configures a provider, or where the state is kept."""
    for key, node in _items(part):
        if key.name == "provider":
            return True
        if (
            key.name == "terraform"
            and isinstance(node, MappingNode)
            and any(each.name in _CONFIGURATION for each, _ in node.items)
        ):
            return True
    return False


def _owner(part: Part, every: Mapping[str, Module]) -> str | None:
    """The folder of the module that a file of values is for."""
    for folder in _upwards(dirname(part.span.path)):
        if folder in every:
            return folder
    names = {key.name for key, _ in _items(part)}
    for folder in _upwards(dirname(part.span.path)):
        near = [
            name
            for name, module in every.items()
            if (not folder or name.startswith(f"{folder}/")) and names <= module.variables.keys()
        ]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = dirname(folder)
    yield ""


def _sets_variables(path: str) -> bool:
    return path.endswith(VALUES) and _STATE not in _stem(path).replace("-", ".").replace("_", ".").split(".")


def _stem(path: str) -> str:
    """The name of a file of values, without what says that it is one."""
    return basename(path).removesuffix(".json").removesuffix(VALUES[0])


def _environment(path: str, folder: str) -> tuple[str, ...]:
    """Words of the path that may name an environment; none for files that are always read."""
    stem = _stem(path)
    if stem.endswith(".auto") or (stem == "terraform" and dirname(path) == folder):
        return ()
    stem = stem.removeprefix("terraform.").removeprefix("terraform-")
    within = f"{dirname(path)}/".removeprefix(f"{folder}/" if folder else "").strip("/")
    if within.startswith(dirname(folder)):
        within = within.removeprefix(dirname(folder)).strip("/")
    words = tuple(word for word in within.split("/") if word)
    return words if stem in _PLAIN else (*words, stem)


def _titles(found: list[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Names of environments: the last word, or the one that is known for an environment, where it is nobody else's."""
    shorts = {words: next((word for word in words if word.lower() in ENVIRONMENT_ALIASES), words[-1]) for words in found}
    return {words: short if list(shorts.values()).count(short) == 1 else "/".join(words) for words, short in shorts.items()}
