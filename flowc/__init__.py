"""flowc: compile Metaflow-style flows to the orchestrators that teams already run.

This module stays light on purpose: importing it costs next to nothing. What it offers is loaded when first used:
`compile(source, target)`, `explain(code)`, and the types `Result`, `Flow` and `Finding`.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = ["Finding", "Flow", "Result", "__version__", "compile", "explain"]

if TYPE_CHECKING:
    from flowc.diagnostics import Finding
    from flowc.ir.flow import Flow
    from flowc.pipeline.api import Result, compile, explain  # noqa: A004 - the name that people expect

_PLACES = {
    "Finding": "flowc.diagnostics",
    "Flow": "flowc.ir.flow",
    "Result": "flowc.pipeline.api",
    "compile": "flowc.pipeline.api",
    "explain": "flowc.pipeline.api",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'flowc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
