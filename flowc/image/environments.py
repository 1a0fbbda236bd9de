"""Which steps of a flow need the same image."""

from __future__ import annotations

import re

from flowc.diagnostics.record import record
from flowc.ir.flow import Flow, Step
from flowc.ir.settings import Packages

VERSION = re.compile(r"\d+(\.\d+){0,2}")
"""A version of Python that is the tag of an image."""


@record
class Environment:
    """A set of packages, and the steps that ask for it, in the flow's order.

    `packages` are requirements as their manager writes them. `python` is a version, or None for the target's.
    """

    steps: tuple[str, ...]
    packages: tuple[str, ...] = ()
    python: str | None = None
    conda: bool = False


def environments(flow: Flow) -> tuple[Environment, ...]:
    """The different environments of a flow, by the first step of each."""
    found: dict[Environment, list[str]] = {}
    for step in flow.steps:
        found.setdefault(_wanted(flow, step), []).append(step.id)
    return tuple(
        Environment(steps=tuple(steps), packages=wanted.packages, python=wanted.python, conda=wanted.conda)
        for wanted, steps in found.items()
    )


def _wanted(flow: Flow, step: Step) -> Environment:
    """What a step asks for, not yet with its name."""
    asked = step.settings.packages or flow.packages
    if asked is None or asked.disabled:
        return Environment(steps=())
    conda = asked.manager == "conda"
    return Environment(
        steps=(),
        packages=tuple(sorted(_requirement(name, version, conda) for name, version in asked.packages)),
        python=_python(asked),
        conda=conda,
    )


def _requirement(name: str, version: str, conda: bool) -> str:
    """A package as its manager writes it. A version may come with its own operator, as Metaflow allows."""
    if not version or version[0] in "=<>!~@":
        return name + version
    return f"{name}{'=' if conda else '=='}{version}"


def _python(asked: Packages) -> str | None:
    """The version asked for; a range such as `>=3.10` is left to the target's version."""
    return asked.python if asked.python and VERSION.fullmatch(asked.python) else None
