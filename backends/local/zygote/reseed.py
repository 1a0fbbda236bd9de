"""Random generators after a fork: each task draws numbers of its own, as a fresh interpreter would.

The exception is a flow file that seeds a generator as it is imported: then all tasks start alike, as they would
when each imports the file anew.
"""

from __future__ import annotations

import sys
from typing import Any

SEEDING = ("seed", "manual_seed", "seed_everything", "set_seed")


class Randomness:
    """Taken in the zygote after the import, and given to each task."""

    def __init__(self, source: str) -> None:
        import random

        self.fixed = seeds_on_import(source)
        self.state: Any = random.getstate() if self.fixed else None

    def enter_task(self) -> None:
        """Call in a process that was just forked. Python reseeds its own generator by itself."""
        if self.fixed:
            import random

            random.setstate(self.state)
            return
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            numpy_random.seed()
        torch = sys.modules.get("torch")
        if torch is not None:
            torch.seed()


def seeds_on_import(source: str) -> bool:
    """Whether code at the top level of a module calls something such as `random.seed`."""
    if not any(name in source for name in SEEDING):
        return False
    import ast

    top: list[ast.AST] = list(ast.parse(source).body)
    while top:
        node = top.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and _called(node.func) in SEEDING and node.args:
            return True
        top.extend(ast.iter_child_nodes(node))
    return False


def _called(function: Any) -> str:
    return str(getattr(function, "attr", None) or getattr(function, "id", ""))
