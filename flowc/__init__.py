"""flowc: compile Metaflow-style flows to the orchestrators that teams already run.

This module stays light on purpose: importing it costs next to nothing. What it offers is loaded when first used:
`compile(source, target)`, `explain(code)`, the types `Result`, `Flow` and `Finding`, and all that
flow files import: `from flowc import FlowSpec, step` and so on.
"""

TYPE_CHECKING = False

__version__ = "0.1.0"

__all__ = [
    "Config",
    "Finding",
    "Flow",
    "FlowSpec",
    "IncludeFile",
    "JSONType",
    "Parameter",
    "Result",
    "__version__",
    "compile",
    "config_expr",
    "current",
    "explain",
    "step",
]

if TYPE_CHECKING:
    from flowc.diagnostics import Finding
    from flowc.ir.flow import Flow
    from flowc.pipeline.api import Result, compile, explain  # noqa: A004 - the name that people expect
    from flowc.runtime_shim.dsl.current import current
    from flowc.runtime_shim.dsl.decorators import step
    from flowc.runtime_shim.dsl.flowspec import FlowSpec
    from flowc.runtime_shim.dsl.parameters import Config, IncludeFile, JSONType, Parameter, config_expr

_PLACES = {
    "Finding": "flowc.diagnostics",
    "Flow": "flowc.ir.flow",
    "Result": "flowc.pipeline.api",
    "compile": "flowc.pipeline.api",
    "explain": "flowc.pipeline.api",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    if name.startswith("_"):
        raise AttributeError(f"module 'flowc' has no attribute {name!r}")
    try:
        return import_module("flowc.runtime_shim.names").find(name)
    except KeyError:
        raise AttributeError(f"module 'flowc' has no attribute {name!r}") from None
