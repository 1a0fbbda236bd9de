"""What the table `[argo]` of the configuration says of events; the defaults are Metaflow's where it has some."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.protocol import TargetSettings

DEFAULTS: Mapping[str, str] = {
    "event-bus": "default",
    "event-source": "argo-events-webhook",
    "event": "metaflow-event",
    "sensor-account": "flowc-sensor",
    "event-source-account": "flowc-event-source",
}
"""By setting. The names of the EventSource and its event are those of Metaflow's own deployment of Argo Events."""

TEXTS: Mapping[str, str] = {
    "event-bus": "EventBus of Sensors and EventSources",
    "event-source": "EventSource that the events of `@trigger` come from",
    "event": "its event; what `@trigger` names is in the event's payload",
    "sensor-account": "service account of Sensors: it starts runs",
    "event-source-account": "service account of EventSources: it watches runs",
}


def setting(name: str, settings: TargetSettings) -> str:
    """The setting, or its default."""
    return str(settings.own.get(name) or DEFAULTS[name])


def is_own(name: str, settings: TargetSettings) -> bool:
    """Whether nobody has named an account: then flowc makes one."""
    return not settings.own.get(name)
