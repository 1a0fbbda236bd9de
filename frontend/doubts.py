"""Steps and parameters that only a run could tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, error
from flowc.frontend.class_attributes import Attribute
from flowc.frontend.reader import Reader


def doubtful(attribute: Attribute, reader: Reader) -> Iterator[Finding]:
    """FLOW201 when a condition decides what a step or parameter is, or whether there is one."""
    if attribute.doubt is not None:
        yield error(
            "FLOW201",
            reader.at(attribute.owner.body).span(attribute.node),
            f"what `{attribute.name}` is cannot be known without running the flow, because {attribute.doubt}",
            label="depends on the run",
            help="define it without a condition, or pass --define NAME=VALUE for what the condition tests",
        )
