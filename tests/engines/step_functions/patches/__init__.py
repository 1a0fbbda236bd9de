"""What moto 5.2.5 lacks for executing state machines whose tasks are real processes; one file a defect.

Each module has `WHY`, the defect in a sentence, and `apply()`. `test_patches.py` starts the cloud without each in
turn, and shows that what it is for goes wrong: a test that fails there says that moto no longer needs the file.
"""

from __future__ import annotations

from importlib import import_module

DEFECTS = (
    "jsonata_engine",
    "casing_of_requests",
    "casing_of_responses",
    "names_of_s3_errors",
    "retry_of_sync",
    "names_of_runtime_errors",
    "ecs_failures",
    "end_with_the_state",
    "batch_processes",
    "ecs_processes",
    "qualified_machines",
    "batch_limits",
    "growing_tables",
    "failed_items",
)
"""Defects of moto, and services that it only pretends to run."""
SPEED = ("prompt_polling", "kept_clients")
"""Nothing is wrong without these, only slow; `kept_clients` also signs by role."""


def apply(without: frozenset[str] = frozenset()) -> None:
    """Patch moto, in this process, but for some."""
    unknown = without - set(DEFECTS) - set(SPEED)
    if unknown:
        raise ValueError(f"there are no patches {sorted(unknown)}")
    for name in (*DEFECTS, *SPEED):
        if name not in without:
            import_module(f"tests.engines.step_functions.patches.{name}").apply()
