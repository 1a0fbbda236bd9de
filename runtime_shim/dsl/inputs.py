"""`inputs` of a join."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class Inputs:
    """The last task of each branch: by position, by iteration, and by the name of its step."""

    def __init__(self, flows: Sequence[Any], steps: Sequence[str], opener: Any = None) -> None:
        self.flows = list(flows)
        self._steps = dict(zip(steps, self.flows, strict=True))
        self._opener = opener

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_steps":
            raise AttributeError(name)
        if name not in self._steps:
            known = ", ".join(f"`{step}`" for step in self._steps) or "none"
            raise AttributeError(f"no branch that ends in step `{name}` came to this join; there is {known}")
        return self._steps[name]

    def __getitem__(self, index: Any) -> Any:
        return self.flows[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.flows)

    def __len__(self) -> int:
        return len(self.flows)

    def to_merge(self) -> list[Any]:
        """What `merge_artifacts` looks at: the inputs, or of a foreach without items the task that opened it."""
        return self.flows or [flow for flow in (self._opener,) if flow is not None]
