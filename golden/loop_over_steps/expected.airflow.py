"""LoopOverStepsFlow on Airflow, compiled by flowc: change the flow, not this file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

try:
    from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.sdk import DAG, Asset, BaseOperator, Variable, task
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.models import BaseOperator, Variable
    from airflow.models.param import Param
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator

FLOW = "LoopOverStepsFlow"
PACKAGE = Path(__file__).with_name("_flowc") / "b9283f40c59199d2965f14c30b3cc751c9cf90e613f5d8f0686abfabffaa7a06.pyz"
PYTHON = sys.executable
PASSED = (
    "PATH", "HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_",
    "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
    "no_proxy", "AWS_", "AZURE_", "GOOGLE_", "CUDA_", "NVIDIA_", "OMP_NUM_THREADS",
    "FLOWC_S3_ENDPOINT", "FLOWC_KMS_KEY", "FLOWC_START_METHOD",
)


def step(name, path="r", passes="", gives=None, **options):
    options.setdefault("task_id", name)
    kind = Process
    return kind(step=name, path=path, passes=passes, gives=gives, do_xcom_push=gives is not None, **options)


def only_if(task_id, arms, trigger_rule="all_success"):
    """Skipped unless, for the same item, one of the tasks chose one of its arms."""
    return go_on.override(task_id=task_id, trigger_rule=trigger_rule)(arms)


@task(retries=2)
def go_on(arms, ti=None):
    if not any(ti.xcom_pull(task_ids=name, map_indexes=ti.map_index) in wanted for name, wanted in arms.items()):
        raise AirflowSkipException("another way was taken")


def facts(operator, context):
    """All that a task is told: which run, which task of it, which attempt."""
    run, path = context["dag_run"], operator.path + operator.passes
    of = run.conf if run.dag_id != FLOW else run_of(run)
    found = {
        "FLOWC_STORE": Variable.get("flowc_store"),
        "FLOWC_RUN_ID": of["run"],
        "FLOWC_RUN_UID": of["uid"],
        "FLOWC_PATH": path,
        "FLOWC_ATTEMPT": str(context["ti"].try_number - 1),
    }
    if operator.step == "start":
        values = {name: context["params"][name] for name in ["target"]}
        found["FLOWC_PARAMETERS"] = json.dumps(values)
    return found


def run_of(run):
    began = getattr(run, "logical_date", None) or run.run_after
    uid = f"{run.dag_id}/{run.run_id}/{began.isoformat()}"
    return {"run": re.sub(r"[^A-Za-z0-9_.-]", "-", run.run_id), "uid": uid}


def given(operator, context, splits, arm):
    """What Airflow is to know of a task that ended: the paths of its items, or the arm that it chose."""
    if operator.gives == "arm" and arm:
        return arm
    if operator.gives == "arm" or splits is None:
        raise AirflowFailException(f"{operator.step} did not say how it goes on")


HERE = "{{ dag_run.conf['path'] }}"


class Round(TriggerDagRunOperator):
    """A pass of a loop, and through it all that follow: a run of the loop's own DAG."""

    template_fields = ("path",)

    def __init__(self, *, path, passes, again, **options):
        super().__init__(wait_for_completion=True, reset_dag_run=True, poke_interval=5, deferrable=True, **options)
        self.path, self.passes, self.again = path, passes, again

    def execute(self, context):
        run = context["dag_run"]
        of = run.conf if run.dag_id != FLOW else run_of(run)
        path = pass_of(self.path + self.passes, self.again)
        self.trigger_run_id, self.conf = f"{of['run']}.{path}", {**of, "path": path}
        return super().execute(context)


def pass_of(path, again):
    before, _, number = path.rpartition("_")
    return f"{before}_{int(number) + 1}" if again else f"{path}_0"


def go_round(task_id, dag_id, path="r", passes="", again=False, **options):
    return Round(task_id=task_id, trigger_dag_id=dag_id, path=path, passes=passes, again=again, **options)


class Process(BaseOperator):
    """A task of the flow: its code package, in a process of its own."""

    template_fields = ("path",)

    def __init__(self, *, step, path, passes, gives, **options):
        super().__init__(**options)
        self.step, self.path, self.passes, self.gives = step, path, passes, gives
        self.process = None

    def execute(self, context):
        with tempfile.TemporaryDirectory() as folder:
            passed = {name: value for name, value in os.environ.items() if name.startswith(PASSED)}
            command = [PYTHON, str(PACKAGE), "step", self.step]
            pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            env = {**passed, **facts(self, context), "FLOWC_OUTPUTS": folder}
            with subprocess.Popen(command, env=env, text=True, errors="replace", **pipes) as self.process:
                try:
                    for line in self.process.stdout:
                        self.log.info("%s", line.rstrip())
                    code = self.process.wait()
                finally:
                    self.on_kill()
            if code == 78:
                raise AirflowFailException(f"{self.step} failed, and another attempt is of no use: see its log")
            if code:
                raise RuntimeError(f"{self.step} failed with exit code {code}: see its log")
            told = {file.name: file.read_text() for file in Path(folder).iterdir()}
            if self.gives:
                return given(self, context, int(told["splits"]) if "splits" in told else None, told.get("next"))

    def on_kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()


with DAG(
    dag_id=FLOW,
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={
        "target": Param(30, type="integer"),
    },
    max_active_tasks=100,
    default_args={"retries": 0},
    tags=["flowc", "flowc-build:04cec08627df"],
):
    start = step("start")
    grow_loop = start >> go_round("grow-loop", "LoopOverStepsFlow__loop_grow")
    grow_loop >> step("end", outlets=[Asset("x-flowc://LoopOverStepsFlow/finished")])


with DAG(  # one pass of the loop that begins with grow
    dag_id="LoopOverStepsFlow__loop_grow",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1000,
    max_active_tasks=100,
    default_args={"retries": 0},
    is_paused_upon_creation=False,
    tags=["flowc", "flowc-build:04cec08627df"],
):
    grow = step("grow", HERE)
    adjust = grow >> step("adjust", HERE)
    check = adjust >> step("check", HERE, gives="arm")
    check_to_grow = check >> only_if("check-to-grow", {"check": ["grow"]})
    check_to_grow >> go_round("grow-again", "LoopOverStepsFlow__loop_grow", HERE, again=True)
