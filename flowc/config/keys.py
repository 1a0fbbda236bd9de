"""Every setting there is: its name, its kind and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from flowc.diagnostics.record import record

Kind: TypeAlias = Literal["text", "number", "switch", "list", "globs", "table"]


@record
class Key:
    """A setting. `choices` are the only values of a text that has some."""

    name: str
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str | None:
        """The environment variable that sets it; tables have none."""
        return None if self.kind == "table" else "FLOWC_" + self.name.upper().replace("-", "_")


_ALL = (
    Key(name="image", kind="text", meaning="container image of every step that names none"),
    Key(name="store", kind="text", meaning="artifact store: a folder or s3://, gs://, az://"),
    Key(name="namespace", kind="text", meaning="namespace to write into the manifests"),
    Key(name="service-account", kind="text", meaning="service account of the pods"),
    Key(name="python", kind="text", meaning="interpreter to start inside the containers"),
    Key(name="target-python", kind="text", meaning="its version, such as 3.12"),
    Key(name="max-parallel", kind="number", meaning="most tasks of a run at once"),
    Key(
        name="delivery",
        kind="text",
        meaning="how the code reaches the tasks",
        choices=("inline", "store", "image"),
    ),
    Key(name="max-fan-out", kind="number", meaning="most items that a foreach is expected to have"),
    Key(
        name="empty-foreach",
        kind="text",
        meaning="what a foreach without items does: go on to its join, or fail as under Metaflow",
        choices=("join", "error"),
    ),
    Key(
        name="executor",
        kind="text",
        meaning="what starts the steps on Airflow",
        choices=("process", "kubernetes", "batch", "ecs"),
    ),
    Key(
        name="compute",
        kind="text",
        meaning="what runs the steps on Step Functions",
        choices=("batch", "ecs"),
    ),
    Key(name="restricted", kind="switch", meaning="pods pass the `restricted` pod-security level"),
    Key(name="labels", kind="table", meaning="further labels of every object"),
    Key(name="annotations", kind="table", meaning="further annotations of every object"),
    Key(name="argo", kind="table", meaning="settings of Argo alone"),
    Key(name="step-functions", kind="table", meaning="settings of Step Functions alone"),
    Key(name="airflow", kind="table", meaning="settings of Airflow alone"),
    Key(name="search-paths", kind="list", meaning="folders, beside the flow's own, to import from"),
    Key(
        name="package-include",
        kind="globs",
        meaning="files to pack beside the code: patterns from the flow's folder, such as `data/**`",
    ),
    Key(
        name="package-suffixes",
        kind="text",
        meaning="ends of names, such as `.json,.sql`: all such files below the flow's folder are packed",
    ),
    Key(name="defines", kind="table", meaning="values of module-level names, and of `os.environ.NAME`"),
    Key(name="configs", kind="table", meaning="files of the flow's Configs, by name"),
    Key(name="profile", kind="text", meaning="the profile to take when the command line names none"),
    Key(name="strict", kind="switch", meaning="warnings stop a compile"),
)

KEYS: Mapping[str, Key] = {key.name: key for key in _ALL}
"""By name, in the order in which the documentation lists them."""
