"""The value of an expression, known from the source alone: nothing of the user's is ever run."""

from flowc.frontend.evaluate.entry import evaluate
from flowc.frontend.evaluate.result import Known, Result, Unknown

__all__ = ["Known", "Result", "Unknown", "evaluate"]
