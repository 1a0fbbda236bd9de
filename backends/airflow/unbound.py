"""What the configuration leaves open, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.airflow.config import read
from flowc.backends.airflow.executors import executors
from flowc.backends.airflow.pods import default_image
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, note
from flowc.diagnostics.span import whole_file


def unbound_findings(request: Request) -> Iterator[Finding]:
    """One note for everything that is taken from elsewhere when a task starts."""
    settings = request.settings
    kinds = set(executors(request, read(settings)).values())
    store = "the store from Airflow's variable `flowc_store`" if settings.store is None else None
    has_image = settings.image is not None or "kubernetes" not in kinds
    image = None if has_image else f"the image `{default_image(settings)}`"
    found = [what for what in (store, image) if what is not None]
    if found:
        yield note(
            "FLOW309",
            whole_file(request.flow.file),
            f"what is not configured: tasks take {' and '.join(found)}",
            help="set `store` and `image` in flowc.toml",
        )
