"""The deployer of Airflow: what `flowc deploy`, `trigger`, `status`, `runs` and `logs` do there."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from flowc.backends.airflow.check_parameters import ADVICE, cannot_travel
from flowc.backends.airflow.deploy.api import Json, Refused, Server
from flowc.backends.airflow.deploy.build import build_of
from flowc.backends.airflow.deploy.dag_folder import DagFolder
from flowc.backends.airflow.deploy.deployment import Deployment, changes_of, make, notes_of
from flowc.backends.airflow.deploy.passes import tasks_of_passes
from flowc.backends.airflow.deploy.place import place_of
from flowc.backends.airflow.deploy.source import flow_of_source, in_one_variable, package_of, store_of
from flowc.backends.airflow.deploy.states import ENDED, run_state, step_of
from flowc.backends.airflow.deploy.which import server_at
from flowc.backends.airflow.names import dag_id, run_name
from flowc.backends.checks.long_variables import LONGEST
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
    ValueTooLong,
    Wanted,
)
from flowc.backends.protocol import Request

CONFLICT = 409


class AirflowDeployer:
    """Files go to `airflow.dags`; `airflow.server` is asked for everything else."""

    def __init__(self, connection: Connection) -> None:
        self._place = place_of(connection)

    @cached_property
    def _server(self) -> Server:
        if not self._place.server:
            raise DeployError(
                "nobody has said where Airflow's API server is", help="set `server` in [airflow], or --server"
            )
        return server_at(self._place)

    def name(self, request: Request) -> str:
        """The id of the DAG."""
        return dag_id(request.flow)

    def unbound(self, request: Request) -> tuple[Unbound, ...]:
        """The DAG folder, and a store, which every task writes to."""
        missing = []
        if not self._place.dags:
            missing.append(
                Unbound(
                    name="airflow.dags",
                    why="the folder of DAGs, or the bucket that it is filled from",
                    help="set `dags` in [airflow], or --dags",
                )
            )
        if request.settings.store is None:
            missing.append(
                Unbound(
                    name="store",
                    why="where artifacts are kept",
                    help="set `store` in flowc.toml, or FLOWC_STORE, or --store",
                )
            )
        return tuple(missing)

    def plan(self, wanted: Wanted) -> Plan:
        """Compare files and, when a server is named, what it has parsed."""
        build = build_of(wanted)
        deployment = Deployment(
            build=build,
            folder=DagFolder(self._place.dags),
            store=wanted.request.settings.store or "",
            server=self._server if self._place.server else None,
            seconds=self._place.live_within,
            flow=wanted.request.flow.name,
            prune=wanted.prune,
        )
        return Plan(
            flow=build.dag,
            changes=changes_of(deployment),
            handle=deployment,
            notes=notes_of(deployment),
            is_awaited=deployment.server is not None,
        )

    def apply(self, plan: Plan) -> Iterator[Change]:
        """The package, then the DAG, which names it; then wait until Airflow has it, and unpause."""
        return make(plan.handle, plan.changes)

    def find(self, flow: str) -> Deployed:
        """The DAG of that id; else the only one of that flow, in whatever project and branch."""
        answer = self._server.dag(flow)
        name = self._of_class(flow) if answer is None or answer["is_stale"] else flow
        source = self._server.source(name)
        return Deployed(
            name=name,
            flow=flow_of_source(source) or name.rpartition(".")[2],
            package=package_of(source),
            store=store_of(source),
            link=self._server.link(name),
        )

    def _of_class(self, flow: str) -> str:
        found = [dag for dag in self._server.dags(f".{flow}") if dag.endswith(f".{flow}")]
        if len(found) == 1:
            return found[0]
        several = f"; there are {', '.join(found)}" if found else ""
        raise NotDeployed(f"Airflow has no DAG `{flow}`{several}", help="flowc deploy --target airflow")

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        """Start a run by its id, which makes the call safe to repeat."""
        identity = run or f"flowc-{time.time_ns() // 1_000_000:x}-{os.urandom(3).hex()}"
        conf = {name: value for name, value in parameters.items() if value is not None}
        if cannot_travel(conf) and in_one_variable(self._server.source(flow)):
            raise ValueTooLong(
                f"the parameters are longer than the {LONGEST // 1024} KiB that a first step gets on Airflow",
                help=ADVICE,
            )
        existed = self._trigger(flow, identity, conf)
        return Started(
            flow=flow, run=run_name(identity), link=self._server.link(flow, identity), existed=existed
        )

    def _trigger(self, flow: str, run: str, conf: Mapping[str, Any]) -> bool:
        """Whether the same run had been started before."""
        try:
            self._server.trigger(flow, run, conf)
        except Refused as refusal:
            if refusal.status != CONFLICT:
                raise
            known = self._server.run(flow, run)
            if known is None or _plain(known.get("conf")) != _plain(conf):
                raise RunTaken(f"`{flow}` has a run `{run}` already", help="choose another id") from refusal
            return True
        return False

    def state(self, flow: str, run: str) -> RunState:
        """A run with its steps; those of the passes of loops once it has ended, as each pass is asked for apart."""
        known = self._known(flow, run)
        identity = str(known["dag_run_id"])
        tasks = self._server.tasks(flow, identity)
        if known["state"] in ENDED:
            tasks += tasks_of_passes(self._server, flow, identity, tasks)
        return run_state(known, run, tasks, self._server.link(flow, identity))

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        """The latest runs."""
        found = self._server.runs(flow, limit)
        return tuple(run_state(one, run_name(str(one["dag_run_id"]))) for one in found)

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        """What Airflow kept of the last try of each task."""
        identity = str(self._known(flow, run)["dag_run_id"])
        tasks = self._server.tasks(flow, identity)
        for task in (*tasks, *tasks_of_passes(self._server, flow, identity, tasks)):
            if task["start_date"] and step in (None, step_of(task)):
                yield from self._server.log(task)

    def _known(self, flow: str, run: str) -> Json:
        """The run of an id of the store, which may differ from Airflow's in signs that no file name can have."""
        known = self._server.run(flow, run)
        if known is not None:
            return known
        for one in self._server.runs(flow, 100):
            if run_name(str(one["dag_run_id"])) == run:
                return one
        raise NotDeployed(
            f"`{flow}` has no run `{run}` on Airflow", help=f"flowc runs {flow} --target airflow"
        )


def _plain(conf: object) -> str:
    return json.dumps(conf or {}, sort_keys=True)
