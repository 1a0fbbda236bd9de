"""`@exit_hook`: functions to call when the run has ended."""

from __future__ import annotations

import libcst as cst

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import FlowDraft
from flowc.frontend.scope import Assigned, Function
from flowc.ir.flow import ExitHook

ARGUMENTS = ("on_success", "on_error", "options")


def apply(draft: FlowDraft, arguments: Arguments) -> None:
    """Adds to `exit_hooks`; functions are named, never called."""
    before = len(arguments.reader.findings)
    success, failure = _functions("on_success", arguments), _functions("on_error", arguments)
    if success or failure:
        hook = ExitHook(on_success=success, on_error=failure, span=arguments.span)
        draft.exit_hooks.append(hook)
    elif len(arguments.reader.findings) == before:
        arguments.report(
            "FLOW221",
            "",
            "`@exit_hook` names no function to call",
            label="does nothing",
            help="write @exit_hook(on_success=[notify], on_error=[alert])",
        )


def _functions(name: str, arguments: Arguments) -> tuple[str, ...]:
    node = arguments.node(name)
    if node is None:
        return arguments.texts(name)
    found = [_function(item, arguments) for item in _items(node, arguments)]
    if None in found:
        arguments.report(
            "FLOW221",
            name,
            f"`{name}` of `@exit_hook` takes functions of the flow file, or their names",
            label="not a list of functions",
            help=f"define the function at the top of the file and write {name}=[function]",
        )
    return tuple(function for function in found if function is not None)


def _items(node: cst.BaseExpression, arguments: Arguments) -> list[cst.BaseExpression | None]:
    match node:
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            return [None if isinstance(item, cst.StarredElement) else item.value for item in elements]
        case cst.Name(value=name) if name != "None":
            binding = arguments.reader.scope.lookup(name)
            if isinstance(binding, Assigned) and isinstance(binding.expr, cst.List | cst.Tuple):
                return _items(binding.expr, arguments)
        case cst.Name(value="None"):
            return []
    return [None]


def _function(item: cst.BaseExpression | None, arguments: Arguments) -> str | None:
    match item:
        case cst.Name(value=name):
            binding = arguments.reader.scope.lookup(name)
            if isinstance(binding, Function):
                return binding.node.name.value
            if isinstance(binding, Assigned):
                value = arguments.reader.constant(item)
                return value if isinstance(value, str) else None
            return name
        case cst.SimpleString():
            text = item.evaluated_value
            return text if isinstance(text, str) else None
        case cst.Attribute(attr=cst.Name(value=name)):
            return name
    return None
