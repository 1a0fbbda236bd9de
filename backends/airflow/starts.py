"""What starts a flow: a schedule, events, the end of other flows. To what `schedule=` of a DAG takes."""

from __future__ import annotations

from urllib.parse import quote

from flowc.backends.airflow.literals import literal, text
from flowc.backends.airflow.names import branch_parts, fit
from flowc.backends.unix_cron import convert
from flowc.ir.flow import Event, Flow, Schedule, Upstream


def schedule(flow: Flow) -> str:
    """The source text of the argument."""
    assets = [f"Asset({text(uri)})" for uri in uris(flow)]
    if assets:
        return f"[{', '.join(assets)}]"
    return "None" if flow.schedule is None else _cron(flow.schedule)


def uris(flow: Flow) -> tuple[str, ...]:
    """The assets that all have to be updated for a run to start."""
    events = flow.trigger.events if flow.trigger is not None else ()
    flows = flow.trigger_on_finish.flows if flow.trigger_on_finish is not None else ()
    found = [event_uri(event.name) for event in events] + [finished(_upstream(each, flow)) for each in flows]
    return tuple(dict.fromkeys(found))


def payload(flow: Flow) -> str | None:
    """Where events give parameters a value: names, and the asset and field of each; None when nowhere."""
    events: tuple[Event, ...] = flow.trigger.events if flow.trigger is not None else ()
    found = {
        parameter: [event_uri(event.name), field] for event in events for parameter, field in event.parameters
    }
    return literal(found) if found else None


def event_uri(name: str) -> str:
    """The asset of an event."""
    return f"x-flowc://event/{quote(name, safe='')}"


def finished(identity: str) -> str:
    """The asset that a flow updates when it has ended well."""
    return f"x-flowc://{quote(identity, safe='')}/finished"


def _upstream(upstream: Upstream, flow: Flow) -> str:
    """The id of the DAG of another flow; of the same project and the same branch, as far as it does not say."""
    own = branch_parts(flow)
    project = [upstream.project] if upstream.project else own[:1]
    branch = ([upstream.branch] if upstream.branch else own[1:]) if project else []
    return fit(".".join([*project, *branch, upstream.flow]))


def _cron(schedule: Schedule) -> str:
    return (
        f"CronTriggerTimetable({text(convert(schedule.cron))}, timezone={text(schedule.timezone or 'UTC')})"
    )
