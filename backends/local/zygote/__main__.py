"""`python -m flowc.backends.local.zygote COMMANDS REPORTS`: two descriptors of pipes."""

from __future__ import annotations

import sys

from flowc.backends.local.zygote.main import main
from flowc.runtime_shim.supervise import leave

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
    leave(0)
