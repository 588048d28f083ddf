"""The table of JavaScript and TypeScript.

In: nodes of https://github.com/tree-sitter/tree-sitter-typescript 0.23 (its TSX grammar reads JavaScript too). Out: `JAVASCRIPT`
and `TYPESCRIPT`. A module is its path with dots and without a suffix, and its default export is the module itself, so that
`config.url` after `import config from "./config"` and after `import * as config from "./config"` is one name.
"""

from __future__ import annotations

from dataclasses import replace

from poolaudit.extract.code._javascript_declarations import (
    anonymous,
    assignment,
    bare_parameter,
    block,
    class_,
    declaration,
    decorator,
    exports,
    field,
    function,
    imports,
    pair,
    parameter,
    returned,
)
from poolaudit.extract.code._javascript_expressions import FORMS, FUNCTIONS
from poolaudit.extract.code._javascript_modules import grammar_of, module, resolve
from poolaudit.extract.code._tree_language import Language

BINDS = {
    "import_statement": imports,
    "export_statement": exports,
    "pair": pair,
    "decorator": decorator,
    "variable_declarator": declaration,
    "required_parameter": parameter,
    "optional_parameter": parameter,
    "arrow_function": bare_parameter,
    "catch_clause": bare_parameter,
    "for_in_statement": bare_parameter,
    "assignment_expression": assignment,
    "augmented_assignment_expression": assignment,
    "public_field_definition": field,
    "return_statement": returned,
}
SPACES = {
    "function_declaration": function,
    "generator_function_declaration": function,
    "method_definition": function,
    **dict.fromkeys(FUNCTIONS, anonymous),
    "class_declaration": class_,
    "abstract_class_declaration": class_,
    "class": class_,
    "statement_block": block,
    "for_statement": block,
    "for_in_statement": block,
    "catch_clause": block,
}

JAVASCRIPT = Language(
    name="javascript",
    grammar_of=grammar_of,
    forms=FORMS,
    binds=BINDS,
    spaces=SPACES,
    calls=frozenset({"call_expression", "new_expression"}),
    strings=frozenset({"string", "template_string"}),
    sums=frozenset({"binary_expression"}),
    imports=frozenset({"import_statement"}),
    module=module,
    self_names=frozenset({"this"}),
    resolve=resolve,
    require=frozenset({"require", "import"}),
    same=frozenset({"toString", "trim", "valueOf"}),
    wrappers=frozenset({"String"}),
    casts={"Number": "int", "parseInt": "int", "Number.parseInt": "int", "parseFloat": "float", "Number.parseFloat": "float"},
    followed=True,
    modules_end_names=True,
    exits=("process.exit(",),
    mutators=frozenset({"push", "unshift", "splice", "pop", "shift"}),
)
TYPESCRIPT = replace(JAVASCRIPT, name="typescript")
