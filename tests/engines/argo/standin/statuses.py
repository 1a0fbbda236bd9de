"""`status.nodes` of a run, in the fields of Argo's `NodeStatus`.

The values come from the run. Which fields Argo fills is from its sources, not observed: sizes are estimates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from tests.argo_sim.controller import Controller, Node
from tests.argo_sim.expressions import named_tasks
from tests.argo_sim.manifest import Template
from tests.engines.argo.kube.api import Object
from tests.engines.argo.standin.pods import fnv

NOT_RUN = ("Skipped", "Omitted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node: its name, how it is shown, the template that it executes, the DAG it is within."""

    name: str
    shown: str
    template: str
    boundary: str


@dataclass(slots=True)
class Statuses:
    """Builds the nodes of one run. `pods` are those that were made, by the name of the node."""

    run: Controller
    workflow: str
    pods: Mapping[str, Object]
    found: dict[str, Object] = field(default_factory=dict)
    """By the name of the node."""

    def nodes(self) -> dict[str, Object]:
        """All nodes, by id."""
        places = [
            Place(name=self.workflow, shown=self.workflow, template=self.run.manifest.entrypoint, boundary="")
        ]
        for place in places:
            places.extend(self._add(place))
        for place in places:
            self._link(place)
        return {node["id"]: node for node in self.found.values()}

    def _add(self, place: Place) -> Iterator[Place]:
        node = self.run.nodes.get(place.name)
        template = self.run.manifest.template(place.template)
        if node is None:
            return
        if node.phase in NOT_RUN:
            self._put(place, node, "Skipped", {})
        elif "dag" in template:
            self._put(place, node, "DAG", {})
            yield from self._within(place, template)
        elif "retryStrategy" in template:
            self._retried(place, node)
        else:
            self._pod(place, node, {})

    def _within(self, place: Place, template: Template) -> Iterator[Place]:
        for task in template["dag"]["tasks"]:
            name = f"{place.name}.{task['name']}"
            inner = Place(name=name, shown=task["name"], template=task["template"], boundary=place.name)
            if "withSequence" in task and name in self.run.nodes:
                yield from self._sequence(inner)
            else:
                yield inner

    def _sequence(self, place: Place) -> list[Place]:
        items = []
        while (name := f"{place.name}({len(items)})") in self.run.nodes:
            shown = f"{place.shown}({len(items)}:{len(items)})"
            items.append(Place(name=name, shown=shown, template=place.template, boundary=place.boundary))
        kind = "TaskGroup" if items else "Skipped"
        self._put(place, self.run.nodes[place.name], kind, {"children": [self.id(one.name) for one in items]})
        return items

    def _retried(self, place: Place, node: Node) -> None:
        names: list[str] = []
        while (name := f"{place.name}({len(names)})") in self.pods:
            names.append(name)
            shown = f"{place.shown}({len(names) - 1})"
            attempt = Place(name=name, shown=shown, template=place.template, boundary=place.boundary)
            self._pod(attempt, node, {"nodeFlag": {"retried": True}})
        more = {"children": [self.id(name) for name in names], "outputs": _outputs(node)}
        self._put(place, node, "Retry", more)

    def _pod(self, place: Place, node: Node, more: Object) -> None:
        pod = self.pods.get(place.name, {})
        facts = {
            "outputs": _outputs(node),
            "hostNodeName": pod.get("spec", {}).get("nodeName", ""),
            "resourcesDuration": {"cpu": fnv(place.name) % 100, "memory": fnv(place.name) % 1000},
            "taskResultSynced": True,
        }
        self._put(place, node, "Pod", {**facts, **more})

    def _put(self, place: Place, node: Node, kind: str, more: Object) -> None:
        began, ended = _times(self.pods.get(place.name, {}), node)
        inputs = [{"name": name, "value": value} for name, value in node.inputs.items()]
        found: Object = {
            "id": self.id(place.name),
            "name": place.name,
            "displayName": place.shown,
            "type": kind,
            "templateName": place.template,
            "templateScope": f"local/{self.workflow}",
            "phase": node.phase,
            "boundaryID": self.id(place.boundary) if place.boundary else None,
            "startedAt": began,
            "finishedAt": ended,
            "progress": "1/1",
            "inputs": {"parameters": inputs} if inputs else None,
            "nodeFlag": {},
            **more,
        }
        self.found[place.name] = {key: value for key, value in found.items() if value is not None}

    def _link(self, place: Place) -> None:
        """A task is a child of the last nodes of those it depends on; when it depends on none, of its DAG."""
        template = self.run.manifest.template(place.template)
        if self.found.get(place.name, {}).get("type") != "DAG":
            return
        self.found[place.name]["outboundNodes"] = [self.id(name) for name in self._last(place.name)]
        for task in template["dag"]["tasks"]:
            name = f"{place.name}.{task['name']}"
            if name in self.found:
                before = [f"{place.name}.{one}" for one in sorted(named_tasks(task.get("depends", "")))]
                for parent in self._parents(place, before):
                    self.found[parent].setdefault("children", []).append(self.id(name))

    def _parents(self, place: Place, before: list[str]) -> list[str]:
        return [last for name in before for last in self._last(name)] if before else [place.name]

    def _last(self, name: str) -> list[str]:
        """The nodes with which a node ends."""
        node = self.found.get(name)
        if node is None:
            return []
        if node["type"] == "TaskGroup":
            count = len(node["children"])
            return [last for number in range(count) for last in self._last(f"{name}({number})")]
        if node["type"] == "Retry" and node["children"]:
            return [f"{name}({len(node['children']) - 1})"]
        if node["type"] == "DAG":
            tasks = self.run.manifest.template(node["templateName"])["dag"]["tasks"]
            waited = {one for task in tasks for one in named_tasks(task.get("depends", ""))}
            ends = [task["name"] for task in tasks if task["name"] not in waited]
            return [last for one in ends for last in self._last(f"{name}.{one}")]
        return [name]

    def id(self, name: str) -> str:
        """As Argo makes it: of the workflow's name and a hash of the node's."""
        return name if name == self.workflow else f"{self.workflow}-{fnv(name)}"


def _outputs(node: Node) -> Object:
    """What a container put out."""
    parameters = [
        {"name": name, "value": value, "valueFrom": {"path": f"/tmp/flowc/{name}"}}
        for name, value in node.outputs.items()
    ]
    return {"exitCode": "0", **({"parameters": parameters} if parameters else {})}


def _times(pod: Object, node: Node) -> tuple[str, str]:
    """When a node began and ended; of one without a pod, when it was made."""
    made = datetime.fromtimestamp(node.made, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    status = pod.get("status", {})
    ended = [
        one.get("state", {}).get("terminated", {}).get("finishedAt", "")
        for one in status.get("containerStatuses", [])
    ]
    return status.get("startTime", made), max(ended, default="") or made
