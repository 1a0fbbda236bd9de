"""`python -m flowc.runtime_shim`."""

import sys

from flowc.runtime_shim.main import main

sys.exit(main(sys.argv[1:]))
