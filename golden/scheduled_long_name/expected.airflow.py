"""TheNightlyReconciliationOfEveryLedgerWithTheBankStatementsFlow on Airflow, compiled by flowc: change the flow, not this file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

try:
    from airflow.sdk import DAG, Asset, BaseOperator, CronTriggerTimetable, Variable
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.exceptions import AirflowFailException
    from airflow.models import BaseOperator, Variable
    from airflow.timetables.trigger import CronTriggerTimetable

FLOW = "TheNightlyReconciliationOfEveryLedgerWithTheBankStatementsFlow"
PACKAGE = Path(__file__).with_name("_flowc") / "56d4069e480988e9fc298815a92d58fd0f522b0509d449cbbf19202d41dffb69.pyz"
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
    return found


def run_of(run):
    began = getattr(run, "logical_date", None) or run.run_after
    uid = f"{run.dag_id}/{run.run_id}/{began.isoformat()}"
    return {"run": re.sub(r"[^A-Za-z0-9_.-]", "-", run.run_id), "uid": uid}


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

    def on_kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()


with DAG(
    dag_id=FLOW,
    schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC"),
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_tasks=100,
    default_args={"retries": 0},
    tags=["flowc", "flowc-build:6f9a051782ef"],
):
    start = step("start")
    start >> step("end", outlets=[Asset("x-flowc://TheNightlyReconciliationOfEveryLedgerWithTheBankStatementsFlow/finished")])
