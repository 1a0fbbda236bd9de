"""Which of the bindings of one name holds when the module has been loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from flowc.frontend.bindings import (
    Ambiguous,
    Assigned,
    Binding,
    Class,
    Function,
    ImportedModule,
    ImportedName,
    Unknown,
)
from flowc.frontend.entries import Entry
from flowc.frontend.language import is_dsl_module
from flowc.frontend.modules import absolute_name

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


def settle(scope: Scope, entries: Sequence[Entry], name: str) -> Binding:
    """The one binding, or Ambiguous, or Unknown when there is none."""
    if not entries:
        return Unknown(reason=f"`{name}` is not defined in `{scope.source.file}`")
    changed = scope.entries.changed.get(name)
    if changed is not None and any(entry.kind in ("assign", "other") for entry in entries):
        return Ambiguous(reason=changed[0], node=changed[1], scope=scope)
    certain, open_ones = _weigh(scope, _preferred(scope, entries))
    if open_ones:
        return Ambiguous(reason=open_ones[0][1], node=open_ones[0][0].node, scope=scope)
    if not certain:
        return Unknown(reason=f"no branch that surely runs defines `{name}` in `{scope.source.file}`")
    if len(certain) > 1 and not _same_import(certain):
        reason = f"`{scope.source.file}` defines it {len(certain)} times"
        return Ambiguous(reason=reason, node=certain[-1].node, scope=scope)
    return _binding(scope, certain[-1])


def _preferred(scope: Scope, entries: Sequence[Entry]) -> Sequence[Entry]:
    """`try: import a / except ImportError: import b as a`: the first that exists, or is the standard library's."""
    main = [entry for entry in entries if not entry.fallback]
    fallback = [entry for entry in entries if entry.fallback]
    if not main or not fallback:
        return main or fallback
    if any(_may_fail(scope, entry) for entry in main):
        return [*main, *fallback]
    return main


def _may_fail(scope: Scope, entry: Entry) -> bool:
    """Whether an entry is an import that may fail, or stands after one in a `try`: then the run decides."""
    imports = [(entry.dotted, entry.level)] if entry.kind in ("import", "from") else entry.tried
    return any(_is_missing(scope, dotted, level) for dotted, level in imports)


def _is_missing(scope: Scope, name: str, level: int) -> bool:
    """Whether an import may fail: it is neither local, nor the standard library's, nor of the language."""
    import sys

    dotted = absolute_name(name, scope.source, level)
    top = dotted.partition(".")[0]
    return not (is_dsl_module(dotted) or top in sys.stdlib_module_names or scope.modules.exists(dotted))


def _weigh(scope: Scope, entries: Sequence[Entry]) -> tuple[list[Entry], list[tuple[Entry, str]]]:
    """The entries that surely run, and those of which that cannot be told, with the reason."""
    certain: list[Entry] = []
    open_ones: list[tuple[Entry, str]] = []
    for entry in entries:
        state = _state(scope, entry)
        if state is None:
            certain.append(entry)
        elif state:
            open_ones.append((entry, state))
    return certain, open_ones


def _state(scope: Scope, entry: Entry) -> str | None:
    """None: it runs. Empty: it does not. Otherwise why that is not known."""
    why: str | None = None
    for guard in entry.guards:
        outcome = _holds(scope, guard.test) if guard.test is not None else None
        if outcome is None:
            why = guard.why
        elif outcome != guard.holds:
            return ""
    return why


def _holds(scope: Scope, test: cst.BaseExpression) -> bool | None:
    from flowc.frontend.evaluate import Known, evaluate

    result = evaluate(test, scope)
    return bool(result.value) if isinstance(result, Known) else None


def _same_import(entries: Sequence[Entry]) -> bool:
    first = entries[0]
    key = (first.kind, first.dotted, first.level, first.name)
    return first.kind in ("import", "from") and all(
        (entry.kind, entry.dotted, entry.level, entry.name) == key for entry in entries
    )


def _binding(scope: Scope, entry: Entry) -> Binding:
    match entry.node:
        case cst.FunctionDef() as function if entry.kind == "function":
            return Function(node=function, scope=scope)
        case cst.ClassDef() as cls if entry.kind == "class":
            return Class(node=cls, scope=scope)
        case cst.BaseExpression() as expr if entry.kind == "assign":
            return Assigned(expr=expr, scope=scope)
        case _ if entry.kind == "import":
            return ImportedModule(dotted=entry.dotted, scope=scope)
        case _ if entry.kind == "from":
            dotted = absolute_name(entry.dotted, scope.source, entry.level)
            return ImportedName(dotted=dotted, name=entry.name, scope=scope)
        case node:
            return Ambiguous(reason=entry.why, node=node, scope=scope)
