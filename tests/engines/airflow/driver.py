"""Run by the Python that has Airflow, in a process that lives as long as a test session: JSON lines in and out.

    {"do": "load", "dags": FOLDER}                -> {"dags": [ID, ...], "errors": {FILE: TEXT}}
    {"do": "files", "dags": FOLDER}               -> {"files": [FILE, ...]}: what the DAG processor would import
    {"do": "pods", "dag": ID}                     -> {"pods": {TASK: POD}}: what the tasks would ask Kubernetes for
    {"do": "kill", "dag": ID, "task": ID, "after": SECONDS} -> {"raised": [TYPE]}: a task that is killed amid
    {"do": "run", "dag": ID, "run": ID, "conf": {}} -> {"started": ID} or {"refused": TEXT},
                                                    then {"ended": STATE, "tasks": [[TASK, INDEX, STATE, TRY], ...]}

Each run is `DAG.test()` of the DAG as it stands in the file: Airflow's own state machine of runs and tasks, its own
mapping, trigger rules, retries and XComs, without the scheduler's process. Runs that a task triggers are executed
when the task waits for them, as the scheduler would. Works on Airflow 3 and 2; it imports nothing of flowc.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from inspect import signature

warnings.simplefilter("ignore")

ANSWERS = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what Airflow and tasks print goes to the log of the driver


def answer(**what):
    """One line to whoever drives."""
    ANSWERS.write(json.dumps(what) + "\n")


def prepare_database():
    """Make the tables unless the file has them."""
    path = os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].removeprefix("sqlite:///")
    if not os.path.exists(path):  # noqa: PTH110 - in step with Airflow's URL
        from airflow.utils.db import initdb

        initdb()


def files_of(folder):
    """The files that the DAG processor would import."""
    from airflow.utils.file import list_py_file_paths

    accepts = signature(list_py_file_paths).parameters
    without_examples = {"include_examples": False} if "include_examples" in accepts else {}
    return [str(file) for file in list_py_file_paths(folder, safe_mode=False, **without_examples)]


def pods_of(dag):
    """The pods that the tasks of a DAG would ask for, by task: everything is done but sending them."""
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from kubernetes.client import ApiClient

    found = {}

    def keep(operator, context):
        pod = operator.build_pod_request_obj(context)
        found[operator.task_id] = ApiClient().sanitize_for_serialization(pod)
        return {"splits": 2, "next": "end"}

    KubernetesPodOperator.execute = keep
    for task in dag.tasks:
        if isinstance(task, KubernetesPodOperator):
            task.path = task.path if isinstance(task.path, str) else "r.0"  # an item, inside a mapped group
            task.execute(context_of(task, dag))
    return found


def context_of(task, dag):
    """What `execute` is given, but for Airflow itself."""
    from types import SimpleNamespace

    began = dag.start_date
    names = {"dag_id": dag.dag_id, "run_id": "run-1"}
    run = SimpleNamespace(**names, logical_date=began, run_after=began, conf={})
    ti = SimpleNamespace(**names, task_id=task.task_id, try_number=1, map_index=-1)
    return {"dag_run": run, "ti": ti, "dag": dag, "params": dict(dag.params), "run_id": "run-1"}


def killed(dag, task_id, after):
    """What a task raises that is told to end while it runs: its `on_kill`, as the process of a task calls it."""
    from threading import Thread

    raised = []

    def work():
        try:
            task.execute(context_of(task, dag))
        except BaseException as error:
            raised.append(type(error).__name__)

    task = dag.get_task(task_id)
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(after)
    task.on_kill()
    thread.join(60)
    return raised


class Bag:
    """The DAGs of a folder, and how Airflow 3 and 2 read, note and run them."""

    def __init__(self):
        import airflow

        self.is_3 = airflow.__version__.startswith("3.")
        self.dags = {}
        self.wanted = None
        self._hook()

    def load(self, folder):
        """Read every file of the folder, as the DAG processor does; the ids and the errors."""
        os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = folder
        bag = self._read_3(folder) if self.is_3 else self._read_2(folder)
        self.dags = bag.dags
        self._hurry()
        return sorted(self.dags), {str(file): text for file, text in bag.import_errors.items()}

    def _read_3(self, folder):
        from airflow import settings
        from airflow.dag_processing.bundles.manager import DagBundlesManager
        from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

        settings.DAGS_FOLDER = folder
        DagBundlesManager().sync_bundles_to_db()
        bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
        sync_bag_to_db(bag, "dags-folder", None)
        return bag

    def _read_2(self, folder):
        from airflow.models import DagBag

        bag = DagBag(folder, include_examples=False)
        bag.sync_to_db()
        return bag

    def _hurry(self):
        """Look every second at what AWS runs: operators look twice a minute."""
        for dag in self.dags.values():
            for task in dag.tasks:
                for name in {"waiter_delay"} | {"poll_interval"} & set(vars(task)):
                    setattr(task, name, 1)
        batch = sys.modules.get("airflow.providers.amazon.aws.hooks.batch_client")
        if batch is not None:
            batch.BatchClientHook.delay = staticmethod(lambda _seconds=None: time.sleep(0.3))

    def run(self, dag, run, conf):
        """Run a DAG to its end."""
        self.wanted = {"run_id": run, "existing": None, "announce": True}
        try:
            ended = self.dags[dag].test(run_conf=conf)
        except Exception as error:
            if type(error).__name__ != "ParamValidationError":
                raise
            answer(refused=str(error))
            return
        tasks = [
            (ti.task_id, ti.map_index, str(ti.state), ti.try_number) for ti in ended.get_task_instances()
        ]
        answer(ended=str(ended.state.value), tasks=sorted(tasks))

    def run_triggered(self):
        """Run what a task has triggered and now waits for."""
        from airflow.models.dagrun import DagRun
        from airflow.utils.session import create_session
        from airflow.utils.state import DagRunState

        while True:
            with create_session() as session:
                found = session.query(DagRun).filter(DagRun.state == DagRunState.QUEUED).first()
                if found is None:
                    return
                dag = found.dag_id
                self.wanted = {"run_id": found.run_id, "existing": dag, "announce": False}
            self.dags[dag].test()

    def _hook(self):
        """Where `test()` makes its run, give it the id that was asked for, or the run that is there. Where it lets
        a trigger wait, run first what the trigger waits for."""
        if self.is_3:
            import airflow.models.dagrun as place
            import airflow.sdk.definitions.dag as definitions

            name = "get_or_create_dagrun"
        else:
            import airflow.models.dag as place

            definitions, name = place, "_get_or_create_dagrun"
        make, trigger = getattr(place, name), definitions._run_inline_trigger

        def make_wanted(**words):
            wanted, self.wanted = self.wanted, None
            if wanted["existing"]:
                return self._adopt(words["session"], wanted["existing"], wanted["run_id"])
            run = make(**{**words, "run_id": wanted["run_id"]})
            answer(started=run.run_id)
            return run

        def trigger_after(waiting, *words):
            self.run_triggered()
            if hasattr(waiting, "poll_interval"):
                waiting.poll_interval = 0.1  # what it waits for has ended
            return trigger(waiting, *words)

        setattr(place, name, make_wanted)
        definitions._run_inline_trigger = trigger_after

    def _adopt(self, session, dag, run):
        from airflow.models.dagrun import DagRun
        from airflow.utils import timezone
        from airflow.utils.state import DagRunState

        found = session.query(DagRun).filter(DagRun.dag_id == dag, DagRun.run_id == run).one()
        found.state = DagRunState.RUNNING
        found.start_date = timezone.utcnow()
        found.dag = self._scheduler_dag(dag)
        found.verify_integrity(session=session, **self._version(dag))
        session.commit()
        return found

    def _scheduler_dag(self, dag):
        if not self.is_3:
            return self.dags[dag]
        from airflow.serialization.serialized_objects import DagSerialization

        return DagSerialization.deserialize_dag(DagSerialization.serialize_dag(self.dags[dag]))

    def _version(self, dag):
        if not self.is_3:
            return {}
        from airflow.models.dag_version import DagVersion

        return {"dag_version_id": DagVersion.get_latest_version(dag).id}


def main():
    """Answer requests until the input ends."""
    prepare_database()
    bag = Bag()
    answer(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "load":
                dags, errors = bag.load(request["dags"])
                answer(dags=dags, errors=errors)
            elif request["do"] == "files":
                answer(files=files_of(request["dags"]))
            elif request["do"] == "pods":
                answer(pods=pods_of(bag.dags[request["dag"]]))
            elif request["do"] == "kill":
                answer(raised=killed(bag.dags[request["dag"]], request["task"], request["after"]))
            else:
                bag.run(request["dag"], request["run"], request.get("conf"))
        except Exception as error:
            import traceback

            traceback.print_exc()
            answer(broken=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
