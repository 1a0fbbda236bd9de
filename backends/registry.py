"""The backends by name. Adding an engine is one line here, or an entry point of the group `flowc.backends`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from flowc.backends.protocol import Backend

BACKENDS: Mapping[str, str] = {
    "argo": "flowc.backends.argo.backend:ArgoBackend",
    "step-functions": "flowc.backends.step_functions.backend:StepFunctionsBackend",
    "airflow": "flowc.backends.airflow.backend:AirflowBackend",
}
"""Names of targets, and where their classes are: imported only when asked for."""

GROUP = "flowc.backends"


class UnknownTargetError(Exception):
    """There is no such target or profile; the message says what there is."""


def resolve(target: str) -> tuple[Backend, str]:
    """The backend and the profile that a target such as `argo` or `argo@3.6` names."""
    name, at, _ = target.partition("@")
    backend = load(name)
    profile = target if at else backend.default_profile
    if profile not in backend.profiles:
        raise UnknownTargetError(
            f"`{target}` is not a profile of `{name}`; there are {_listed(backend.profiles)}"
        )
    return backend, profile


def load(name: str) -> Backend:
    """The backend of that name."""
    place = BACKENDS.get(name) or _third_party().get(name)
    if place is None:
        raise UnknownTargetError(f"there is no target `{name}`; there are {_listed(targets())}")
    module, _, attribute = place.partition(":")
    return cast("Backend", getattr(import_module(module), attribute)())


def targets() -> tuple[str, ...]:
    """The names of all targets, flowc's own first."""
    return (*BACKENDS, *sorted(set(_third_party()) - set(BACKENDS)))


def _third_party() -> Mapping[str, str]:
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=GROUP)}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
