"""A flow that leaves a mark wherever it is imported."""

import os
import sys
import time
from pathlib import Path

from flowc import FlowSpec, step

Path("MARKS", f"{os.getpid()}-{time.time_ns()}").write_text(f"{sys.prefix}\n{sys.argv[-1]}\n")


class MarkingFlow(FlowSpec):
    """Two steps."""

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    MarkingFlow()
