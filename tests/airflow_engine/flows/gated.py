"""A flow whose task `work` waits for a test. Each attempt leaves a file in the folder `gate`: its process id."""

import os
import time
from pathlib import Path

from flowc import FlowSpec, Parameter, current, retry, step

LABEL = "first"


class GatedFlow(FlowSpec):
    """start, work (which waits for the file `open`), end."""

    gate = Parameter("gate", help="A folder.", type=str, required=True)

    @step
    def start(self):
        self.began = LABEL
        self.next(self.work)

    @retry(times=2, minutes_between_retries=0)
    @step
    def work(self):
        gate = Path(self.gate)
        (gate / f"work-{current.retry_count}-{time.time_ns()}").write_text(str(os.getpid()))
        deadline = time.monotonic() + 120
        while not (gate / "open").exists():
            assert time.monotonic() < deadline, "nobody opened the gate"
            time.sleep(0.1)
        self.worked = LABEL
        self.next(self.end)

    @step
    def end(self):
        self.ended = LABEL


if __name__ == "__main__":
    GatedFlow()
