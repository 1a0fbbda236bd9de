"""Airflow's scheduler, as far as it decides what runs: expansion, trigger rules, the state of the run."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeAlias

from flowc.ir.trace import TaskId
from tests.airflow.sim.file import DagFile, Round, Xcoms
from tests.airflow.sim.sdk import Dag, FailNow, Group, Mapped, Operator, Output, Python, Skip

Instance: TypeAlias = "tuple[str, int]"
Choice: TypeAlias = Callable[[int], int]

FAILED = ("failed", "upstream_failed")
DONE = (*FAILED, "success", "skipped")


@dataclass
class World:
    """What all runs of one simulation share. `perform` runs a step: what it gives, or None when it fails."""

    file: DagFile
    perform: Callable[[TaskId, Any], tuple[int | None, str | None] | None]
    choose: Choice
    events: list[tuple[str, TaskId]] = field(default_factory=list)
    xcoms: dict[tuple[str, str, str, int], Any] = field(default_factory=dict)
    most_runs: int = 400


def simulate(world: World) -> str:
    """Run the flow's own DAG; its state."""
    Xcoms.values = world.xcoms
    return Run(world, world.file.flow, "manual", {}).finish()


class Run:
    """One run of one DAG."""

    def __init__(self, world: World, dag_id: str, run_id: str, conf: dict[str, Any]) -> None:
        world.most_runs -= 1
        assert world.most_runs > 0, "runs without an end"
        self.world, self.dag_id = world, dag_id
        self.dag: Dag = world.file.dags[dag_id]
        began = SimpleNamespace(isoformat=lambda: "2024-01-01T00:00:00+00:00")
        self.run = SimpleNamespace(dag_id=dag_id, run_id=run_id, conf=conf, logical_date=began)
        self.states: dict[Instance, str] = {}

    def finish(self) -> str:
        """Run until nothing can run any more."""
        while True:
            ready = self._settled()
            if not ready:
                break
            self._execute(*ready[self.world.choose(len(ready))])
        for name in self.dag.tasks:
            for index in self._indices(name):
                assert (name, index) in self.states, f"{name} [{index}] waits for ever"
        return "failed" if any(state in FAILED for state in self._leaves()) else "success"

    def _leaves(self) -> Iterator[str]:
        tasks = self.dag.tasks
        after = {up for each in tasks.values() if not each.is_teardown for up in each.upstream}
        for name, each in tasks.items():
            if name not in after and not each.is_teardown:
                yield from (self.states[name, index] for index in self._indices(name))

    def _settled(self) -> list[tuple[Operator, int]]:
        """Skip and fail whatever is to be; what is ready then."""
        while True:
            ready = []
            changed = False
            for each in self.dag.tasks.values():
                for index in self._indices(each.task_id):
                    if (each.task_id, index) in self.states:
                        continue
                    verdict = self._verdict(each, index)
                    if verdict == "run":
                        ready.append((each, index))
                    elif verdict is not None:
                        self.states[each.task_id, index] = verdict
                        changed = True
            if not changed:
                return ready

    def _verdict(self, each: Operator, index: int) -> str | None:
        """`run`, a state to be in without running, or None to wait."""
        source = self.states.get((each.group.source.task_id, -1)) if each.group else "success"
        if source in FAILED:
            return "upstream_failed"
        if source == "skipped":
            return "skipped"
        verdict = _rule(each, list(self._before(each, index)))
        if verdict == "run" and each.group is not None:
            if source is None:
                return None
            if index < 0:
                return "skipped"  # nothing to map over
        return verdict

    def _before(self, each: Operator, index: int) -> Iterator[str | None]:
        for name, other in each.upstream.items():
            if each.group is not None and other.group is each.group:
                yield self.states.get((name, index))
            else:
                yield from (self.states.get((name, at)) for at in self._indices(name))

    def _indices(self, name: str) -> list[int]:
        group = self.dag.tasks[name].group
        length = 0 if group is None else self._length(group)
        return list(range(length)) or [-1]

    def _length(self, group: Group) -> int:
        found = self._value(group.source.task_id, -1)
        if found is not None:
            assert len(found) <= self.world.file.names["MAP_LENGTH"]
        return len(found or ())

    def _value(self, name: str, index: int) -> Any:
        return self.world.xcoms.get((self.dag_id, self.run.run_id, name, index))

    def _execute(self, each: Operator, index: int) -> None:
        try:
            result = self._result(each, index)
        except Skip:
            self.states[each.task_id, index] = "skipped"
        except (FailNow, RuntimeError):
            self.states[each.task_id, index] = "failed"
        else:
            self.states[each.task_id, index] = "success"
            if result is not None:
                assert each.options.get("do_xcom_push", True)
                self.world.xcoms[self.dag_id, self.run.run_id, each.task_id, index] = result

    def _result(self, each: Operator, index: int) -> Any:
        ti = SimpleNamespace(map_index=index, xcom_pull=self._pull)
        if isinstance(each, Python):
            words = {"ti": ti, "dag_run": self.run}
            wanted = each.function.__code__.co_varnames[: each.function.__code__.co_argcount]
            arguments = self._resolved(each, each.arguments, index)
            return each.function(*arguments, **{name: words[name] for name in words if name in wanted})
        clone: Any = copy.copy(each)
        for name in each.template_fields:
            setattr(clone, name, self._resolved(each, getattr(each, name), index))
        context = {"ti": ti, "dag_run": self.run, "trigger": self._trigger}
        return clone.execute(context) if isinstance(each, Round) else self._step(clone, context)

    def _step(self, operator: Any, context: Any) -> Any:
        """A step, or the items of a slice one after the other."""
        splits = arm = None
        path = operator.path + operator.passes
        for task in _items(operator.step or operator.task_id, path):
            self.world.events.append(("start", task))
            given = self.world.perform(task, operator)
            if given is None:
                raise RuntimeError("the step failed")
            self.world.events.append(("end", task))
            splits, arm = given
        if operator.gives is not None:
            return self.world.file.names["given"](operator, context, splits, arm)
        return None

    def _trigger(self, operator: Any) -> None:
        run = Run(self.world, operator.trigger_dag_id, operator.trigger_run_id, operator.conf)
        if run.finish() != "success":
            raise RuntimeError("the pass failed")

    def _pull(self, *, task_ids: str, map_indexes: int) -> Any:
        assert task_ids in self.dag.tasks
        return self._value(task_ids, map_indexes)

    def _resolved(self, each: Operator, value: Any, index: int) -> Any:
        if isinstance(value, Mapped):
            assert each.group is not None
            return self._value(each.group.source.task_id, -1)[index]
        if isinstance(value, Output):
            return self._outputs(value.operator)
        if isinstance(value, list | tuple):
            return type(value)(self._resolved(each, one, index) for one in value)
        if isinstance(value, str) and "{{" in value:
            assert value == "{{ dag_run.conf['path'] }}"
            return self.run.conf["path"]
        return value

    def _outputs(self, source: Operator) -> Any:
        """Of a mapped task those of the instances that have one."""
        if source.group is None:
            return self._value(source.task_id, -1)
        values = (self._value(source.task_id, index) for index in range(self._length(source.group)))
        return [value for value in values if value is not None]


def _rule(each: Operator, before: list[str | None]) -> str | None:
    """A trigger rule. Airflow fails and skips as soon as it can, and runs when all are done."""
    if any(state in FAILED for state in before) and not each.is_teardown:
        return "upstream_failed"
    skipped = sum(state == "skipped" for state in before)
    if each.trigger_rule == "all_success" and skipped and not each.is_teardown:
        return "skipped"
    if any(state is None for state in before):
        return None
    if each.trigger_rule == "none_failed_min_one_success":
        assert each.group is None, (
            "Airflow 3 expands such a task when any item has a success, and runs it for all"
        )
        if skipped == len(before):
            return "skipped"
    assert each.trigger_rule in ("all_success", "none_failed", "none_failed_min_one_success")
    return "run"


def _items(step: str, path: str) -> Iterator[TaskId]:
    """The tasks that a path stands for: one, or those of a slice such as `r.3x8`, items 24 to 31."""
    before, _, last = path.rpartition(".")
    part, found, size = last.partition("x")
    if not found:
        yield TaskId(step, path)
        return
    for item in range(int(part) * int(size), (int(part) + 1) * int(size)):
        yield TaskId(step, f"{before}.{item}")
