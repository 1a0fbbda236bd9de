"""`python -m tests.engines.airflow.node SETTINGS`: the node of `tests.engines.argo` for pods of Airflow's operator,
whose container is called `base`."""

from __future__ import annotations

import sys

from tests.engines.argo.node import pod
from tests.engines.argo.node.__main__ import main

if __name__ == "__main__":
    pod.MAIN = "base"
    main(sys.argv[1])
