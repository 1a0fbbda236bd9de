"""What the decorators of a step or a flow have said so far, while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from flowc.ir.flow import ExitHook, Project, Schedule, Trigger, TriggerOnFinish
from flowc.ir.settings import Packages, Settings

Amounts: TypeAlias = dict[str, Decimal]
"""What a decorator asks for, by the name of its argument: cores, counts, MiB."""


@dataclass(slots=True)
class StepDraft:
    """The settings of a step, and the amounts each compute decorator asked for, by its name."""

    settings: Settings = field(default_factory=Settings)
    asked: dict[str, Amounts] = field(default_factory=dict)


@dataclass(slots=True)
class FlowDraft:
    """The fields of a flow that come from its decorators."""

    schedule: Schedule | None = None
    trigger: Trigger | None = None
    trigger_on_finish: TriggerOnFinish | None = None
    project: Project | None = None
    exit_hooks: tuple[ExitHook, ...] = ()
    packages: Packages | None = None
