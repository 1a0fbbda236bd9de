"""Which class of a file is the flow to compile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from flowc.diagnostics import Finding, Label, error
from flowc.diagnostics.span import whole_file
from flowc.frontend.bindings import Class
from flowc.frontend.classes import ClassInfo, class_info, flow_classes, mro, own_classes
from flowc.frontend.modules import Modules
from flowc.frontend.scope import Scope, dsl_name
from flowc.frontend.source import Source


def choose_flow(source: Source, modules: Modules, name: str | None = None) -> ClassInfo | Finding:
    """The one flow to compile: `name`, or the only one, or the one that the file starts (`X()`).

    Otherwise a finding: FLOW004 (no flow, with the likely reason) or FLOW005 (several).
    """
    if name is not None:
        return _named(source, modules, name)
    leaves = flow_classes(source, modules)
    started = started_flows(source, modules)
    if len(started) == 1:
        return started[0]
    if len(leaves) == 1:
        return leaves[0]
    if leaves:
        return several_flows(leaves)
    return no_flow(source, modules)


def started_flows(source: Source, modules: Modules) -> tuple[ClassInfo, ...]:
    """The flows that the file starts when it is run as a script, imported ones too."""
    scope = modules.scope(source)
    found: dict[ClassInfo, None] = {}
    for func in _called_at_top(source.module.body, scope):
        binding = scope.denote(func)
        if isinstance(binding, Class):
            info = class_info(binding, modules)
            if mro(info, modules).is_flow:
                found[info] = None
    return tuple(found)


def _called_at_top(body: Sequence[cst.CSTNode], scope: Scope) -> Iterator[cst.BaseExpression]:
    """The callees of calls that are statements of the module, of an `if` that it goes into, or of a `try`."""
    pending: list[cst.CSTNode] = list(reversed(body))
    while pending:
        node = pending.pop()
        match node:
            case cst.SimpleStatementLine(body=inner):
                pending.extend(reversed(inner))
            case cst.If():
                pending.extend(reversed(_entered(node, scope)))
            case cst.Try(body=cst.BaseSuite(body=inner)):
                pending.extend(reversed(inner))
            case cst.Expr(value=cst.Call(func=func)) | cst.Assign(value=cst.Call(func=func)):
                yield func


def _entered(node: cst.If, scope: Scope) -> Sequence[cst.CSTNode]:
    """The block of an `if` that runs; the first of those that may, where that is not known."""
    from flowc.frontend.evaluate import Known, evaluate

    current: cst.If | cst.Else | None = node
    while isinstance(current, cst.If):
        truth = evaluate(current.test, scope)
        if not isinstance(truth, Known) or truth.value:
            break
        current = current.orelse
    return () if current is None else current.body.body


def _named(source: Source, modules: Modules, name: str) -> ClassInfo | Finding:
    candidates = [*own_classes(source, modules), *started_flows(source, modules)]
    flows = {info.name: info for info in candidates if mro(info, modules).is_flow}
    if name in flows:
        return flows[name]
    if not flows:
        return no_flow(source, modules)
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(flows), n=1)
    names = ", ".join(f"`{one}`" for one in sorted(flows))
    return error(
        "FLOW004",
        whole_file(source.file),
        f"`{source.file}` has no flow `{name}`; its flows are {names}",
        help=f"did you mean `--flow {close[0]}`?" if close else None,
    )


def several_flows(flows: tuple[ClassInfo, ...]) -> Finding:
    """FLOW005: which of these is meant?"""
    first, second, *_ = flows
    names = ", ".join(f"`{info.name}`" for info in flows)
    return error(
        "FLOW005",
        second.source.span(second.node.name),
        f"`{second.source.file}` has {len(flows)} flows: {names}",
        label="another flow",
        help=f"choose one: `--flow {first.name}`",
        related=tuple(
            Label(span=info.source.span(info.node.name), text="a flow")
            for info in flows
            if info is not second
        ),
    )


def no_flow(source: Source, modules: Modules) -> Finding:
    """FLOW004: no class of the file derives from FlowSpec; with the likely reason."""
    classes = own_classes(source, modules)
    for info in classes:
        order = mro(info, modules)
        if order.open is not None and _has_steps(info):
            return error(
                "FLOW004",
                info.source.span(info.node.name),
                f"class `{info.name}` has steps, but flowc cannot see that it is a flow: {order.open}",
                label="not known to derive from FlowSpec",
                help=f"name FlowSpec too, `{_header(info)}`, or tell flowc where the module of its base is",
            )
    for info in classes:
        if _has_steps(info):
            return error(
                "FLOW004",
                info.source.span(info.node.name),
                f"class `{info.name}` has steps, but does not derive from FlowSpec",
                label="not a flow yet",
                help=f"write `class {info.name}(FlowSpec):`",
            )
    inner = _in_function(source, modules)
    if inner is not None:
        return error(
            "FLOW004",
            source.span(inner.name),
            f"the flow `{inner.name.value}` is defined inside a function, where flowc finds none",
            label="only known when the function runs",
            help="move the class to the top of the file; what varies can be a Parameter or a Config",
        )
    return error(
        "FLOW004",
        whole_file(source.file),
        f"`{source.file}` has no flow",
        label="no class here derives from FlowSpec",
        help="a flow is a class that derives from `metaflow.FlowSpec` and has methods with `@step`",
    )


def _in_function(source: Source, modules: Modules) -> cst.ClassDef | None:
    """A class inside a function that derives from FlowSpec."""
    scope = modules.scope(source)
    pending: list[cst.CSTNode] = list(reversed(source.module.body))
    while pending:
        node = pending.pop()
        if isinstance(node, cst.ClassDef) and any(
            dsl_name(base.value, scope) == "FlowSpec" for base in node.bases
        ):
            return node
        if isinstance(
            node, cst.FunctionDef | cst.IndentedBlock | cst.If | cst.Else | cst.Try | cst.With | cst.For
        ):
            pending.extend(reversed(node.children))
    return None


def _header(info: ClassInfo) -> str:
    bases = [*(info.source.code(arg.value) for arg in info.node.bases), "FlowSpec"]
    return f"class {info.name}({', '.join(bases)}):"


def _has_steps(info: ClassInfo) -> bool:
    for item in info.node.body.body:
        if isinstance(item, cst.FunctionDef):
            for decorator in item.decorators:
                expr = decorator.decorator
                callee = expr.func if isinstance(expr, cst.Call) else expr
                if dsl_name(callee, info.scope) == "step":
                    return True
    return False
