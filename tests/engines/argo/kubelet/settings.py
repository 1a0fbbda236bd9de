"""What the processes of the node are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GATEWAY = "198.51.100.1"
"""The address of the node, as pods see it: of a range that is kept for documentation."""
SERVICES = "198.51.100.0/24"
"""Its first address is that of the API server's service, which is in its certificate: the gateway."""
API_PORT = 443
LINKS = ("node0", "node1")
"""The ends of the cable that has this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`ports` are those that the node listens on at the gateway, each with the port of loopback behind it."""

    folder: str
    built: str
    unpacked: str
    path: str
    authority: str
    token: str
    cgroup: str
    ports: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """As `read` takes it."""
        return asdict(self)


def read(file: Path) -> Settings:
    """What was written."""
    return Settings(**json.loads(file.read_text()))
