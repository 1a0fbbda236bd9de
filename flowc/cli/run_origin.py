"""Where a run of this machine came from: its flow file and how that was read, so that `resume` can do so too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from flowc.backends.local.job import Job
from flowc.backends.local.winners import run_keys
from flowc.diagnostics.record import record
from flowc.pipeline.options import Options
from flowc.runtime_shim.store import Missing, Store, open_store
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.layout import RunKeys

NAME = "origin.json"


@record
class Origin:
    """The flow file by its absolute path, and the options that decide what is read from it."""

    file: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def reading(self) -> Options:
        """The options as they were."""
        return Options(**self.options)


def write_origin(job: Job, options: Options) -> None:
    """Keep the origin beside the record of the run."""
    from pathlib import Path

    kept = {
        "flow": options.flow,
        "profile": options.profile,
        "defines": dict(options.defines),
        "config_files": {name: str(Path(file).absolute()) for name, file in options.config_files.items()},
        "config_values": dict(options.config_values),
        "environment": dict(options.environment),
    }
    document = {"file": str(job.file.absolute()), "options": kept}
    open_store(job.store).put(f"{run_keys(job.name).root}/{NAME}", seal(document))


def read_origin(store: Store, keys: RunKeys) -> Origin | None:
    """The origin of a run; None when another engine ran it."""
    try:
        return Origin(**read_document(store, f"{keys.root}/{NAME}"))
    except Missing:
        return None
