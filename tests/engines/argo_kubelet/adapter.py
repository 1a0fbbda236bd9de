"""As `../argo_standin`, with pods on a real kubelet, an image of its own, and a store that is a server."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.protocol import Deployed, Triggered, Unavailable
from tests.engines.argo.kubelet.build import is_built
from tests.engines.argo.kubelet.contents import TASKS
from tests.engines.argo.kubelet.engine import KubeletEngine
from tests.engines.argo_standin.adapter import STORE, ArgoStandIn
from tests.engines.missing import missing

IMAGE = "flowc-image"


class ArgoKubelet(ArgoStandIn):
    """`url` is the store; `ports` are those of loopback that pods reach."""

    name = "argo-kubelet"
    lanes = 1

    def __init__(self, url: str, ports: Sequence[int]) -> None:
        super().__init__()
        self.engine: KubeletEngine = KubeletEngine(ports)
        self.url = url

    @property
    def store(self) -> Store:
        """As this machine reaches it."""
        return open_store(self.url)

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """With this store and this image."""
        return super().trigger(deployed, {STORE: self.url, IMAGE: TASKS, **parameters})


def started(engine: ArgoKubelet, folder: Path, variables: Mapping[str, str]) -> ArgoKubelet:
    """Start it for pytest, or say loudly why not."""
    if not os.environ.get("FLOWC_NEEDS_ENGINES") and not is_built():
        missing("the kubelet is not built: run `make engines`")
    try:
        engine.start(folder, variables)
    except Unavailable as reason:
        missing(str(reason))
    return engine
