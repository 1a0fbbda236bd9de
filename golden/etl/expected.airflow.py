"""NightlyEtl on Airflow, compiled by flowc: change the flow, not this file."""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

try:
    from airflow.sdk import DAG, Asset, CronTriggerTimetable, Variable, task, task_group
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.models import Variable
    from airflow.models.param import Param
    from airflow.timetables.trigger import CronTriggerTimetable

FLOW = "NightlyEtl"
PACKAGE = Path(__file__).with_name("_flowc") / "0d478102e0070ce8acf5aed4d7e36bf0a580afed24105386a2a5b9236da18c52.pyz"
MAP_LENGTH = 1024  # not more than [core] max_map_length
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
), "0d478102e0070ce8acf5aed4d7e36bf0a580afed24105386a2a5b9236da18c52")
METADATA = {
    "labels": {
        "app.kubernetes.io/managed-by": "flowc",
        "flowc.dev/flow": "NightlyEtl",
        "flowc.dev/build": "0d478102e007",
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
XCOM = "/airflow/xcom/return.json"


def step(name, path="r", passes="", gives=None, **options):
    options.setdefault("task_id", name)
    kind = Pod
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
    of = run_of(run)
    found = {
        "FLOWC_STORE": Variable.get("flowc_store"),
        "FLOWC_RUN_ID": of["run"],
        "FLOWC_RUN_UID": of["uid"],
        "FLOWC_PATH": path,
        "FLOWC_ATTEMPT": str(context["ti"].try_number - 1),
    }
    if operator.step == "start":
        values = {name: context["params"][name] for name in ["regions", "mode"]}
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
        told = {**facts(self, context), "FLOWC_INLINE": base64.b64encode(zlib.compress(PACKAGE.read_bytes(), 9)).decode(), "FLOWC_XCOM": XCOM if self.gives else ""}
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

    def build_pod_request_obj(self, context=None, **options):
        pod = super().build_pod_request_obj(context, **options)
        for container in pod.spec.containers:
            if container.name == "airflow-xcom-sidecar":
                container.security_context = CONTAINER["securityContext"]
        return pod

    def told(self, context, ended, *arguments):
        try:
            found = ended(*arguments) or {}
        except AirflowSkipException as error:
            raise AirflowFailException(str(error)) from error
        return given(self, context, found.get("splits"), found.get("next")) if self.gives else None


with DAG(
    dag_id=FLOW,
    schedule=CronTriggerTimetable("15 2 * * *", timezone="UTC"),
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={
        "regions": Param("north,south,west", type=["string", "array"], description="Regions to load."),
        "mode": Param("full", type="string", description="full or orders_only"),
    },
    max_active_tasks=100,
    default_args={"retries": 0},
    doc_md="Loads orders and customers of every region into one summary.\n",
    tags=["flowc", "flowc-build:1d163702d715"],
):
    start = step("start", gives="slices", pod={"labels": {"flowc.dev/step": "start"}, "annotations": {"flowc.dev/source": "flow.py:17"}})

    @each(start.output)
    def each_extract(path):
        extract = step("extract", path, retries=3, retry_delay=timedelta(seconds=60), execution_timeout=timedelta(seconds=2460), pod={
        "labels": {"flowc.dev/step": "extract"},
        "annotations": {"flowc.dev/source": "flow.py:28"},
        "container": {"env": [{"name": "EXTRACT_CHUNK", "value": "500"}]},
    })
        clean_orders = extract >> step("clean_orders", path, pod={
        "labels": {"flowc.dev/step": "clean_orders"},
        "annotations": {"flowc.dev/source": "flow.py:35"},
    })
        clean_customers = extract >> step("clean_customers", path, pod={
        "labels": {"flowc.dev/step": "clean_customers"},
        "annotations": {"flowc.dev/source": "flow.py:42"},
    })
        merge_region = [clean_orders, clean_customers] >> step("merge_region", path, pod={
        "labels": {"flowc.dev/step": "merge_region"},
        "annotations": {"flowc.dev/source": "flow.py:49"},
    })
        merge_region >> step("aggregate", path, pod={
        "labels": {"flowc.dev/step": "aggregate"},
        "annotations": {"flowc.dev/source": "flow.py:59"},
        "container": {"resources": {"requests": {"cpu": "1", "memory": "2Gi"}}},
    })

    collect = [start, each_extract] >> step("collect", trigger_rule="none_failed_min_one_success", pod={"labels": {"flowc.dev/step": "collect"}, "annotations": {"flowc.dev/source": "flow.py:69"}})
    choose = collect >> step("choose", gives="arm", pod={"labels": {"flowc.dev/step": "choose"}, "annotations": {"flowc.dev/source": "flow.py:77"}})
    choose_to_load_all = choose >> only_if("choose-to-load_all", {"choose": ["load_all"]})
    load_all = choose_to_load_all >> step("load_all", pod={"labels": {"flowc.dev/step": "load_all"}, "annotations": {"flowc.dev/source": "flow.py:83"}})
    load_revenue = load_all >> step("load_revenue", pod={
        "labels": {"flowc.dev/step": "load_revenue"},
        "annotations": {"flowc.dev/source": "flow.py:89"},
        "spec": {"serviceAccountName": "warehouse-writer"},
        "container": {"envFrom": [{"secretRef": {"name": "warehouse-login"}}]},
    })
    load_customers = load_all >> step("load_customers", pod={
        "labels": {"flowc.dev/step": "load_customers"},
        "annotations": {"flowc.dev/source": "flow.py:96"},
        "spec": {"serviceAccountName": "warehouse-writer"},
        "container": {"envFrom": [{"secretRef": {"name": "warehouse-login"}}]},
    })
    loaded_all = [load_revenue, load_customers] >> step("loaded_all", pod={"labels": {"flowc.dev/step": "loaded_all"}, "annotations": {"flowc.dev/source": "flow.py:102"}})
    choose_to_load_orders = choose >> only_if("choose-to-load_orders", {"choose": ["load_orders"]})
    load_orders = choose_to_load_orders >> step("load_orders", pod={
        "labels": {"flowc.dev/step": "load_orders"},
        "annotations": {"flowc.dev/source": "flow.py:109"},
    })
    verify = [loaded_all, load_orders] >> step("verify", trigger_rule="none_failed_min_one_success", retries=1, retry_delay=timedelta(seconds=0), pod={"labels": {"flowc.dev/step": "verify"}, "annotations": {"flowc.dev/source": "flow.py:116"}})
    verify >> step("end", pod={"labels": {"flowc.dev/step": "end"}, "annotations": {"flowc.dev/source": "flow.py:123"}}, outlets=[Asset("x-flowc://NightlyEtl/finished")])
