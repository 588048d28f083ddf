"""Flags of Go programs: functions that declare one, and where its name and its default stand.

Sources, read 2026-11-21: https://pkg.go.dev/flag (1.23), https://pkg.go.dev/github.com/spf13/pflag (1.0), which cobra uses.
"""

from __future__ import annotations

_KINDS = ("String", "Int", "Int32", "Int64", "Uint", "Uint32", "Uint64", "Duration", "Bool", "Float64")
FLAGS = {
    **dict.fromkeys(_KINDS, (0, 1)),
    **{f"{kind}P": (0, 2) for kind in _KINDS},
    **{f"{kind}Var": (1, 2) for kind in _KINDS},
    **{f"{kind}VarP": (1, 3) for kind in _KINDS},
}
"""Function → positions of the name and of the default; pflag's with a letter, `P`, have the letter between them."""
VARIABLES = frozenset(name for name in FLAGS if "Var" in name)
"""Those that put the value where their first argument points."""
PACKAGES = frozenset({"flag", "github.com/spf13/pflag"})
SETS = ("NewFlagSet()", "Flags()", "FlagSet()", "CommandLine")
"""Ends of names of what holds flags."""
