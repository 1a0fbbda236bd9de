"""What the configuration leaves open, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.airflow.config import read
from flowc.backends.airflow.executors import delivery, executors
from flowc.backends.airflow.pods import default_image
from flowc.backends.bootstrap import package_key
from flowc.backends.protocol import Executor, Request
from flowc.diagnostics import Finding, note
from flowc.diagnostics.span import whole_file


def unbound_findings(request: Request) -> Iterator[Finding]:
    """One note for everything that is taken from elsewhere when a task starts."""
    settings = request.settings
    kinds = set(executors(request, read(settings)).values())
    store = "the store from Airflow's variable `flowc_store`" if settings.store is None else None
    has_image = settings.image is not None or "kubernetes" not in kinds
    image = None if has_image else f"the image `{default_image(settings)}`"
    found = {name: what for name, what in (("store", store), ("image", image)) if what is not None}
    if found:
        yield note(
            "FLOW309",
            whole_file(request.flow.file),
            f"what is not configured: tasks take {' and '.join(found.values())}",
            help=f"set {' and '.join(f'`{name}`' for name in found)} in flowc.toml",
        )
    yield from _code(request, frozenset(kinds))


def _code(request: Request, kinds: frozenset[Executor]) -> Iterator[Finding]:
    """Where the code package has to be, for those who deploy by hand."""
    file = f"_flowc/{request.package.digest}.pyz"
    how = delivery(request, kinds)
    places = []
    if "process" in kinds or how == "inline":
        places.append(f"in `{file}` beside the DAG file, where an `.airflowignore` covers it")
    if kinds != {"process"} and how == "store":
        places.append(f"at `{package_key(request.package.digest)}` in the store")
    if places:
        yield note(
            "FLOW323",
            whole_file(request.flow.file),
            f"tasks find their code {' and '.join(places)}",
            help="`flowc deploy` puts it there; `flowc compile --output FOLDER/` writes it too",
        )
