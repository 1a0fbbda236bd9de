"""`python -m tests.engines.argo.controller`: whether Argo's own workflow controller can be had here.

Asks the Go module proxy that is configured, and nothing else. No test of this project runs on Argo's own
controller yet: where its module is refused, nothing could be written and tried; where it is served, the README says
what to add. The exit status is 3 in either case, so that nobody takes silence for success.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

MODULE = "github.com/argoproj/argo-workflows/v4@v4.1.2"
UNAVAILABLE = 3


def verdict() -> str:
    """One paragraph for people."""
    go = shutil.which("go")
    if go is None:
        return "Go is not installed, so that Argo's workflow controller cannot be built here."
    command = [go, "list", "-m", MODULE]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"Argo's workflow controller cannot be had here: {' '.join(done.stderr.split())}"
    return f"{MODULE} is to be had here, but no engine is made of it yet: see tests/engines/argo/README.md."


if __name__ == "__main__":
    print(f"argo: NOTHING WAS TESTED ON ARGO'S OWN CONTROLLER. {verdict()}", file=sys.stderr)
    print("argo: `make conformance-argo-standin` runs the same manifests under a stand-in.", file=sys.stderr)
    sys.exit(UNAVAILABLE)
