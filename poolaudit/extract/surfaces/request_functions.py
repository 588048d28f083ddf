"""Which functions are called once for each request.

In: a call, its surroundings and the classes of its module. Out: what says so, in the words of the code; empty when nothing does.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from poolaudit.catalog import request_handlers as known

if TYPE_CHECKING:
    from poolaudit.extract.code.shape import Call, CodeModule, Function


def handler_of(call: Call, path: str, module: CodeModule) -> str:
    """Why the function around a call runs for each request."""
    functions = call.around.functions
    if not functions:
        return ""
    for name in call.scope.decorators:
        owner, _, last = name.rpartition(".")
        if owner and last in known.DECORATORS:
            return f"@{last}"
    return _by_class(call, module) or next((why for each in functions if (why := _by_function(each, path, module))), "")


def is_loaded_by_framework(path: str) -> bool:
    """Whether a framework loads a file by its name."""
    folders, _, base = f"/{path}".rpartition("/")
    return any(f"/{folder}/" in f"{folders}/" and fnmatchcase(base, pattern) for folder, pattern in known.LOADED_FILES)


def _by_function(function: Function, path: str, module: CodeModule) -> str:
    owner, _, last = function.handed_to.rpartition(".")
    if function.handed_to in known.TAKERS or (last in known.HANDED_TO and owner.startswith(known.ROUTERS)):
        return f"{last or function.handed_to}(…)"
    names = tuple(name for name, _ in function.parameters)
    typed = next((kind for _, kind in function.parameters if kind in known.PARAMETER_TYPES), "")
    if typed:
        return f"a parameter of type {typed.rpartition('/')[2]}"
    if module.language in ("javascript", "typescript") and names in known.PARAMETERS:
        return f"its parameters ({', '.join(names)})"
    if names in known.FUNCTION_PARAMETERS and module.language in ("javascript", "typescript", "python"):
        return f"its parameters ({', '.join(names)})"
    if module.language == "python" and path.endswith("views.py") and names[:1] == ("request",):
        return "its parameter request in views.py"
    return _by_file(function.name, path)


def _by_file(name: str, path: str) -> str:
    *folders, base = path.split("/")
    for each in known.CONVENTIONS:
        in_folder = not each.folders or any(folder in each.folders for folder in folders)
        if name in each.functions and in_folder and any(fnmatchcase(base, pattern) for pattern in each.files):
            return f"{name} in a route of {each.framework}"
    return ""


def _by_class(call: Call, module: CodeModule) -> str:
    owner, _, method = call.scope.function.rpartition(".")
    if not owner or owner != call.scope.class_name or method not in known.METHODS:
        return ""
    full = f"{module.module}.{owner}" if module.module else owner
    bases = next((each.bases for each in module.classes if each.name == full), ())
    found = next((base for base in bases if base.rpartition(".")[2] in known.BASES), "")
    return f"{method} of a {found.rpartition('.')[2]}" if found else ""
