"""docs/conformance.md: which golden flow passed on which engine, from the records in docs/conformance/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RECORDS = ROOT / "docs" / "conformance"

Record = Mapping[str, Mapping[str, Any]]
Cases = Mapping[str, Sequence[str]]
"""The ids of the cases of each golden flow."""
Chosen = Mapping[str, frozenset[str]]
"""The ids of the cases of each engine that does not run all, by its record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A column: a record by its file name, what it is called, and who has judged."""

    record: str
    title: str
    judge: str
    command: str
    slice: str | None = None
    """What it runs, when that is not every flow."""


ENGINES = (
    Engine(
        record="local",
        title="local",
        judge="flowc's embedded engine, `flowc run`",
        command="make conformance ENGINE=local",
    ),
    Engine(
        record="step-functions",
        title="Step Functions",
        judge="the state machine interpreter of moto, with jobs that run their command; not AWS itself",
        command="make conformance-step-functions",
    ),
    Engine(
        record="step-functions-distributed",
        title="Step Functions, Distributed Map",
        judge="the same, with every foreach as a Distributed Map",
        command="make conformance-step-functions",
        slice="flows with a foreach",
    ),
    Engine(
        record="step-functions-ecs",
        title="Step Functions, ECS",
        judge="the same, with tasks of ECS in place of Batch jobs",
        command="make conformance-step-functions",
        slice="a selection of flows",
    ),
    Engine(
        record="airflow",
        title="Airflow 3.3",
        judge="Airflow 3.3 itself, by `DAG.test()`",
        command="make conformance-airflow",
    ),
    Engine(
        record="airflow-2.11",
        title="Airflow 2.11",
        judge="Airflow 2.11 itself, by `DAG.test()`",
        command="make conformance-airflow",
    ),
    Engine(
        record="argo-standin",
        title="stand-in for Argo's controller",
        judge="a real Kubernetes API server and real pods, under a controller of ours that was written after"
        " Argo's sources; **not Argo itself**",
        command="make conformance-argo-standin",
    ),
)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "One after another": (
        *("hello", "linear_artifacts", "single_step", "custom_start_end", "inline", "long_names"),
        *("expression_words", "flowc_import", "inheritance", "user_decorators"),
    ),
    "Branches": ("branch", "three_way_branch", "uneven_branch", "nested_branch", "join_then_split"),
    "Foreach": (
        *("foreach", "foreach_items", "foreach_variable", "foreach_long_body", "foreach_sequence"),
        *("nested_foreach", "branch_in_foreach", "foreach_in_branch", "join_then_foreach"),
    ),
    "Switches": (
        *("switch", "switch_keys", "switch_uneven", "nested_switch", "crossed_merges", "case_to_end"),
        *("switches_skip_ahead", "arms_against_alphabet", "switch_in_branch", "switch_in_foreach"),
        *("switch_in_foreach_to_join", "branch_in_arm", "foreach_in_arm"),
        *("two_arms_one_branch", "two_arms_one_foreach"),
    ),
    "Loops": (
        *("loop_to_itself", "loop_over_steps", "loop_several_exits", "nested_loops"),
        *("loop_in_branch", "loop_in_foreach", "branch_in_loop", "foreach_in_loop"),
    ),
    "Artifacts at a join": ("merge_artifacts", "merge_include", "merge_conflict"),
    "Failures": ("retry", "retry_exhausted", "catch_var", "catch_without_var", "catch_and_retry", "timeout"),
    "Parameters and configuration": (
        *("parameters", "required_parameter", "deferred_default", "include_file", "config"),
    ),
    "What a step runs in": (
        *("resources", "kubernetes", "environment", "secrets", "secret_as_text", "packages"),
    ),
    "Schedules, triggers and projects": (
        *("schedule", "schedule_weekly", "scheduled_long_name", "trigger", "trigger_on_finish", "project"),
    ),
    "Whole flows": ("training_pipeline", "etl", "monitoring"),
}
OTHERS = "Others"

HEAD = """# Conformance

Each golden flow is compiled, an engine runs what comes out as it is, and the artifacts that the run leaves in the
store are compared with those that the flow's `cases.toml` expects. [golden/](../golden/README.md) has the flows.

This page is made from the records in `docs/conformance/`, which the suite writes: each entry has the hash of the
manifest, the code package and the case that it rests on. `scripts/generate_docs.py --check` says which records are
absent, and which are of other sources than those of now.
"""
LEGEND = """`passed`: all cases of the flow. `-`: not among the flows that this engine runs. `not recorded`: the
record has no entry, so that no claim is made. A number refers to the notes below.
"""


@dataclass(slots=True)
class Notes:
    """Footnotes: one number for each text."""

    texts: list[str] = field(default_factory=list)

    def number(self, text: str) -> int:
        """The number of a text, which is added when it is new."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def page(cases: Cases, chosen: Chosen) -> str:
    """The whole document, from the records as they are now."""
    return render(cases, chosen, {engine.record: read(engine) for engine in ENGINES})


def read(engine: Engine) -> Record | None:
    """The entries by case; None without a record."""
    path = RECORDS / f"{engine.record}.json"
    if not path.is_file():
        return None
    found: Record = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return found


def render(cases: Cases, chosen: Chosen, records: Mapping[str, Record | None]) -> str:
    """The document for some cases and records."""
    notes = Notes()
    columns = [Column(engine, chosen.get(engine.record), records[engine.record]) for engine in ENGINES]
    tables = [_table(title, flows, cases, columns, notes) for title, flows in _groups(cases)]
    footnotes = [f"{number}. {text}" for number, text in enumerate(notes.texts, 1)]
    parts = [HEAD, _summary(cases, columns), LEGEND, *tables]
    return "\n".join([*parts, *(["## Notes\n", *footnotes, ""] if footnotes else [])])


@dataclass(frozen=True, slots=True)
class Column:
    """An engine, the cases that it runs (None: all), and what is recorded of them."""

    engine: Engine
    chosen: frozenset[str] | None
    record: Record | None

    def of(self, ids: Sequence[str]) -> list[str]:
        """Those that the engine runs."""
        return [case for case in ids if self.chosen is None or case in self.chosen]


def _groups(cases: Cases) -> Iterator[tuple[str, list[str]]]:
    known = {flow for flows in GROUPS.values() for flow in flows}
    for title, flows in {**GROUPS, OTHERS: tuple(sorted(set(cases) - known))}.items():
        present = [flow for flow in flows if flow in cases]
        if present:
            yield title, present


def _summary(cases: Cases, columns: Sequence[Column]) -> str:
    rows = ["| engine | who judges | flows | cases | result |", "|---|---|---|---|---|"]
    for column in columns:
        engine, ids = column.engine, [case for flow in cases.values() for case in column.of(flow)]
        result = f"**no record**: `{engine.command}`"
        if column.record is not None:
            result = _counts(ids, column.record, None)
        rows.append(f"| {engine.title} | {engine.judge} | {engine.slice or 'all'} | {len(ids)} | {result} |")
    return "\n".join(rows) + "\n"


def _table(title: str, flows: Sequence[str], cases: Cases, columns: Sequence[Column], notes: Notes) -> str:
    head = ["flow", "cases", *(column.engine.title for column in columns)]
    rows = [
        [f"[{flow}](../golden/{flow}/flow.py)", str(len(cases[flow]))]
        + [_cell(column, cases[flow], notes) for column in columns]
        for flow in flows
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"## {title}\n", *lines]) + "\n"


def _cell(column: Column, ids: Sequence[str], notes: Notes) -> str:
    ids = column.of(ids)
    if not ids:
        return "-"
    return "not recorded" if column.record is None else _counts(ids, column.record, notes)


def _counts(ids: Sequence[str], record: Record, notes: Notes | None) -> str:
    """`passed` when all did, else how many of each; reasons become notes, where there are any."""
    counts: dict[str, int] = {}
    for case in ids:
        verdict = _verdict(case, record, notes)
        counts[verdict] = counts.get(verdict, 0) + 1
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items(), key=_order))


def _order(count: tuple[str, int]) -> tuple[bool, str]:
    return count[0] != "passed", count[0]


def _verdict(case: str, record: Record, notes: Notes | None) -> str:
    entry = record.get(case)
    if entry is None:
        return "not recorded"
    if entry["verdict"] == "passed" or notes is None:
        return str(entry["verdict"])
    reasons = "; ".join(" ".join(reason.split()) for reason in entry["reasons"])
    word = f"**{entry['verdict']}**" if entry["verdict"] == "failed" else entry["verdict"]
    return f"{word} [{notes.number(reasons)}](#notes)"
