"""What the decorators of a step or a flow have said so far, while they are being read."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from flowc.ir.flow import ExitHook, Project, Schedule, Trigger, TriggerOnFinish
from flowc.ir.settings import (
    Batch,
    Card,
    Catch,
    Kubernetes,
    Packages,
    Retry,
    Secrets,
    Timeout,
    UserDecorator,
)

Amounts: TypeAlias = dict[str, Decimal]
"""What a decorator asks for, by the name of its argument: cores, counts, MiB."""

PackagesByManager: TypeAlias = dict[str, Packages]
"""What `@conda` and `@pypi`, or their `_base` forms, say: by manager."""


class StepDraft:
    """The settings of a step; `asked` are the amounts each compute decorator asked for, by its name."""

    def __init__(self) -> None:
        self.asked: dict[str, Amounts] = {}
        self.retry: Retry | None = None
        self.timeout: Timeout | None = None
        self.catch: Catch | None = None
        self.kubernetes: Kubernetes | None = None
        self.batch: Batch | None = None
        self.environment: tuple[tuple[str, str], ...] = ()
        self.secrets: Secrets | None = None
        self.packages: PackagesByManager = {}
        self.cards: list[Card] = []
        self.parallel = False
        self.user_decorators: list[UserDecorator] = []


class FlowDraft:
    """The fields of a flow that come from its decorators."""

    def __init__(self) -> None:
        self.schedule: Schedule | None = None
        self.trigger: Trigger | None = None
        self.trigger_on_finish: TriggerOnFinish | None = None
        self.project: Project | None = None
        self.exit_hooks: list[ExitHook] = []
        self.packages: PackagesByManager = {}
