"""Flows whose containers are Fargate tasks: those that show retries, failures, settings and control flow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from tests.engines.step_functions.adapter import StepFunctions, documents_of
from tests.engines.step_functions.identity import identity

FLOWS = {
    *("hello", "foreach", "retry", "retry_exhausted", "catch_and_retry", "timeout", "switch", "parameters"),
    *("branch_in_foreach", "loop_in_foreach", "environment", "required_parameter", "exit_hook"),
}


class Fargate(StepFunctions):
    """The same cloud."""

    name = "step-functions-ecs"
    settings: ClassVar[Mapping[str, Any]] = {"compute": "ecs"}


def manifest(file: Path) -> list[Any]:
    """What a case rests on besides its package."""
    return [identity(), dict(documents_of(file, Fargate.settings))]


ADAPTER = Fargate
MANIFEST = manifest
SELECTED = lambda file: file.parent.name in FLOWS  # noqa: E731
