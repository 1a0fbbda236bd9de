"""The plan of a flow, from the `plan.json` of its code package: steps, transitions, regions."""

from __future__ import annotations

from flowc.runtime_shim.lean import json
from flowc.runtime_shim.lean.digest import hexdigest
from flowc.runtime_shim.lean.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Node: TypeAlias = "dict[str, Any]"
"""A node of the plan as it stands in the JSON; its `kind` says what it is."""


class Step(Record):
    """A step: its transition's kind and the steps that can follow, each once, in the order written."""

    name: str
    is_join: bool
    kind: str
    """`Linear`, `Split`, `Foreach`, `Gang`, `Switch` or `End`."""
    targets: tuple[str, ...]
    transition: Node
    settings: Node
    needs_items: bool = False
    """Whether a foreach that it opens must have items."""

    @property
    def retries(self) -> int:
        """How many attempts follow the first."""
        retry = self.settings.get("retry")
        return 0 if retry is None else int(retry.get("times", 3))

    @property
    def catch(self) -> Node | None:
        """The settings of `@catch`."""
        found: Node | None = self.settings.get("catch")
        return found

    @property
    def in_gang(self) -> bool:
        """Whether tasks of the step are members of a gang."""
        return bool(self.settings.get("parallel"))

    @property
    def timeout(self) -> int | None:
        """Seconds that an attempt may take."""
        timeout = self.settings.get("timeout")
        return None if timeout is None else int(timeout["seconds"])


class Plan:
    """A flow as the compiler saw it. `digest` tells two plans apart."""

    def __init__(self, document: Node) -> None:
        if document.get("version") != 1:
            raise ValueError(f"a plan of version {document.get('version')!r}; this runtime reads version 1")
        self.document = document
        self.flow: Node = document["flow"]
        self.name: str = self.flow["name"]
        self.file: str = self.flow["file"]
        self.steps = {node["id"]: _step(node, self.flow) for node in self.flow["steps"]}
        self.start: str = _entry(self.flow["region"])
        """The step that runs first."""
        (self.end,) = (step.name for step in self.steps.values() if step.kind == "End")
        """The step that ends the flow: the run has succeeded when it has."""

    @classmethod
    def read(cls, text: str | bytes) -> Plan:
        """The plan of a `plan.json`. Raises ValueError for one that this runtime does not understand."""
        return cls(json.loads(text))

    @property
    def digest(self) -> str:
        """SHA-256 of the plan in its canonical JSON."""
        return hexdigest(json.dumps(self.document).encode())

    def nodes(self, field: str) -> list[Node]:
        """The flow's `parameters`, `include_files`, `configs` or `constants`."""
        found: list[Node] = self.flow.get(field, [])
        return found


def _step(node: Node, flow: Node) -> Step:
    transition = node["transition"]
    return Step(
        name=node["id"],
        is_join=node["arguments"] == 2,
        kind=transition["kind"],
        targets=_targets(transition),
        transition=transition,
        settings=node.get("settings", {}),
        needs_items=flow.get("empty_foreach") == "error",
    )


def _targets(transition: Node) -> tuple[str, ...]:
    if "target" in transition:
        return (transition["target"],)
    if transition["kind"] == "Switch":
        return tuple(dict.fromkeys(case["target"] for case in transition["cases"]))
    return tuple(dict.fromkeys(transition.get("targets", ())))


def _entry(region: Node) -> str:
    while region["kind"] == "RouteRegion":
        region = region["nodes"][0]
    return str(region["step"] if region["kind"] == "TaskRegion" else region["header"])
