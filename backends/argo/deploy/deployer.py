"""The deployer of Argo: what `flowc deploy`, `trigger`, `status`, `runs` and `logs` do there."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from flowc.backends.argo.check_config import ARTIFACTS
from flowc.backends.argo.deploy.api import Api, Object, Refused
from flowc.backends.argo.deploy.kinds import collection, path_of
from flowc.backends.argo.deploy.pod_logs import pod_logs
from flowc.backends.argo.deploy.states import run_state
from flowc.backends.argo.deploy.submission import FLOW, new_run, same, submission
from flowc.backends.argo.names import LONGEST, label
from flowc.backends.argo.package import delivery
from flowc.backends.argo.workflow import manifest_name
from flowc.backends.deployment import (
    Change,
    Connection,
    Deployed,
    DeployError,
    NotDeployed,
    Plan,
    RunState,
    RunTaken,
    Started,
    Unbound,
    Wanted,
)
from flowc.backends.protocol import Request

NO_STORE = Unbound(
    name="store",
    why="where artifacts are kept",
    help="set `store` in flowc.toml, or FLOWC_STORE, or --store",
)
NO_REPOSITORY = Unbound(
    name=f"argo.{ARTIFACTS}",
    why="where Argo fetches code packages from",
    help=f"set `{ARTIFACTS}` in [argo] of flowc.toml to its bucket, or to false when others put the package there",
)
NO_NAMESPACE = Unbound(
    name="namespace",
    why="where the runs are that `@trigger_on_finish` waits for",
    help="set `namespace` in flowc.toml, or FLOWC_NAMESPACE",
)
TITLE = "workflows.argoproj.io/title"
RUN_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


class ArgoDeployer:
    """Everything goes through the Kubernetes API. `server` of the options is where people look at runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._namespace_of_flow: str | None = None

    @cached_property
    def _api(self) -> Api:
        from flowc.backends.argo.deploy.place import place_of

        return Api(place_of(self._connection))

    @property
    def _namespace(self) -> str:
        return self._namespace_of_flow or self._api.place.namespace

    def name(self, request: Request) -> str:
        """The name of the WorkflowTemplate. Its namespace is where its runs are looked for."""
        self._namespace_of_flow = request.settings.namespace
        return manifest_name(request.flow)

    def unbound(self, request: Request) -> tuple[Unbound, ...]:
        """What a run cannot do without: the store that every task writes to, where Argo fetches packages from when
        they come that way, and for `@trigger_on_finish` where the runs are that it waits for.
        """
        is_fetched = delivery(request) == "store" and self._connection.options.get(ARTIFACTS) is None
        waits = request.flow.trigger_on_finish is not None and request.settings.namespace is None
        wanted = (
            (request.settings.store is None, NO_STORE),
            (is_fetched, NO_REPOSITORY),
            (waits, NO_NAMESPACE),
        )
        return tuple(unbound for is_missing, unbound in wanted if is_missing)

    def plan(self, wanted: Wanted) -> Plan:
        """Compare every object with what is live, by a dry run of the API server."""
        from flowc.backends.argo.deploy.planning import plan

        return plan(self._api, wanted, self._repository)

    @property
    def _repository(self) -> str:
        """Where packages are uploaded to, "" for nowhere."""
        said = self._connection.options.get(ARTIFACTS)
        return "" if said in (None, False, "false") else str(said)

    def apply(self, plan: Plan) -> Iterator[Change]:
        """The package and the role, then the template that names them, then what starts runs."""
        for piece in plan.handle:
            if piece.change.kind != "unchanged":
                piece.make()
                yield piece.change

    def find(self, flow: str) -> Deployed:
        """The template of that name, or the only one of the class of that name."""
        template = self._api.found(self._path("WorkflowTemplate", flow)) if _is_name(flow) else None
        template = template or self._of_class(flow)
        name = template["metadata"]["name"]
        return Deployed(
            name=name,
            flow=template["metadata"].get("annotations", {}).get(TITLE, ""),
            package=self._package(template),
            store=_store(template),
            link=self._link("workflow-templates", name),
        )

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        """Start a run by its id, which makes the call safe to repeat."""
        template = self._template(flow)
        identity = run or new_run(flow)
        if RUN_NAME.fullmatch(identity) is None or len(identity) > LONGEST:
            raise DeployError(
                f"`{identity}` cannot be the name of a workflow",
                help=f"use at most {LONGEST} lower-case letters, digits and `-`",
            )
        wanted = submission(template, parameters, identity)
        existed = self._start(wanted, identity)
        return Started(flow=flow, run=identity, link=self._link("workflows", identity), existed=existed)

    def _start(self, wanted: Object, run: str) -> bool:
        """Whether the same run had been started before."""
        try:
            self._api.create(collection("Workflow", self._namespace), wanted)
        except Refused as refusal:
            if refusal.reason != "AlreadyExists":
                raise
            live = self._api.found(self._path("Workflow", run))
            if live is None or not same(live, wanted):
                raise RunTaken(f"there is a workflow `{run}` already", help="choose another id") from refusal
            return True
        return False

    def state(self, flow: str, run: str) -> RunState:
        """A run with its steps."""
        live = self._run(flow, run)
        nodes = (live.get("status") or {}).get("nodes") or (live.get("status") or {}).get("compressedNodes")
        return run_state(live, pods=() if nodes else self._pods(run), link=self._link("workflows", run))

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        """The latest runs, whoever has started them."""
        selector = f"{FLOW}={self._template(flow)['metadata'].get('labels', {}).get(FLOW, '')}"
        found = [
            one
            for one in self._api.items(collection("Workflow", self._namespace), labelSelector=selector)
            if (one["spec"].get("workflowTemplateRef") or {}).get("name") == flow
        ]
        found.sort(
            key=lambda one: (one["metadata"]["creationTimestamp"], one["metadata"]["name"]), reverse=True
        )
        return tuple(run_state(one) for one in found[:limit])

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        """What the pods that are still there have written."""
        self._run(flow, run)
        yield from pod_logs(self._api, self._namespace, self._pods(run), step)

    def _run(self, flow: str, run: str) -> Object:
        live = self._api.found(self._path("Workflow", run)) if _is_name(run) else None
        if live is None or (live["spec"].get("workflowTemplateRef") or {}).get("name") != flow:
            raise NotDeployed(f"`{flow}` has no run `{run}` on Argo", help=f"flowc runs {flow} --target argo")
        return live

    def _pods(self, run: str) -> list[Object]:
        selector = f"workflows.argoproj.io/workflow={run}"
        return [*self._api.items(collection("Pod", self._namespace), labelSelector=selector)]

    def _template(self, flow: str) -> Object:
        found = self._api.found(self._path("WorkflowTemplate", flow)) if _is_name(flow) else None
        if found is None:
            raise self._absent(flow)
        return found

    def _of_class(self, flow: str) -> Object:
        path = collection("WorkflowTemplate", self._namespace)
        found = [*self._api.items(path, labelSelector=f"{FLOW}={label(flow)}")]
        if not found:
            raise self._absent(flow)
        if len(found) > 1:
            names = ", ".join(sorted(str(one["metadata"]["name"]) for one in found))
            raise NotDeployed(f"there are several templates of `{flow}`", help=f"name one of {names}")
        return found[0]

    def _absent(self, flow: str) -> NotDeployed:
        return NotDeployed(
            f"the namespace `{self._namespace}` has no WorkflowTemplate `{flow}`",
            help="flowc deploy FLOW --target argo",
        )

    def _package(self, template: Object) -> str:
        """The SHA-256 of the package in its ConfigMap, "" when it comes to the tasks in another way."""
        for volume in template["spec"].get("volumes") or ():
            if volume.get("name") == "flowc-code" and "configMap" in volume:
                live = self._api.found(self._path("ConfigMap", volume["configMap"]["name"]))
                return _digest(live)
        return ""

    def _path(self, kind: str, name: str) -> str:
        return path_of(kind, self._namespace, name)

    def _link(self, kind: str, name: str) -> str:
        server = str(self._connection.options.get("server") or "").rstrip("/")
        return f"{server}/{kind}/{self._namespace}/{name}" if server else ""


def _digest(config_map: Object | None) -> str:
    from flowc.backends.argo.package import KEY

    try:
        data = base64.b64decode((config_map or {})["binaryData"][KEY])
    except (KeyError, binascii.Error):
        return ""
    return hashlib.sha256(data).hexdigest()


def _store(template: Object) -> str:
    """Where tasks write to: fixed in the template, else the default of its parameter."""
    from flowc.backends.argo.parameters import STORE

    container = (template["spec"].get("templateDefaults") or {}).get("container") or {}
    fixed = [one.get("value", "") for one in container.get("env") or () if one["name"] == "FLOWC_STORE"]
    if fixed and "{{" not in fixed[0]:
        return str(fixed[0])
    given = (template["spec"].get("arguments") or {}).get("parameters") or ()
    return next((str(one.get("value", "")) for one in given if one["name"] == STORE), "")


def _is_name(text: str) -> bool:
    """Whether Kubernetes could have an object of that name."""
    return re.fullmatch(r"[a-z0-9]([-.a-z0-9]*[a-z0-9])?", text) is not None
