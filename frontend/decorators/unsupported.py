"""Decorators that change what other decorators say, which cannot be known without running them."""

from __future__ import annotations

from flowc.diagnostics import Finding, error, warning
from flowc.frontend.decorators.kinds import Found, Kind
from flowc.frontend.reader import Reader


def unsupported(item: Found, reader: Reader) -> Finding:
    """FLOW215 for a mutator, an extension, or a decorator of a single engine."""
    span = reader.span(item.written)
    if item.kind is Kind.ENGINE_ONLY:
        return warning(
            "FLOW215",
            span,
            f"`@{item.name}` works on one engine of Metaflow only and is left out",
            label="has no effect",
            help="start the flow with `@trigger` or `@schedule` instead",
        )
    if item.kind is Kind.WRAPPER:
        return error(
            "FLOW215",
            span,
            f"`@{item.name}` applies decorators of Metaflow by code that flowc does not follow",
            label="adds decorators",
            help="write them on the step or the flow itself, or let the function do nothing else: "
            "return retry(times=3)(resources(cpu=8)(f))",
        )
    if item.kind is Kind.MAKER:
        return error(
            "FLOW215",
            span,
            f"`@{item.name}` adds parameters or steps by code that flowc does not follow",
            label="adds members",
            help="write them in the class, or in a base class",
        )
    if item.kind is Kind.MUTATOR:
        return error(
            "FLOW215",
            span,
            f"`@{item.name}` changes the flow while it is being imported, which flowc never does",
            label="a mutator",
            help="write the decorators it adds on the steps themselves, with values from a Config where they vary",
        )
    return error(
        "FLOW215",
        span,
        f"`@{item.name}` comes from an extension of Metaflow that flowc does not know",
        label="not one of Metaflow's own decorators",
        help="say the same with `@resources`, `@kubernetes` or `@environment`, or leave the decorator out",
    )
