"""Events as JSON, one a line."""

from __future__ import annotations

import json
from typing import TextIO

from flowc.backends.local.events import Event, as_json


class JsonLines:
    """For programs."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def tell(self, event: Event) -> None:
        """Write the event."""
        self.stream.write(json.dumps(as_json(event)) + "\n")
        self.stream.flush()

    def close(self) -> None:
        """Nothing is held back."""
