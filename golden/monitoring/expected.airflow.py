"""Monitoring on Airflow, compiled by flowc: change the flow, not this file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

try:
    from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.sdk import DAG, Asset, BaseOperator, CronTriggerTimetable, Variable, task, task_group
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
    from airflow.sdk.execution_time.xcom import XCom
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.models import BaseOperator, Variable
    from airflow.models.param import Param
    from airflow.models.xcom import XCom
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator
    from airflow.timetables.trigger import CronTriggerTimetable

FLOW = "Monitoring"
PACKAGE = Path(__file__).with_name("_flowc") / "5489fbdc63e585d0c99ac67756ba6be0c8c83b362e1bfcea5d22c7be07eb8fc0.pyz"
PYTHON = sys.executable
PASSED = (
    "PATH", "HOME", "USER", "LANG", "LC_", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_",
    "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
    "no_proxy", "AWS_", "AZURE_", "GOOGLE_", "CUDA_", "NVIDIA_", "OMP_NUM_THREADS",
    "FLOWC_S3_ENDPOINT", "FLOWC_KMS_KEY", "FLOWC_START_METHOD",
)
MAP_LENGTH = 1024  # not more than [core] max_map_length


def step(name, path="r", passes="", gives=None, **options):
    options.setdefault("task_id", name)
    kind = Process
    return kind(step=name, path=path, passes=passes, gives=gives, do_xcom_push=gives is not None, **options)


def each(paths):
    """Runs the tasks of a function once for each path of a list."""
    return lambda body: task_group(group_id=body.__name__, prefix_group_id=False)(body).expand(path=paths)


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
        values = {name: context["params"][name] for name in ["patience", "fatal"]}
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
    path, size = operator.path + operator.passes, -(-splits // MAP_LENGTH)
    if size < 2:
        return [f"{path}.{item}" for item in range(splits)]
    raise AirflowFailException(f"{splits} items: Airflow maps {MAP_LENGTH} at most")


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


def left(task_id, dag_id, path="r", passes="", again=False, ways=None, trigger_rule="all_success"):
    """Where a loop was left to: by one of the ways out of this pass, else as the next pass says."""
    return left_to.override(task_id=task_id, trigger_rule=trigger_rule)(dag_id, path, passes, again, ways or {})


@task(retries=2)
def left_to(dag_id, path, passes, again, ways, ti=None, dag_run=None):
    for target, arms in ways.items():
        if any(ti.xcom_pull(task_ids=name, map_indexes=ti.map_index) in wanted for name, wanted in arms.items()):
            return target
    of = dag_run.conf if dag_run.dag_id != FLOW else run_of(dag_run)
    run_id = f"{of['run']}.{pass_of(path + passes, again)}"
    found = XCom.get_one(key="return_value", dag_id=dag_id, task_id="-left", run_id=run_id, map_index=-1)
    if found is None:
        raise AirflowFailException(f"no pass says where it left the loop: {run_id}")
    return found


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
    schedule=CronTriggerTimetable("0 * * * *", timezone="UTC"),
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={
        "patience": Param(5, type="integer", description="Rounds before giving up."),
        "fatal": Param("", type="string", description="A service whose failure stops the monitor."),
    },
    max_active_tasks=100,
    default_args={"retries": 0},
    doc_md="Probes services in rounds, restarts what is slow, and reports.\n",
    tags=["flowc", "flowc-build:4f532878f47d"],
):
    start = step("start")
    begin_round_loop = start >> go_round("begin_round-loop", "Monitoring__loop_begin_round")
    begin_round_left = begin_round_loop >> left("begin_round-left", "Monitoring__loop_begin_round")
    begin_round_left_to_celebrate = begin_round_left >> only_if("begin_round-left-to-celebrate", {"begin_round-left": ["celebrate"]})
    celebrate = begin_round_left_to_celebrate >> step("celebrate")
    begin_round_left_to_escalate = begin_round_left >> only_if("begin_round-left-to-escalate", {"begin_round-left": ["escalate"]})
    escalate = begin_round_left_to_escalate >> step("escalate")
    [celebrate, escalate] >> step("end", trigger_rule="none_failed_min_one_success", outlets=[Asset("x-flowc://Monitoring/finished")])


with DAG(  # one pass of the loop that begins with begin_round
    dag_id="Monitoring__loop_begin_round",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1000,
    max_active_tasks=100,
    default_args={"retries": 0},
    is_paused_upon_creation=False,
    tags=["flowc", "flowc-build:4f532878f47d"],
):
    begin_round = step("begin_round", HERE, gives="paths")

    @each(begin_round.output)
    def each_probe(path):
        probe = step("probe", path, retries=2, retry_delay=timedelta(seconds=0))
        triage = probe >> step("triage", path, gives="arm")
        triage_to_healthy = triage >> only_if("triage-to-healthy", {"triage": ["healthy"]})
        healthy = triage_to_healthy >> step("healthy", path)
        triage_to_restart = triage >> only_if("triage-to-restart", {"triage": ["restart"]})
        restart = triage_to_restart >> step("restart", path)
        triage_to_page = triage >> only_if("triage-to-page", {"triage": ["page"]})
        page = triage_to_page >> step("page", path)
        [healthy, restart, page] >> step("write_line", path, trigger_rule="none_failed")

    assess = [begin_round, each_probe] >> step("assess", HERE, trigger_rule="none_failed_min_one_success")
    decide = assess >> step("decide", HERE, gives="arm")
    decide_to_begin_round = decide >> only_if("decide-to-begin_round", {"decide": ["begin_round"]})
    begin_round_again = decide_to_begin_round >> go_round("begin_round-again", "Monitoring__loop_begin_round", HERE, again=True)
    [decide, begin_round_again] >> left("-left", "Monitoring__loop_begin_round", HERE, again=True, ways={"celebrate": {"decide": ["celebrate"]}, "escalate": {"decide": ["escalate"]}}, trigger_rule="none_failed")
