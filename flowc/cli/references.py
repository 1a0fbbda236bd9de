"""How runs, steps and tasks are named on the command line: `[Flow/]run[/step[/path]]`."""

from __future__ import annotations

from dataclasses import dataclass

import click

from flowc.client import places
from flowc.client.errors import MetaflowNotFound
from flowc.client.location import store_url
from flowc.client.run import Run
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import Document
from flowc.runtime_shim.store.layout import RunKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A run, and a step and a path where they are named."""

    run: Run
    step: str | None = None
    path: str | None = None


def store_option(store: str | None) -> Store:
    """The store of the option `--store`, or of the place."""
    return places.opened(store_url(store))


def resolve(store: Store, text: str) -> Reference:
    """What a reference names. The flow may be left out: then the run's id is looked for in all flows."""
    parts = text.split("/")
    try:
        if len(parts) > 1 and _is_flow(store, parts[0]):
            flow, run, *rest = parts
            keys, _ = places.find_run(store, flow, run)
        else:
            run, *rest = parts
            keys, _ = _run_of_any_flow(store, run, rest)
    except (MetaflowNotFound, Missing) as failure:
        raise click.UsageError(_way_on(store, text, str(failure))) from None
    return Reference(
        run=Run.at(store, keys),
        step=rest[0] if rest else None,
        path=rest[1] if len(rest) > 1 else None,
    )


def _run_of_any_flow(store: Store, run: str, rest: list[str]) -> tuple[RunKeys, Document]:
    try:
        return places.find_run(store, None, run)
    except MetaflowNotFound:
        if not rest:
            raise
        raise MetaflowNotFound(f"{store.url} has neither a flow nor a run {run!r}") from None


def _way_on(store: Store, text: str, failure: str) -> str:
    if not _is_flow(store, text):
        return f"{failure}; `flowc runs` lists those that it has"
    from flowc.client.flow import Flow

    latest = Flow(text, store=store).latest_run
    return f"{text} is a flow: name one of its runs" + (
        f"; the latest is {latest.pathspec}" if latest else ""
    )


def _is_flow(store: Store, name: str) -> bool:
    return any(keys.flow == name for keys in places.flows(store))
