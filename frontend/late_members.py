"""What a module does to a flow class after its definition: `F.p = Parameter("p")`, `setattr(F, ...)`, `add(F)`.

Metaflow sees such parameters and steps, for it runs the module; a reader of the class does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from flowc.diagnostics import Finding, error
from flowc.diagnostics.record import record
from flowc.frontend.classes import ClassInfo
from flowc.frontend.decorators.kinds import binding_of, declares
from flowc.frontend.scope import Class, Function, Scope


@record
class _Change:
    """One statement that changes a class: the attribute (empty when only a run tells) and its new value."""

    cls: cst.ClassDef
    node: cst.CSTNode
    name: str
    value: cst.BaseExpression | None


class LateMembers:
    """The attributes that modules give to the classes of a flow: plain `members`, and findings for all others."""

    def __init__(self, classes: Sequence[ClassInfo], taken: frozenset[str]) -> None:
        self.members: list[str] = []
        self.findings: list[Finding] = []
        nodes = [info.node for info in classes]
        scopes = {info.source: info.scope.module_scope for info in classes}
        for scope in scopes.values():
            for change in _changes(scope):
                if any(change.cls is node for node in nodes):
                    self._take(change, scope, taken)

    def _take(self, change: _Change, scope: Scope, taken: frozenset[str]) -> None:
        if change.name in taken or change.value is None or _may_declare(change.value, scope):
            self.findings.append(_unseen(change, scope))
        elif change.name:
            self.members.append(change.name)


def _unseen(change: _Change, scope: Scope) -> Finding:
    cls = change.cls.name.value
    what = f"`{cls}.{change.name}` is" if change.name else f"members of `{cls}` are"
    return error(
        "FLOW201",
        scope.source.span(change.node),
        f"what {what} cannot be known without running the flow, because the class is changed after its definition",
        label="changes the class",
        help=f"write it in the body of class `{cls}`, or of one of its bases",
    )


def _changes(scope: Scope) -> Iterator[_Change]:
    for node in _statements(scope.source.module.body):
        match node:
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _set(target.target, value, scope)
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                yield from _set(target, value, scope)
            case cst.Del(target=target):
                yield from _set(target, None, scope)
            case cst.Expr(value=cst.Call() as call):
                yield from _called(call, scope)


def _set(target: cst.BaseExpression, value: cst.BaseExpression | None, scope: Scope) -> Iterator[_Change]:
    if isinstance(target, cst.Attribute):
        cls = _class(target.value, scope)
        if cls is not None:
            yield _Change(cls=cls, node=target, name=target.attr.value, value=value)


def _called(call: cst.Call, scope: Scope) -> Iterator[_Change]:
    plain = [arg.value for arg in call.args]
    if isinstance(call.func, cst.Name) and call.func.value == "setattr" and len(plain) == 3:
        cls, name = _class(plain[0], scope), plain[1]
        if cls is not None:
            text = name.evaluated_value if isinstance(name, cst.SimpleString) else ""
            yield _Change(cls=cls, node=call, name=str(text), value=plain[2])
        return
    if _may_declare(call.func, scope):
        for value in plain:
            cls, member = _class(value, scope), ""
            if cls is None and isinstance(value, cst.Attribute):  # `retry(times=2)(F.start)`, in place
                cls, member = _class(value.value, scope), value.attr.value
            if cls is not None:
                yield _Change(cls=cls, node=call, name=member, value=call.func)


def _class(node: cst.BaseExpression, scope: Scope) -> cst.ClassDef | None:
    binding = binding_of(node, scope) if isinstance(node, cst.Name | cst.Attribute) else None
    return binding.node if isinstance(binding, Class) else None


def _may_declare(value: cst.BaseExpression, scope: Scope) -> bool:
    """Whether a value may be a Parameter, a step or a decorated step, or is a function that makes one."""
    if declares(value, scope):
        return True
    callee = value.func if isinstance(value, cst.Call) else value
    binding = binding_of(callee, scope) if isinstance(callee, cst.Name | cst.Attribute) else None
    return isinstance(binding, Function) and declares(binding.node, binding.scope)


def _statements(body: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The small statements of a module, those in its blocks too; functions and classes left out."""
    pending: list[cst.CSTNode] = list(reversed(body))
    while pending:
        node = pending.pop()
        if isinstance(node, cst.BaseSmallStatement):
            yield node
        elif not isinstance(node, cst.FunctionDef | cst.ClassDef | cst.BaseExpression):
            pending.extend(reversed(node.children))
