"""`flowc store check` and `flowc store gc`."""

from __future__ import annotations

import sys

import click

from flowc.cli.exits import FINDINGS, OK
from flowc.cli.guard import guarded

DAY = 24 * 3600.0


@click.group("store", short_help="Check a store, or remove what nothing refers to.")
def command() -> None:
    """Look after the store that artifacts are kept in."""


@command.command("check")
@click.option("--store", metavar="URL", help="The store to check.")
@guarded
def check(store: str | None) -> int:
    """Read everything: name what is damaged or missing, and blobs that nothing refers to."""
    from flowc.cli.references import store_option
    from flowc.client.places import flows
    from flowc.client.store_care import take_census

    opened = store_option(store)
    wrong = blobs = 0
    found = tuple(flows(opened))
    for keys in found:
        census = take_census(opened, keys, verify=True)
        problems = [*census.damaged, *census.missing()]
        for problem in problems:
            sys.stdout.write(f"error: {problem}\n")
        for key in census.orphans():
            sys.stdout.write(f"orphan: {key}\n")
        wrong += len(problems)
        blobs += len(census.blobs)
    counts = f"{blobs} blobs, {wrong} problems" if found else "holds no runs"
    sys.stdout.write(f"{opened.url}: {counts}\n")
    return FINDINGS if wrong else OK


@command.command("gc")
@click.option("--store", metavar="URL", help="The store to clean.")
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=7.0,
    show_default=True,
    metavar="DAYS",
    help="Days to keep orphans.",
)
@click.option("--dry-run", is_flag=True, help="Only list what would be removed.")
@guarded
def gc(store: str | None, grace: float, dry_run: bool) -> int:
    """Remove blobs that nothing refers to and that are older than the grace: leftovers of killed tasks."""
    from flowc.cli.references import store_option
    from flowc.client.places import flows
    from flowc.client.store_care import collect, collect_leftovers
    from flowc.runtime_shim.store import Corrupt

    opened = store_option(store)
    count = 0
    for name in collect_leftovers(opened, grace=grace * DAY, really=not dry_run):
        sys.stdout.write(f"{'would remove' if dry_run else 'removed'} {name}\n")
    for keys in flows(opened):
        try:
            removed = collect(opened, keys, grace=grace * DAY, really=not dry_run)
        except Corrupt as failure:
            sys.stderr.write(f"error: {failure}\n")
            return FINDINGS
        for key in removed:
            sys.stdout.write(f"{'would remove' if dry_run else 'removed'} {key}\n")
        count += len(removed)
    sys.stdout.write(f"{opened.url}: {count} blobs {'would be ' if dry_run else ''}removed\n")
    return OK
