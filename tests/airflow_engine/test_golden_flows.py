"""Ten golden flows through the deployer, the scheduler, LocalExecutor and the REST API, all under way at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flowc.backends.deployment import DeployError, RunState
from tests.airflow_engine.site import Site
from tests.conformance.cases import Case, all_cases
from tests.conformance.compare import differences

pytestmark = pytest.mark.xdist_group("airflow-server")

CASES = {case.id: case for case in all_cases()}
TEN = (
    *("branch/default", "catch_and_retry/default", "foreach/none", "foreach/two", "loop_over_steps/default"),
    *(
        "merge_conflict/conflict",
        "nested_foreach/with-empty",
        "parameters/given",
        "switch_in_foreach/default",
    ),
    "schedule/default",
)
SECONDS = 400


@pytest.fixture(scope="module")
def ended(site: Site) -> Mapping[str, tuple[str, RunState]]:
    """The flow and the run of each case."""
    started = {}
    for name in TEN:
        case = CASES[name]
        wanted = site.compile(case.file)
        site.deploy(wanted)
        dag = site.deployer.name(wanted.request)
        started[name] = (wanted.request.flow.name, dag, site.trigger(dag, case.parameters))
    return {name: (flow, site.ended(dag, run, SECONDS)) for name, (flow, dag, run) in started.items()}


@pytest.mark.parametrize("name", TEN)
def test_case(site: Site, ended: Mapping[str, tuple[str, RunState]], name: str) -> None:
    case: Case = CASES[name]
    flow, state = ended[name]
    assert state.phase == case.status
    assert differences(case, site.store, flow, state.run) == []


def test_a_run_without_its_parameter_is_refused(site: Site) -> None:
    wanted = site.compile(CASES["required_parameter/missing"].file)
    site.deploy(wanted)
    with pytest.raises(DeployError, match="answers 400"):
        site.trigger(site.deployer.name(wanted.request), {})


def test_airflow_keeps_no_results_but_paths_and_arms(site: Site, ended: object) -> None:
    import airflow_client.client as api

    server = site.deployer._server
    run = server.runs("NestedForeachFlow", 1)[0]["dag_run_id"]
    listing = api.XComApi(server._client).get_xcom_entries_without_preload_content
    entries = server._ask(listing, dag_id="NestedForeachFlow", dag_run_id=run, task_id="~", limit=100)
    steps = {entry["task_id"] for entry in entries["xcom_entries"]}
    assert steps
    assert not steps & {"end", "start_join", "join"}
