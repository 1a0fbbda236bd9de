"""What the configuration leaves open, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.parameters import IMAGE, STORE, default_image
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, note
from flowc.diagnostics.span import whole_file


def unbound_findings(request: Request) -> Iterator[Finding]:
    """One note for everything that becomes a parameter of the workflow."""
    settings = request.settings
    image = f"`{IMAGE}` (default `{default_image(settings)}`)" if settings.image is None else None
    store = f"`{STORE}` (no default)" if settings.store is None else None
    open_ones = [name for name in (store, image) if name is not None]
    if open_ones:
        yield note(
            "FLOW309",
            whole_file(request.flow.file),
            f"the workflow has parameters for what is not configured: {' and '.join(open_ones)}",
            help="set `store` and `image` in flowc.toml, or give them when a run starts",
        )
