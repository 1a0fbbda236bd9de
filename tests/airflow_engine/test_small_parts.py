"""Parts of the deployer that need no Airflow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.backends import bootstrap
from flowc.backends.airflow.beside import IGNORE, IGNORE_ALL, package_key
from flowc.backends.airflow.deploy.build import build_of
from flowc.backends.airflow.deploy.dag_folder import DagFolder
from flowc.backends.airflow.deploy.deployer import AirflowDeployer
from flowc.backends.airflow.deploy.import_fault import readable
from flowc.backends.airflow.deploy.packages import flow_of, unneeded
from flowc.backends.airflow.deploy.place import place_of
from flowc.backends.airflow.deploy.source import flow_of_source, package_of, store_of
from flowc.backends.airflow.deploy.states import run_state
from flowc.backends.deployment import Connection, DeployError, Wanted
from tests.airflow_engine.site import variant
from tests.engines.airflow.compiled import compiled, write

TEXT = """\
def step(name):
    return name

with DAG():
    start = step("start")
    work = start >> step("work", wrong={
        "far": nonsense,
    })
"""
SOURCES = {"start": "flow.py:10", "work": "flow.py:20"}


def flow(folder: Path, name: str = "PartsFlow", label: str = "first") -> Wanted:
    file = variant(folder, name, {'LABEL = "first"': f'LABEL = "{label}"'})
    return compiled(file, "airflow@3.3", "/store", "python")


def test_an_import_error_names_the_step() -> None:
    trace = (
        'Traceback\n  File "/dags/Flow.py", line 7, in <module>\n    "far": nonsense\nNameError: nonsense\n'
    )
    assert readable(trace, TEXT, SOURCES) == "NameError: nonsense (flow.py:20, step work)"
    assert readable(trace.replace("line 7", "line 5"), TEXT, SOURCES).endswith("(flow.py:10, step start)")
    assert readable(trace.replace("line 7", "line 2"), TEXT, SOURCES) == "NameError: nonsense"
    assert readable("", TEXT, SOURCES) == "no reason is given"


def test_a_build_knows_its_steps_and_dags(tmp_path: Path) -> None:
    build = build_of(flow(tmp_path))
    assert build.dags == ("PartsFlow",)
    assert build.file == "PartsFlow.py"
    assert build.sources == {"start": "flow.py:18", "work": "flow.py:24", "end": "flow.py:35"}
    assert build.tag in build.text
    assert build.package == f"_flowc/{build.digest}.pyz"
    assert flow_of(build.data) == "PartsFlow"


def test_loops_have_dags_of_their_own() -> None:
    golden = Path(__file__).resolve().parents[2] / "golden"
    wanted = compiled(golden / "loop_over_steps" / "flow.py", "airflow@3.3", "/store", "python")
    assert build_of(wanted).dags == ("LoopOverStepsFlow", "LoopOverStepsFlow__loop_grow")


def test_files_are_written_once(tmp_path: Path) -> None:
    wanted = flow(tmp_path / "flow")
    build = write(wanted, tmp_path / "dags")
    assert (tmp_path / "dags" / IGNORE).read_text(encoding="utf-8") == IGNORE_ALL
    assert (tmp_path / "dags" / build.package).read_bytes() == build.data
    left = {path.name for path in (tmp_path / "dags").rglob("*") if path.is_file()}
    assert left == {".airflowignore", f"{build.digest}.pyz", "PartsFlow.py"}
    deployer = AirflowDeployer(Connection(options={"dags": str(tmp_path / "dags")}))
    plan = deployer.plan(wanted)
    assert (plan.flow, plan.is_empty) == ("PartsFlow", True)
    changed = flow(tmp_path / "changed", label="second")
    kinds = [(change.kind, change.object) for change in deployer.plan(changed).changes]
    assert kinds == [
        ("unchanged", f"file {IGNORE}"),
        ("create", f"file {build_of(changed).package}"),
        ("update", "file PartsFlow.py"),
    ]
    assert f'-PACKAGE = Path(__file__).with_name("_flowc") / "{build.digest}.pyz"' in (
        deployer.plan(changed).changes[2].diff
    )


def test_the_package_comes_before_the_dag_that_names_it(tmp_path: Path) -> None:
    deployer = AirflowDeployer(Connection(options={"dags": str(tmp_path / "dags")}))
    wanted = flow(tmp_path)
    for change in deployer.apply(deployer.plan(wanted)):
        if change.object == "file PartsFlow.py":
            assert (tmp_path / "dags" / build_of(wanted).package).is_file()
        else:
            assert not (tmp_path / "dags" / "PartsFlow.py").exists()


def test_packages_of_others_stay(tmp_path: Path) -> None:
    dags = tmp_path / "dags"
    old, new = flow(tmp_path / "a"), flow(tmp_path / "b", label="second")
    other = flow(tmp_path / "c", name="OtherFlow")
    for wanted in (other, old, new):
        write(wanted, dags)
    folder = DagFolder(str(dags))
    (dags / "_flowc" / "strange.pyz").write_bytes(b"no package")
    assert unneeded(folder, build_of(new), "PartsFlow") == (build_of(old).digest,)
    (dags / "by_hand.py").write_text(f'PACKAGE = "{build_of(old).digest}.pyz"\n', encoding="utf-8")
    assert unneeded(folder, build_of(new), "PartsFlow") == ()
    deployer = AirflowDeployer(Connection(options={"dags": str(dags)}))
    (dags / "by_hand.py").unlink()
    from dataclasses import replace

    plan = deployer.plan(replace(new, prune=True))
    assert plan.is_empty  # nobody says whether a run still needs the old package
    assert plan.notes == (
        "no `server` is named: files are written, and nothing is waited for; no package is deleted, "
        "since a run may need it",
    )
    assert (dags / package_key(build_of(old).digest)).is_file()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3 server on the loopback interface."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "of-a-test",
        "AWS_SECRET_ACCESS_KEY": "of-a-test",
        "AWS_REGION": "us-east-1",
        "FLOWC_S3_ENDPOINT": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1").create_bucket(
        Bucket="dags"
    )
    yield "s3://dags/team"
    server.stop()


def test_dags_go_to_a_bucket(bucket: str, tmp_path: Path) -> None:
    deployer = AirflowDeployer(Connection(options={"dags": bucket}))
    wanted = flow(tmp_path)
    build = build_of(wanted)
    assert len(tuple(deployer.apply(deployer.plan(wanted)))) == 3
    folder = DagFolder(bucket)
    assert folder.read("PartsFlow.py") == build.text.encode()
    assert folder.packages() == (build.digest,)
    assert folder.dag_files() == ("PartsFlow.py",)
    assert deployer.plan(wanted).is_empty


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    dags = tmp_path / "dags"
    dags.mkdir()
    (dags / "PartsFlow.py").write_text("by_hand = 1\n", encoding="utf-8")
    deployer = AirflowDeployer(Connection(options={"dags": str(dags)}))
    with pytest.raises(DeployError, match=r"`PartsFlow\.py` in the DAG folder that flowc has not made"):
        deployer.plan(flow(tmp_path))
    (dags / "PartsFlow.py").unlink()
    assert len(tuple(deployer.apply(deployer.plan(flow(tmp_path))))) == 3
    assert deployer.plan(flow(tmp_path)).is_empty


def test_what_nobody_has_set_is_unbound(tmp_path: Path) -> None:
    request = flow(tmp_path).request
    assert AirflowDeployer(Connection(options={"dags": "/dags"})).unbound(request) == ()
    (unbound,) = AirflowDeployer(Connection()).unbound(request)
    assert unbound.name == "airflow.dags"


def test_a_place_takes_secrets_from_the_environment_only() -> None:
    secret = {"AIRFLOW_API_USERNAME": "ada", "AIRFLOW_API_PASSWORD": "pw", "AIRFLOW_API_TOKEN": "t"}
    place = place_of(Connection(options={"server": "http://a/", "password": "no"}, environment=secret))
    assert (place.server, place.username, place.password, place.token) == ("http://a", "ada", "pw", "t")
    with pytest.raises(DeployError, match="live-within"):
        place_of(Connection(options={"live-within": "soon"}))


def test_states_are_counted_by_step() -> None:
    began = "2026-01-01T00:00:0{}Z"
    tasks = [
        {"task_id": "work", "state": "success", "start_date": began.format(2), "operator": "Process"},
        {"task_id": "work-1", "state": "failed", "start_date": began.format(3), "operator": "Pod"},
        {"task_id": "start", "state": "success", "start_date": began.format(1), "operator": "Process"},
        {"task_id": "end", "state": None, "start_date": None, "operator": "Process"},
        {"task_id": "-exit", "state": "success", "start_date": began.format(4), "operator": "Process"},
        {
            "task_id": "paths-of-work",
            "state": "failed",
            "start_date": began.format(1),
            "operator": "_PythonDecoratedOperator",
        },
    ]
    run = {"state": "failed", "start_date": began.format(0), "end_date": None}
    state = run_state(run, "run", tasks)
    assert (state.phase, state.message) == ("failed", "failed: paths-of-work, work")
    assert [(one.step, one.succeeded, one.failed) for one in state.steps] == [("start", 1, 0), ("work", 1, 1)]
    assert state.created == 1767225600.0
    assert run_state({**run, "state": "queued"}, "run").phase == "pending"


def test_the_dag_file_tells_what_it_is_of(tmp_path: Path) -> None:
    wanted = flow(tmp_path)
    text = wanted.documents[0].text
    assert package_of(text) == wanted.request.package.digest
    assert store_of(text) == "/store"
    assert flow_of_source(text) == "PartsFlow"
    assert (package_of("x = 1"), store_of("x = 1"), flow_of_source("x = 1")) == ("", "", "")


def test_what_containers_fetch_is_put_into_the_store(tmp_path: Path) -> None:
    file = variant(tmp_path / "flow", "FetchedFlow", {})
    store, dags = tmp_path / "store", tmp_path / "dags"
    others = json.dumps({"delivery": "store"})
    wanted = compiled(file, "airflow@3.3", str(store), "python", "kubernetes", others)
    deployer = AirflowDeployer(Connection(options={"dags": str(dags)}))
    made = [change.object for change in deployer.apply(deployer.plan(wanted))]
    key = f"packages/{wanted.request.package.digest[:24]}.pyz"
    assert made[0] == f"package {key}"
    assert (store / key).read_bytes() == wanted.request.package.data
    assert deployer.plan(wanted).is_empty
    command = [sys.executable, "-c", bootstrap.program(), wanted.request.package.digest, "step", "nonsense"]
    environment = {**os.environ, "FLOWC_STORE": str(store), "FLOWC_RUN_ID": "r", "FLOWC_PATH": "r"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "nonsense" in ran.stderr
    assert "cannot be fetched" not in ran.stderr
