"""`current.trigger` shows what Metaflow shows."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from flowc.runtime_shim.dsl.trigger import Trigger as Told


def test_current_trigger_is_metaflows() -> None:
    runs = {"old": "the old run", "new": "the new run"}
    ends = [
        {"type": "run", "name": "a", "flow": "A", "run": "old", "timestamp": "2026-01-01T00:00:00Z"},
        {"type": "run", "name": "b", "flow": "B", "run": "new", "timestamp": "2026-01-02T00:00:00Z"},
    ]
    trigger = Told({"events": ends}, lambda event: runs[event["run"]])
    assert (trigger.run, trigger.runs) == ("the new run", ["the new run", "the old run"])
    assert (trigger["A"], "B" in trigger, "C" in trigger) == ("the old run", True, False)
    assert trigger.event is not None and trigger.event.timestamp is not None
    utc = trigger.event.timestamp.astimezone(timezone.utc)
    assert utc == datetime(2026, 1, 2, tzinfo=timezone.utc)
    event = Told({"events": [{"type": "event", "name": "e", "id": "1", "timestamp": "1700000000"}]}, runs.get)
    assert (event.run, event.runs, event["e"]) == (None, None, event.event)
    assert event.event is not None and event.event.timestamp is not None
    assert event.event.timestamp.timestamp() == 1700000000
    named = Told({"events": {"x-flowc://event/e": {"where": "orders"}}}, runs.get)
    assert [one.name for one in named] == ["x-flowc://event/e"]
    with pytest.raises(KeyError):
        event["other"]
