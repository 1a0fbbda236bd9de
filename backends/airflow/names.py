"""Ids that Airflow accepts, each given once, and the names of the variables that hold them."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from collections.abc import Iterable

from flowc.ir.flow import Flow

LONGEST = 250
"""Ids of DAGs, tasks and groups."""

HELPERS = frozenset({
    "AirflowFailException", "AirflowSkipException", "Asset", "BaseOperator", "BatchOperator", "Container",
    "CronTriggerTimetable", "DAG", "EcsRunTaskOperator", "Job", "KubernetesPodOperator", "Param", "Path",
    "Pod", "Process", "Round", "S3Hook", "TriggerDagRunOperator", "Variable", "XCom", "annotations",
    "base64", "command", "datetime", "each", "extras_of", "facts", "flat", "found_store", "given", "go_on",
    "go_round", "hook", "json", "left", "left_to", "only_if", "os", "pass_of", "path", "paths", "re",
    "root", "run_of", "sliced", "step", "subprocess", "sys", "task", "task_group", "tempfile", "timedelta",
    "timezone", "told", "too_many", "variables",
})  # fmt: skip
"""What the DAG file itself calls by name."""


class Names:
    """Gives out ids of tasks and groups, unique in one DAG. The steps keep their own."""

    def __init__(self, steps: Iterable[str] = ()) -> None:
        self._taken: set[str] = set(steps)

    def allocate(self, wanted: str) -> str:
        """A legal id as near to `wanted` as can be. What sets it apart depends on `wanted` and the order alone."""
        name = fit(wanted)
        unique = name
        number = 2
        while unique in self._taken:
            unique = f"{name[: LONGEST - 8]}__{number}"
            number += 1
        self._taken.add(unique)
        return unique


def fit(text: str) -> str:
    """`text` as an id, told apart by a hash when it is too long or has other than ASCII letters: those Airflow 3
    takes when it reads the file, and then cannot serve what its own tasks ask for under that id (seen with 3.3).
    """
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", text)
    if name == text and len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{name[: LONGEST - 9]}_{digest}"


def variable(identity: str) -> str:
    """The variable that holds a task or group: its id, unless the file needs that name for something else."""
    name = re.sub(r"\W", "_", identity)
    taken = keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name)
    return f"{name}_" if taken or name in HELPERS or name.isupper() else name


def dag_id(flow: Flow) -> str:
    """The id of the flow's DAG: project, branch and flow."""
    return fit(".".join([*branch_parts(flow), flow.name]))


def branch_parts(flow: Flow) -> list[str]:
    """The project and the branch, as they stand before the name of a flow."""
    if flow.project is None:
        return []
    return [flow.project.name, *_branch(flow.project.branch, flow.project.production)]


def store_branch(flow: Flow) -> list[str]:
    """The project and the branch, as they stand in the keys of the store."""
    if flow.project is None:
        return ["_", "_"]
    branch = flow.project.branch
    if flow.project.production:
        return [flow.project.name, f"prod.{branch}" if branch else "prod"]
    return [flow.project.name, f"test.{branch}" if branch else "user.default"]


def run_name(run_id: str) -> str:
    """The id in the store of a run that Airflow calls `run_id`. The DAG file does the same."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", run_id)


def _branch(branch: str | None, production: bool) -> list[str]:
    if production:
        return ["prod", branch] if branch else ["prod"]
    return ["test", branch] if branch else []


class Variables:
    """Names of variables by id, each given once."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, identity: str) -> str:
        """The variable that holds a task or a group."""
        if identity not in self._found:
            name = variable(identity)
            while name in self._taken:
                name += "_"
            self._taken.add(name)
            self._found[identity] = name
        return self._found[identity]
