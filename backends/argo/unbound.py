"""What the configuration leaves open or asks in vain, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.parameters import IMAGE, STORE, default_image
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error, note
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


def delivery_findings(request: Request) -> Iterator[Finding]:
    """The one way for the code that is not there yet."""
    if request.settings.delivery == "store":
        yield error(
            "FLOW301",
            whole_file(request.flow.file),
            "Argo cannot fetch the code package from the store yet",
            label='the configuration says `delivery = "store"`',
            help='set `delivery = "inline"`, or `"image"` for code that is in the image already',
        )
