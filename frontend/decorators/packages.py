"""`@conda`, `@pypi` and their `_base` forms: the packages a step needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from flowc.diagnostics import Finding, Label, error, warning
from flowc.frontend.arguments import Arguments, Pairs
from flowc.frontend.decorators.draft import FlowDraft, PackagesByManager, StepDraft
from flowc.ir.settings import Packages

CONDA_ARGUMENTS = ("packages", "libraries", "python", "disabled")
PYPI_ARGUMENTS = ("packages", "python", "disabled")
_SOURCES = {"conda": "conda's channels", "pypi": "PyPI"}


def apply_conda(draft: StepDraft | FlowDraft, arguments: Arguments) -> None:
    """Sets what `@conda` or `@conda_base` says."""
    draft.packages["conda"] = _read("conda", arguments)


def apply_pypi(draft: StepDraft | FlowDraft, arguments: Arguments) -> None:
    """Sets what `@pypi` or `@pypi_base` says."""
    draft.packages["pypi"] = _read("pypi", arguments)


def settled(
    own: PackagesByManager, base: PackagesByManager, owner: str
) -> tuple[Packages | None, tuple[Finding, ...]]:
    """The one environment of a step whose flow says `base`, and what is wrong with it.

    As in Metaflow (`CondaEnvironment.get_environment`): the two managers do not mix, except that `@conda` may
    choose the Python for the packages of `@pypi`; either of them switches off both. `owner` is for messages.
    """
    conda, pypi = (inherited(own.get(manager), base.get(manager)) for manager in ("conda", "pypi"))
    if conda is None or pypi is None:
        return conda or pypi, ()
    if conda.disabled or pypi.disabled:
        off, on = (conda, pypi) if conda.disabled else (pypi, conda)
        lost = on.manager in own and not on.disabled and bool(on.packages)
        return off, (_switched_off(on, off, owner),) if lost else ()
    if conda.packages:
        return pypi, () if _mixed(base) else (_mix(conda, pypi, own, owner),)
    return replace(pypi, python=pypi.python or conda.python), ()


def inherited(own: Packages | None, base: Packages | None) -> Packages | None:
    """One manager's packages of a step in a flow with its `_base`: the step's override the flow's, one by one."""
    if own is None or base is None:
        return own or base
    merged = dict(base.packages) | dict(own.packages)
    return Packages(
        manager=own.manager,
        packages=tuple(merged.items()),
        python=own.python or base.python,
        disabled=own.disabled or base.disabled,
        span=own.span,
    )


def _mixed(packages: PackagesByManager) -> bool:
    """Whether the two already clash on the flow, which is said there."""
    conda, pypi = packages.get("conda"), packages.get("pypi")
    return bool(conda and pypi and conda.packages and not (conda.disabled or pypi.disabled))


def _mix(conda: Packages, pypi: Packages, own: PackagesByManager, owner: str) -> Finding:
    here, other = (pypi, conda) if "pypi" in own else (conda, pypi)
    return error(
        "FLOW223",
        here.span,
        f"{owner} has packages of conda and of PyPI",
        label=f"from {_SOURCES[here.manager]}",
        help="name all packages in `@pypi`, or all in `@conda`",
        related=(Label(span=other.span, text=f"from {_SOURCES[other.manager]}"),),
    )


def _switched_off(on: Packages, off: Packages, owner: str) -> Finding:
    return warning(
        "FLOW223",
        on.span,
        f"{owner} gets no packages: `@{off.manager}` is disabled, which switches `@{on.manager}` off too",
        label="has no effect",
        help=f"remove `disabled` from `@{off.manager}`, or remove this",
        related=(Label(span=off.span, text="disabled here"),),
    )


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
