"""What the configuration leaves open, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.parameters import IMAGE, STORE, default_image
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, note, warning
from flowc.diagnostics.span import whole_file


def unbound_findings(request: Request) -> Iterator[Finding]:
    """One note for everything that becomes a parameter of the workflow; a warning when nobody can set it."""
    settings = request.settings
    flow = request.flow
    starts = (
        (flow.schedule, "scheduled runs", "a scheduled run"),
        (flow.trigger or flow.trigger_on_finish, "runs that events start", "such a run"),
    )
    for start, runs, one in starts:
        if settings.store is not None or start is None:
            continue
        yield warning(
            "FLOW314",
            start.span,
            f"{runs} will not start: no store is configured",
            label=f"{one} has nobody to give `{STORE}` a value",
            help="set `store` in flowc.toml, or FLOWC_STORE",
        )
    image = f"`{IMAGE}` (default `{default_image(settings)}`)" if settings.image is None else None
    store = f"`{STORE}` (no default)" if settings.store is None else None
    open_ones = {"store": store, "image": image}
    missing = [name for name, parameter in open_ones.items() if parameter is not None]
    if missing:
        parameters = " and ".join(filter(None, open_ones.values()))
        yield note(
            "FLOW309",
            whole_file(request.flow.file),
            f"the workflow has parameters for what is not configured: {parameters}",
            help=f"set {' and '.join(f'`{name}`' for name in missing)} in flowc.toml, or give "
            + ("it when a run starts" if len(missing) == 1 else "them when a run starts"),
        )
