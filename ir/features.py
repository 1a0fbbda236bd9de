"""The constructs and settings of a flow that an engine may or may not be able to run."""

from __future__ import annotations

from enum import Enum

from flowc.diagnostics.record import record


class Feature(Enum):
    """One construct of the language; the value is its name in documentation and findings."""

    BRANCH = "static branch"
    FOREACH = "foreach"
    NESTED_FOREACH = "nested foreach"
    EMPTY_FOREACH = "empty foreach"
    SWITCH = "switch"
    LOOP = "loop"
    GANG = "num_parallel"
    RETRY = "@retry"
    RETRY_DELAY = "@retry(minutes_between_retries)"
    CATCH = "@catch"
    TIMEOUT = "@timeout"
    RESOURCES = "@resources"
    GPU = "@resources(gpu)"
    SHARED_MEMORY = "@resources(shared_memory)"
    KUBERNETES = "@kubernetes"
    BATCH = "@batch"
    ENVIRONMENT = "@environment"
    SECRETS = "@secrets"
    PACKAGES = "@conda and @pypi"
    CARD = "@card"
    PARAMETERS = "Parameter"
    REQUIRED_PARAMETERS = "Parameter without a default"
    INCLUDE_FILE = "IncludeFile"
    CONFIG = "Config"
    SCHEDULE = "@schedule"
    TIMEZONE = "@schedule(timezone)"
    TRIGGER = "@trigger"
    TRIGGER_ON_FINISH = "@trigger_on_finish"
    PROJECT = "@project"
    EXIT_HOOK = "@exit_hook"


@record
class Support:
    """Whether an engine's backend can do it; `reason` says why not, `help` what to do instead."""

    works: bool
    reason: str = ""
    help: str | None = None
    ignored: bool = False
    """True when the flow runs all the same without it (a warning instead of an error)."""


YES = Support(works=True)
