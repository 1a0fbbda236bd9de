"""Decorators. The compiler has read what they say; here they only let the flow file be imported."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Marked = TypeVar("Marked")


STEP_DECORATORS = (
    *(
        "batch",
        "card",
        "catch",
        "checkpoint",
        "conda",
        "environment",
        "huggingface_hub",
        "kubernetes",
        "model",
    ),
    *("parallel", "pypi", "pytorch_parallel", "resources", "retry", "secrets", "timeout"),
)
FLOW_DECORATORS = (
    *(
        "airflow_external_task_sensor",
        "airflow_s3_key_sensor",
        "conda_base",
        "exit_hook",
        "project",
        "pypi_base",
    ),
    *("schedule", "trigger", "trigger_on_finish"),
)


def step(f: Any = None, *, start: bool = False, end: bool = False) -> Any:
    """Mark a method as a step, as `@step` or `@step(start=True)`."""
    if f is None:
        return lambda function: step(function, start=start, end=end)
    f.is_step = True
    f.name = f.__name__
    return f


def marker(name: str) -> Callable[..., Any]:
    """A decorator that changes nothing, with or without arguments."""

    def decorator(*arguments: Any, **_options: Any) -> Any:
        if len(arguments) == 1 and not _options and callable(arguments[0]):
            return arguments[0]
        return lambda marked: marked

    decorator.__name__ = decorator.__qualname__ = name
    return decorator
