"""Every rule, in groups, in the order of their codes.

Rules are imported when somebody asks for `RULES` (documentation, `explain`, tests). A check imports only those that
can have something to say: see `flowc.ir.check`.
"""

from __future__ import annotations

from importlib import import_module

from flowc.ir.rule import Rule

GROUPS: tuple[str, ...] = ("source", "graph", "dataflow", "settings", "configuration", "target", "manifest")
"""The folders, in the order of their codes."""

RULES: tuple[Rule, ...]
"""All rules; made by the first look at it."""


def module_names(group: str) -> tuple[str, ...]:
    """The full names of the modules of a group."""
    package = f"{__name__}.{group}"
    return tuple(f"{package}.{name}" for name in import_module(package).NAMES)


def load(module: str) -> Rule:
    """The rule of a module."""
    rule = import_module(module).RULE
    assert isinstance(rule, Rule)
    return rule


def __getattr__(name: str) -> object:
    if name != "RULES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    rules = tuple(load(module) for group in GROUPS for module in module_names(group))
    globals()["RULES"] = rules
    return rules
