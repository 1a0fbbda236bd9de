"""flowc: compile Metaflow-style flows to the orchestrators that teams already run.

This module stays light on purpose: importing it must cost next to nothing.
"""

__version__ = "0.1.0"
