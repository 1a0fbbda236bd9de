"""Old code packages: which of them nothing can need any more."""

from __future__ import annotations

import io
import json
from zipfile import BadZipFile, ZipFile

from flowc.backends.airflow.beside import package_key
from flowc.backends.airflow.deploy.build import Build
from flowc.backends.airflow.deploy.dag_folder import DagFolder


def flow_of(package: bytes) -> str:
    """The name of the flow that a package is of, "" when it is none of ours."""
    try:
        with ZipFile(io.BytesIO(package)) as archive:
            return str(json.loads(archive.read("plan.json"))["flow"]["name"])
    except (BadZipFile, KeyError, ValueError):
        return ""


def unneeded(folder: DagFolder, build: Build, flow: str) -> tuple[str, ...]:
    """The packages of the flow that no DAG file of the folder names, once `build` is there.

    Ask only when no run of the flow is under way: a task that waits for its retry has the old package.
    """
    old = [digest for digest in folder.packages() if digest != build.digest]
    if not old:
        return ()
    others = [folder.read(name) or b"" for name in folder.dag_files() if name != build.file]
    unnamed = [digest for digest in old if not any(digest.encode() in text for text in others)]
    return tuple(digest for digest in unnamed if flow_of(folder.read(package_key(digest)) or b"") == flow)
