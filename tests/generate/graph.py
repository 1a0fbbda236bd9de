"""A generated flow: its step graph, and the two forms in which the rest of flowc knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from flowc.diagnostics import Span
from flowc.ir.flow import (
    Case,
    End,
    Flow,
    Foreach,
    Linear,
    Split,
    Step,
    StepId,
    Switch,
    Transition,
)

Kind: TypeAlias = Literal["linear", "split", "foreach", "switch", "end"]

SPAN = Span(file="flow.py", line=1, column=1, end_line=1, end_column=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step: how it goes on, and where to (in the order written; a switch may repeat a target)."""

    name: str
    kind: Kind
    to: tuple[str, ...] = ()
    joins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A flow as a table of steps, in source order."""

    nodes: tuple[Node, ...]
    name: str = "GeneratedFlow"

    def flow(self) -> Flow:
        """The IR as the frontend would give it, without a region."""
        return Flow(
            name=self.name,
            doc="",
            file="flow.py",
            steps=tuple(_step(node) for node in self.nodes),
            span=SPAN,
        )

    def source(self) -> str:
        """A Metaflow file with this flow in it."""
        body = "\n\n".join(_method(node) for node in self.nodes)
        return (
            "from metaflow import FlowSpec, step\n\n\n"
            f"class {self.name}(FlowSpec):\n{body}\n\n\n"
            f'if __name__ == "__main__":\n    {self.name}()\n'
        )

    def renamed(self, names: Mapping[str, str]) -> Generated:
        """The same flow with other names for some of its steps (`start` and `end` must keep theirs)."""
        return replace(
            self,
            nodes=tuple(
                replace(
                    node,
                    name=names.get(node.name, node.name),
                    to=tuple(names.get(target, target) for target in node.to),
                )
                for node in self.nodes
            ),
        )

    def reordered(self, order: Sequence[int]) -> Generated:
        """The same flow with its methods in another order, a permutation of their positions."""
        return replace(self, nodes=tuple(self.nodes[position] for position in order))

    def table(self) -> str:
        """The graph in the notation of `tests.structure.build.flow_of`: to read, and to keep as a test."""
        signs = {"foreach": "* ", "switch": "? "}
        return "\n".join(
            f"{node.name}{'+' if node.joins else ''}: {signs.get(node.kind, '')}{' '.join(node.to)}".rstrip()
            for node in self.nodes
        )

    def __repr__(self) -> str:
        return f"<flow\n{self.table()}\n>"


def _step(node: Node) -> Step:
    return Step(
        id=StepId(node.name),
        doc="",
        arguments=2 if node.joins else 1,
        transition=_transition(node),
        span=SPAN,
    )


def _transition(node: Node) -> Transition:
    to = tuple(StepId(target) for target in node.to)
    match node.kind:
        case "linear":
            return Linear(target=to[0], span=SPAN)
        case "split":
            return Split(targets=to, span=SPAN)
        case "foreach":
            return Foreach(target=to[0], variable="items", span=SPAN)
        case "switch":
            cases = tuple(Case(key=f"k{index}", target=target, span=SPAN) for index, target in enumerate(to))
            return Switch(condition="choice", cases=cases, span=SPAN)
        case "end":
            return End(span=SPAN)


def _method(node: Node) -> str:
    arguments = "self, inputs" if node.joins else "self"
    lines = "".join(f"        {line}\n" for line in _body(node))
    return f"    @step\n    def {node.name}({arguments}):\n{lines}".rstrip("\n")


def _body(node: Node) -> list[str]:
    targets = [f"self.{target}" for target in node.to]
    match node.kind:
        case "linear" | "split":
            return [f"self.next({', '.join(targets)})"]
        case "foreach":
            return ["self.items = [1, 2]", f'self.next({targets[0]}, foreach="items")']
        case "switch":
            cases = ", ".join(f'"k{index}": {target}' for index, target in enumerate(targets))
            return ['self.choice = "k0"', f'self.next({{{cases}}}, condition="choice")']
        case "end":
            return ["pass"]
