"""`python -m flowc.backends.local.zygote.spawned SETUP REPORTS LIFELINE COMMAND`: a task in its own interpreter."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flowc.backends.local.zygote.lifeline import hold
from flowc.backends.local.zygote.perform import Flow
from flowc.backends.local.zygote.task import enter_group, run_and_exit

if __name__ == "__main__":
    enter_group()
    hold(int(sys.argv[3]))
    setup = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    run_and_exit(json.loads(sys.argv[4]), int(sys.argv[2]), Flow.of(setup).perform_forked)
