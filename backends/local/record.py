"""The record of a run, `run.json`, where the engine writes or checks it before the first task."""

from __future__ import annotations

import time

from flowc.backends.local.job import Job
from flowc.backends.local.refusal import Refusal
from flowc.backends.local.winners import run_keys
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import read_document, seal


def prepare(store: Store, job: Job) -> None:
    """Check the run that goes on, or write the record of one that resumes another. Raises `Refusal`."""
    if job.continued:
        _check(store, job)
    elif job.origin is not None:
        _inherit(store, job, job.origin)


def _check(store: Store, job: Job) -> None:
    """A run finishes with the code that it began with."""
    keys = run_keys(job.name)
    try:
        record = read_document(store, keys.record)
    except Missing:
        raise Refusal(f"there is no run {keys.flow.flow}/{keys.id} in {store.url}") from None
    if record["package"] != job.facts.get("package"):
        raise Refusal(
            f"the flow's code has changed since run {keys.id} began; "
            f"`flowc resume {keys.flow.flow}/{keys.id}` makes a new run with the code as it is now"
        )


def _inherit(store: Store, job: Job, origin: str) -> None:
    """The new run has the parameters, files and constants of the old one."""
    keys, before = run_keys(job.name), run_keys(job.name, origin)
    old = read_document(store, before.record)
    plan = Plan(dict(job.plan))
    wanted = {node["attribute"] for node in plan.nodes("parameters")}
    new = sorted(wanted - set(old["parameters"]))
    if new:
        raise Refusal(
            f"run {origin} has no value for the new parameter `{new[0]}`: start a new run with `flowc run`"
        )
    created = time.time_ns() // 1000
    record = {
        **old,
        "run": keys.id,
        "created": created,
        "plan": plan.digest,
        "package": job.facts.get("package", ""),
        "tags": list(job.facts.get("tags", ())),
        "user": job.facts.get("user", ""),
        "origin_run_id": origin,
    }
    store.put(keys.flow.index_entry(created, keys.id), b"")
    store.put_if_absent(keys.record, seal(record))
