"""What a flow file does below `if __name__ == "__main__":` before it starts the flow.

Metaflow runs the file as a program for every task, that part included. Tasks of flowc import it, and see nothing
of that part.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flowc.diagnostics import Finding, warning
from flowc.frontend.language import DSL_MODULES
from flowc.frontend.node_spans import node_span
from flowc.frontend.source import Source

_HARMLESS = frozenset({"print", "input", "exit", "quit", "sys.exit", "freeze_support"})
"""Calls that leave nothing behind for a step to see."""


def guarded_work(source: Source, flows: frozenset[str]) -> Iterator[Finding]:
    """FLOW041 for each statement that a step could miss. `flows` are the names of the flow classes."""
    guard = next((one for one in source.tree.body if is_guard(one)), None)
    if isinstance(guard, ast.If):
        for statement in _Reading(source.tree, flows).missed(guard.body):
            yield _finding(source, statement)


def is_guard(node: ast.stmt) -> bool:
    """Whether a statement is an `if __name__ == "__main__":`."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return False
    sides = [node.test.left, *node.test.comparators]
    named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    return named and any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)


class _Reading:
    """The statements of a guard, up to the start of the flow. `own` are names that only the guard uses."""

    def __init__(self, tree: ast.Module, flows: frozenset[str]) -> None:
        self.flows = flows
        self.functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        self.read = _read_by_code(tree)
        self.own: set[str] = set(_imported_language(tree))
        self.started = False

    def missed(self, body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        """Those whose effect a step could see."""
        for statement in body:
            if self.started:
                return
            inner = _blocks(statement)
            if inner:
                self.own |= _bound(statement) - self.read
                for block in inner:
                    yield from self.missed(block)
            else:
                yield from self._one(statement)

    def _one(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        callees = [_dotted(call.func) for call in calls]
        main = next((self.functions[one] for one in callees if one in self.functions), None)
        if self.flows & set(callees):
            self.started = True
        elif main is not None and self._starts_flow(main):
            yield from self.missed(main.body)
        elif self._is_missed(statement):
            yield statement

    def _starts_flow(self, function: ast.FunctionDef) -> bool:
        return any(
            isinstance(node, ast.Call) and _dotted(node.func) in self.flows for node in ast.walk(function)
        )

    def _is_missed(self, statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            callee = _dotted(statement.value.func)
            first, last = callee.partition(".")[0], callee.rpartition(".")[2]
            return bool(callee) and not {callee, last} & _HARMLESS and first not in self.own
        bound = _bound(statement)
        changed = {_dotted(target).partition(".")[0] for target in _targets(statement)} - bound
        self.own |= bound - self.read
        return bool(bound & self.read or changed - self.own - {""})


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The statements inside one; those of definitions are not run by it."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    found = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    handlers = [handler.body for handler in getattr(statement, "handlers", [])]
    return [block for block in (*found[:1], *handlers, *found[1:]) if block]


def _targets(statement: ast.stmt) -> list[ast.expr]:
    match statement:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return list(targets)
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
    return []


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement itself gives a value."""
    heads = [*_targets(statement), *_heads(statement)]
    names = {name for head in heads for name in _names(head, ast.Store)}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names |= {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    return names


def _names(tree: ast.AST, context: type[ast.expr_context]) -> Iterator[str]:
    """The names below a node that are read, or given a value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, context):
            yield node.id


def _heads(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.With):
        return [item.optional_vars for item in statement.items if item.optional_vars is not None]
    return [statement.target] if isinstance(statement, ast.For) else []


def _read_by_code(tree: ast.Module) -> set[str]:
    """The names that the classes of the file read: what a step may look for in the module."""
    return {name for one in tree.body if isinstance(one, ast.ClassDef) for name in _names(one, ast.Load)}


def _imported_language(tree: ast.Module) -> Iterator[str]:
    """Names of Metaflow: a Runner or a Deployer changes nothing in this process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in DSL_MODULES:
            yield from (alias.asname or alias.name for alias in node.names)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` of what a chain of attributes, items and calls begins with."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value)}.{attr}"
        case ast.Subscript(value=value):
            return _dotted(value)
        case ast.Call(func=func):
            return _dotted(func)
    return ""


def _finding(source: Source, statement: ast.stmt) -> Finding:
    return warning(
        "FLOW041",
        node_span(source, statement),
        "no step sees what is done here: tasks import this file, and do not run it as a program",
        label="only done where the file is started by hand",
        help='move it above `if __name__ == "__main__":`, or into the steps that need it',
    )
