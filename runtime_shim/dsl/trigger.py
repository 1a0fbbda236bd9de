"""`current.trigger`: the events that started a run, as Metaflow shows them."""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Any


class MetaflowEvent(Record):
    """One event. `type` is `event`, or `run` for the end of a flow; `timestamp` is local, None when unknown."""

    name: str | None
    id: str | None
    timestamp: datetime | None
    type: str


class Trigger:
    """The events, the latest first. `run_of` gives the client's object of a run that an event speaks of."""

    def __init__(self, record: Mapping[str, Any], run_of: Callable[[Mapping[str, Any]], Any]) -> None:
        found = [(_event(one), one) for one in _listed(record.get("events") or ())]
        found.sort(key=lambda pair: _seconds(pair[0]), reverse=True)
        self._found = found
        self._run_of = run_of
        self._runs: list[Any] | None = None

    @property
    def event(self) -> MetaflowEvent | None:
        """The latest event."""
        return self._found[0][0] if self._found else None

    @property
    def events(self) -> list[MetaflowEvent] | None:
        """All events; None when there is none."""
        return [event for event, _ in self._found] or None

    @property
    def run(self) -> Any:
        """The latest run whose end was waited for; None when only events were."""
        runs = self.runs
        return runs[0] if runs else None

    @property
    def runs(self) -> list[Any] | None:
        """All runs whose end was waited for, the latest first; None when there is none."""
        if self._runs is None:
            self._runs = [self._run_of(one) for _, one in self._found if one.get("run")]
        return list(self._runs) or None

    def __getitem__(self, key: str) -> Any:
        """The run of the flow of that name, else the event of that name."""
        for event, one in self._found:
            if one.get("run") and one["flow"] == key:
                return self._run_of(one)
            if not one.get("run") and event.name == key:
                return event
        raise KeyError(key)

    def __iter__(self) -> Iterator[MetaflowEvent]:
        return iter(self.events or ())

    def __contains__(self, key: str) -> bool:
        return any(key == (one["flow"] if one.get("run") else event.name) for event, one in self._found)


def _listed(events: Any) -> list[Mapping[str, Any]]:
    """The events of a record: a list, or what came with each by the name that the engine has for it."""
    if isinstance(events, dict):
        return [{"type": "event", **extra, "name": extra.get("name", name)} for name, extra in events.items()]
    return list(events)


def _event(one: Mapping[str, Any]) -> MetaflowEvent:
    return MetaflowEvent(one.get("name"), one.get("id"), _time(one.get("timestamp")), str(one.get("type")))


def _time(value: Any) -> datetime | None:
    """A time from seconds since 1970, or from a text of ISO 8601."""
    if value is None or isinstance(value, bool):
        return None
    from datetime import datetime

    text = str(value)
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text))  # noqa: DTZ006 - local, as Metaflow has it
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _seconds(event: MetaflowEvent) -> float:
    return event.timestamp.timestamp() if event.timestamp is not None else float("-inf")
