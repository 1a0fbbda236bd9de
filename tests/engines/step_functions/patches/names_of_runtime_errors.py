"""Errors named `States.*` that leave a Map or a Parallel."""

from __future__ import annotations

WHY = "States.TaskFailed that leaves a Map is replaced by States.Runtime 'Custom Error Names MUST NOT begin with..'"


def apply() -> None:
    """Let the check of names that users choose not apply to names that moto itself passes on."""
    from moto.stepfunctions.parser.asl.component.common.error_name import custom_error_name

    custom_error_name.ILLEGAL_CUSTOM_ERROR_PREFIX = "\0never"
