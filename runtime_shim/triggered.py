"""What started a run, out of what the manifest says of its events and what the engine has filled in.

The record: `events`, a list of objects with `type` (`event` or `run`), `name`, `id` and `timestamp`, as the engine
gave them; for the end of a flow also `flow`, `project`, `branch` and `run`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

PREFIX = "flowc-event-"
"""How the parameters begin that an engine fills in for events; `backends/argo/events/waited.py` writes them."""
TIME = "-at"


def told(
    waited: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The record, None for a run that no event has started; and the parameters that are the flow's."""
    events = [_event(one, parameters) for one in waited if parameters.get(one["parameter"]) is not None]
    own = {name: value for name, value in parameters.items() if not name.startswith(PREFIX)}
    return ({"events": events} if events else None), own


def _event(waited: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in waited.items() if name != "parameter"}
    identity = parameters[waited["parameter"]]
    if found["type"] == "run":
        found["run"] = identity
        identity = f"{found['flow']}/{identity}/end/r"
    return {**found, "id": identity or None, "timestamp": parameters.get(waited["parameter"] + TIME) or None}
