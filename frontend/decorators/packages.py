"""`@conda`, `@pypi` and their `_base` forms: the packages a step needs."""

from __future__ import annotations

from typing import Literal

from flowc.frontend.arguments import Arguments, Pairs
from flowc.frontend.decorators.draft import FlowDraft, StepDraft
from flowc.ir.settings import Packages

CONDA_ARGUMENTS = ("packages", "libraries", "python", "disabled")
PYPI_ARGUMENTS = ("packages", "python", "disabled")


def apply_conda(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `packages` of a step."""
    _on_step(draft, _read("conda", arguments))


def apply_pypi(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `packages` of a step."""
    _on_step(draft, _read("pypi", arguments))


def apply_conda_base(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `packages` of the flow."""
    draft.packages = _read("conda", arguments)


def apply_pypi_base(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `packages` of the flow."""
    draft.packages = _read("pypi", arguments)


def inherited(own: Packages | None, base: Packages | None) -> Packages | None:
    """The packages of a step in a flow with a `_base` decorator: the step's own override the flow's, one by one."""
    if own is None or base is None or own.manager != base.manager:
        return own or base
    merged = dict(base.packages) | dict(own.packages)
    return Packages(
        manager=own.manager,
        packages=tuple(merged.items()),
        python=own.python or base.python,
        disabled=own.disabled or base.disabled,
        span=own.span,
    )


def _on_step(draft: StepDraft, packages: Packages) -> None:
    draft.packages = packages


def _read(manager: Literal["conda", "pypi"], arguments: Arguments) -> Packages:
    return Packages(
        manager=manager,
        packages=_listed(arguments),
        python=_python(arguments),
        disabled=arguments.flag("disabled"),
        span=arguments.span,
    )


def _listed(arguments: Arguments) -> Pairs:
    """Metaflow's old name `libraries` gives way to `packages`."""
    merged = dict(arguments.pairs("libraries")) | dict(arguments.pairs("packages"))
    return tuple(merged.items())


def _python(arguments: Arguments) -> str | None:
    """The version as text; `3.10` without quotes is 3.1, so numbers are refused."""
    value = arguments.value("python")
    if value is None or isinstance(value, str):
        return value or None
    arguments.wrong("python", "text", help="write the version in quotes: python='3.12'")
    return None
