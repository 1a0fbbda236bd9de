"""Start the engine for pytest, or say loudly why not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tests.conformance.protocol import Unavailable
from tests.engines.argo.build import is_built
from tests.engines.argo_standin.adapter import ArgoStandIn
from tests.engines.missing import missing


def started(folder: Path, variables: Mapping[str, str] | None = None) -> ArgoStandIn:
    """A running engine. Where CI is set it has to be there; elsewhere nobody waits minutes for a build unasked."""
    if not os.environ.get("FLOWC_NEEDS_ENGINES") and not is_built():
        missing("the Kubernetes API server is not built: run `make engines`")
    engine = ArgoStandIn()
    try:
        engine.start(folder, variables)
    except Unavailable as reason:
        missing(str(reason))
    return engine
