"""`merge_artifacts`: which artifacts of the inputs a join takes over."""

from __future__ import annotations

from flowc.runtime_shim.dsl.exceptions import (
    MetaflowException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from flowc.runtime_shim.artifacts.entries import Entry
    from flowc.runtime_shim.dsl.state import State


def choose(flow: Any, state: State, inputs: Any, exclude: list[str], include: list[str]) -> dict[str, Entry]:
    """The entries to take over: compared by content, without those that the step has set.

    Raises as Metaflow does: outside of a join, for both arguments at once, for artifacts that differ between
    inputs (all of them are named), for names in `include` that nobody has.
    """
    step = state.step.name
    if not state.step.is_join:
        raise MetaflowException(f"merge_artifacts can only be called in a join, and step `{step}` is not one")
    if exclude and include:
        raise MetaflowException("`exclude` and `include` of merge_artifacts exclude one another")
    found: dict[str, Entry] = {}
    differing: list[str] = []
    for name, entry in _offered(inputs):
        if (name in include if include else name not in exclude) and not hasattr(flow, name):
            first = found.setdefault(name, entry)
            if first["sha256"] != entry["sha256"] and name not in differing:
                differing.append(name)
    missing = [name for name in include if name not in found and not hasattr(flow, name)]
    if differing:
        raise UnhandledInMergeArtifactsException(
            f"step `{step}` cannot merge artifacts whose values differ between its inputs: {', '.join(differing)}. "
            "Set them in the step before merge_artifacts is called, or exclude them",
            differing,
        )
    if missing:
        raise MissingInMergeArtifactsException(
            f"step `{step}` is to merge artifacts that no input has: {', '.join(missing)}", missing
        )
    return found


def _offered(inputs: Any) -> list[tuple[str, Entry]]:
    flows = inputs.to_merge() if hasattr(inputs, "to_merge") else inputs
    return [pair for flow in flows for pair in flow.__dict__["_flowc"].inherited.items()]
