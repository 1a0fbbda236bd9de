"""PackagesFlow on Airflow, compiled by flowc: change the flow, not this file."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import datetime, timezone
from pathlib import Path

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

try:
    from airflow.sdk import DAG, Asset, Variable
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.models import Variable

FLOW = "PackagesFlow"
PACKAGE = Path(__file__).with_name("_flowc") / "d11a842345f921ae230c75fdc0295ce698609e726b4952fbe7023abbce1863d8.pyz"
INTERPRETER = "python"
CODE = ("-c", (
    "import base64, hashlib, os, sys, tempfile, zlib\n"
    "digest, data = sys.argv[1], zlib.decompress(base64.b64decode(os.environ.pop(\"FLOWC_INLINE\", \"\")))\n"
    "if hashlib.sha256(data).hexdigest() != digest:\n"
    "    sys.stderr.write(\"flowc: the code package in FLOWC_INLINE is not \" + digest + \"\\n\")\n"
    "    sys.exit(78)\n"
    "path = os.path.join(tempfile.mkdtemp(prefix=\"flowc-\"), \"flow.pyz\")\n"
    "with open(path, \"wb\") as file:\n"
    "    file.write(data)\n"
    "os.execv(sys.executable, [sys.executable, path] + sys.argv[2:])\n"
), "d11a842345f921ae230c75fdc0295ce698609e726b4952fbe7023abbce1863d8")
METADATA = {
    "labels": {
        "app.kubernetes.io/managed-by": "flowc",
        "flowc.dev/flow": "PackagesFlow",
        "flowc.dev/build": "d11a842345f9",
    },
    "annotations": {},
}
SPEC = {
    "restartPolicy": "Never",
    "volumes": [{"name": "tmp", "emptyDir": {}}],
    "securityContext": {
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "fsGroup": 1000,
        "seccompProfile": {"type": "RuntimeDefault"},
    },
}
CONTAINER = {
    "name": "base",
    "image": "python:3.12",
    "resources": {"requests": {"cpu": "1", "memory": "4Gi"}},
    "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
}


def step(name, path="r", passes="", gives=None, **options):
    options.setdefault("task_id", name)
    kind = Pod
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


class Pod(KubernetesPodOperator):
    """A task of the flow, in a pod. Exit code 78 says that another attempt is of no use."""

    template_fields = ("path",)

    def __init__(self, *, step, path, passes, gives, pod=None, **options):
        name = re.sub("[^a-z0-9]+", "-", f"{FLOW}-{step or 'exit'}".lower())[:40].strip("-")
        super().__init__(
            name=name, namespace=None, pod_template_dict={}, deferrable=True, startup_timeout_seconds=600,
            skip_on_exit_code=78, on_finish_action="delete_pod", **options,
        )
        self.step, self.path, self.passes, self.gives, self.pod_of_step = step, path, passes, gives, pod or {}

    def execute(self, context):
        told = {**facts(self, context), "FLOWC_INLINE": base64.b64encode(zlib.compress(PACKAGE.read_bytes(), 9)).decode()}
        of_step = self.pod_of_step.get("container", {})
        variables = [{"name": name, "value": re.sub(r"\$(?=[$(])", "$$", value)} for name, value in told.items() if value]
        container = {**CONTAINER, **of_step, "env": [*of_step.get("env", []), *variables]}
        container["command"] = [of_step.get("python", INTERPRETER), *CODE, *["step", self.step]]
        container.pop("python", None)
        spec = {**SPEC, **self.pod_of_step.get("spec", {}), "containers": [container]}
        metadata = {key: {**METADATA[key], **self.pod_of_step.get(key, {})} for key in METADATA}
        self.pod_template_dict = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
        return self.told(context, super().execute, context)

    def trigger_reentry(self, context, event):
        return self.told(context, super().trigger_reentry, context, event)

    def told(self, context, ended, *arguments):
        try:
            ended(*arguments)
        except AirflowSkipException as error:
            raise AirflowFailException(str(error)) from error
        return None


with DAG(
    dag_id=FLOW,
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_tasks=100,
    default_args={"retries": 0},
    tags=["flowc", "flowc-build:b1bc1ff44def"],
):
    start = step("start", pod={
        "labels": {"flowc.dev/step": "start"},
        "annotations": {"flowc.dev/source": "flow.py:10"},
        "container": {"image": "registry.example.com/team/http:3"},
    })
    start >> step("end", pod={
        "labels": {"flowc.dev/step": "end"},
        "annotations": {"flowc.dev/source": "flow.py:17"},
        "container": {"image": "registry.example.com/team/table:3"},
    }, outlets=[Asset("x-flowc://PackagesFlow/finished")])
