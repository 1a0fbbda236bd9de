"""What the tasks of a DAG have to do with one another."""

from __future__ import annotations

from collections.abc import Mapping

from tests.argo_sim.expressions import named_tasks
from tests.argo_sim.manifest import Template


def ancestors(task: Template, tasks: Mapping[str, Template]) -> list[str]:
    """The tasks whose outputs a task can name: `GetTaskAncestry` of workflow/common/ancestry.go."""
    found: dict[str, None] = {}
    work = [task]
    while work:
        for name in named_tasks(work.pop().get("depends", "")):
            if name not in found:
                found[name] = None
                work.append(tasks[name])
    return list(found)


def leaf_phases(tasks: Mapping[str, Template], found: Mapping[str, str]) -> set[str]:
    """The phases of the tasks that no other waits for, as `assessDAGPhase` of dag.go deduces them.

    `found` are the phases of all tasks, which are in order.
    """
    before = {name: named_tasks(task.get("depends", "")) for name, task in tasks.items()}
    phases: dict[str, str] = {}
    for name in tasks:
        inherited = "Failed" if any(phases[one] == "Failed" for one in before[name]) else "Succeeded"
        phases[name] = found[name] if found[name] in ("Succeeded", "Failed") else inherited
    waited = {one for names in before.values() for one in names}
    return {phase for name, phase in phases.items() if name not in waited}
