"""`python -m flowc` is the same as `flowc`."""

from flowc.cli import main

raise SystemExit(main())
