"""The effects of a step written as text."""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent, indent

import libcst as cst

from flowc.frontend.effects import Found, Resolve, body_effects
from flowc.frontend.source import Source
from flowc.ir.effects import Effects


def source_of(text: str) -> Source:
    return Source(file="flow.py", path=Path("flow.py"), name="flow", text=text, tree=ast.parse(text))


def effects(
    body: str, *, methods: str = "", functions: str = "", join: bool = False, opened: str | None = None
) -> Effects:
    """The effects of a step with this body, in a class with these methods and a module with these functions."""
    header = "def go(self, inputs):" if join else "def go(self):"
    text = "class F:\n" + indent(f"{header}\n" + indent(dedent(body).strip("\n"), "    ") + "\n", "    ")
    text += indent(dedent(methods), "    ") + "\n" + dedent(functions)
    source = source_of(text)
    inside = {node.name.value: node for node in _functions(source.module.body[0])}
    outside = {node.name.value: node for node in source.module.body if isinstance(node, cst.FunctionDef)}

    def found(table: dict[str, cst.FunctionDef], name: str) -> Found | None:
        return (table[name], source) if name in table else None

    resolve = Resolve(
        method=lambda name: found(inside, name),
        function=lambda _, path: found(outside, path[-1]),
        open_class=opened,
    )
    return body_effects(inside["go"], source, resolve)


def _functions(node: cst.CSTNode) -> list[cst.FunctionDef]:
    assert isinstance(node, cst.ClassDef)
    return [inner for inner in node.body.body if isinstance(inner, cst.FunctionDef)]


def reads(found: Effects) -> str:
    """`x y?`: the artifacts read, with a question mark where it may not happen."""
    return " ".join(read.name + ("" if read.certain else "?") for read in found.reads)


def writes(found: Effects) -> str:
    """`x y?`: the artifacts written, with a question mark where it may not happen; each once."""
    sure = [write.name for write in found.writes if write.certain]
    maybe = [write.name + "?" for write in found.writes if write.name not in sure]
    return " ".join(dict.fromkeys(sure + maybe))


def inputs(found: Effects) -> str:
    """`a.x [0].x *.x`: what is read from the inputs."""
    return " ".join(
        (read.step or (f"[{read.index}]" if read.index is not None else "*"))
        + (f".{read.name}" if read.name else "")
        + ("" if read.certain else "?")
        for read in found.input_reads
    )
