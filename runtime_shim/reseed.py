"""Random generators after a fork: each task draws numbers of its own, as a fresh interpreter would.

The exception is a generator that the flow file, or a module beside it, seeds as it is imported: then all tasks
start alike, as they would when each imports the file anew.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

SEEDERS = {
    "random.seed": ("random",),
    "np.random.seed": ("numpy",),
    "numpy.random.seed": ("numpy",),
    "torch.manual_seed": ("torch",),
    "torch.random.manual_seed": ("torch",),
}
"""Calls that fix a generator. A bare `seed(...)`, `set_seed(...)` or `seed_everything(...)` may fix all of them."""
ALL = ("random", "numpy", "torch")


class Randomness:
    """Taken after the import of the flow in a folder, and given to each task."""

    def __init__(self, folder: str) -> None:
        sources = (source for source in _sources(folder) if "seed" in source)
        self.fixed = frozenset(kind for source in sources for kind in fixed_on_import(source))
        self.state: Any = None
        if "random" in self.fixed:
            import random

            self.state = random.getstate()

    def enter_task(self) -> None:
        """Call in the process of one task, before the one fork that its step runs in.

        Python gives its own generator a new seed in every forked process.
        """
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None and "numpy" not in self.fixed:
            numpy_random.seed()
        torch = sys.modules.get("torch")
        if torch is not None and "torch" not in self.fixed:
            torch.seed()
        if self.state is not None:
            os.register_at_fork(after_in_child=self._restore)

    def _restore(self) -> None:
        """In the process of the step; not in those that the step forks."""
        import random

        if self.state is not None:
            random.setstate(self.state)
            self.state = None


def fixed_on_import(source: str) -> frozenset[str]:
    """The generators that code at the top level of a module seeds."""
    return frozenset(kind for name in _calls(source) for kind in _fixed_by(name))


def _sources(folder: str) -> Iterator[str]:
    """The modules that were imported from the folder."""
    for module in tuple(sys.modules.values()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith(os.path.join(folder, "")) and file.endswith(".py") and "-packages" not in file:
            with open(file, encoding="utf-8", errors="replace") as text:
                yield text.read()


def _fixed_by(name: str) -> tuple[str, ...]:
    last = name.rpartition(".")[2]
    return SEEDERS.get(name, ALL if last in ("seed", "set_seed", "seed_everything") else ())


def _calls(source: str) -> Iterator[str]:
    """The dotted names of functions that are called with arguments outside of functions and classes."""
    import ast

    top: list[ast.AST] = list(ast.parse(source).body)
    while top:
        node = top.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and node.args:
            yield ast.unparse(node.func)
        top.extend(ast.iter_child_nodes(node))
