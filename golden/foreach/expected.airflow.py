"""ForeachFlow on Airflow, compiled by flowc: change the flow, not this file."""

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
    from airflow.sdk import DAG, Asset, BaseOperator, Variable, task_group
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task_group
    from airflow.exceptions import AirflowFailException
    from airflow.models import BaseOperator, Variable
    from airflow.models.param import Param

FLOW = "ForeachFlow"
PACKAGE = Path(__file__).with_name("_flowc") / "49835f071cd4b47e94a27971f9f9b59c4fbb5b063500c245ae1d6c315214dc88.pyz"
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


def facts(operator, context):
    """All that a task is told: which run, which task of it, which attempt."""
    run, path = context["dag_run"], operator.path + operator.passes
    of = run_of(run)
    found = {
        "FLOWC_STORE": Variable.get("flowc_store"),
        "FLOWC_RUN_ID": of["run"],
        "FLOWC_RUN_UID": of["uid"],
        "FLOWC_PATH": path,
        "FLOWC_ATTEMPT": str(context["ti"].try_number - 1),
    }
    if operator.step == "start":
        values = {name: context["params"][name] for name in ["width"]}
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
    if operator.gives == "slices":  # each part stands for `size` items, the last for what is left
        return [f"{path}.{part}x{size}" for part in range(-(-splits // size))]
    raise AirflowFailException(f"{splits} items: Airflow maps {MAP_LENGTH} at most")


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
        "width": Param(2, type="integer", description="How many items."),
    },
    max_active_tasks=100,
    default_args={"retries": 0},
    tags=["flowc", "flowc-build:5ff142b55d7b"],
):
    start = step("start", gives="slices")

    @each(start.output)
    def each_work(path):
        step("work", path)

    join = [start, each_work] >> step("join", trigger_rule="none_failed_min_one_success")
    join >> step("end", outlets=[Asset("x-flowc://ForeachFlow/finished")])
