"""Units of a DAG to statements of its file. Ids and step names are identifiers; all else comes as literals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flowc.backends.airflow.literals import literal, text
from flowc.backends.airflow.model import (
    AirflowTask,
    Arms,
    Dag,
    Entrance,
    Group,
    Guard,
    Left,
    Pass,
    Paths,
    StepTask,
    TooMany,
    Unit,
)
from flowc.backends.airflow.names import Variables
from flowc.backends.airflow.options import Options
from flowc.backends.airflow.order import before
from flowc.ir.exhaustive import assert_never


class Statement(NamedTuple):
    """A unit as the template wants it: a line, or a function with lines."""

    kind: str
    variable: str
    line: str = ""
    source: str = ""
    upstream: str = ""
    tasks: tuple[Statement, ...] = ()


class Writer:
    """Writes the statements of one DAG."""

    def __init__(self, dag: Dag, options: Options, *, hold_all: bool = False) -> None:
        self.variables = Variables()
        self.options = options
        self.units = dag.units
        self.is_loop = dag.header is not None
        self.named = frozenset(unit.id for unit in dag.units) if hold_all else frozenset()
        self.named |= frozenset(_named(dag.units))

    def statements(self) -> tuple[Statement, ...]:
        """One for each unit, in order."""
        return tuple(self._unit(unit) for unit in self.units)

    def _unit(self, unit: Unit) -> Statement:
        if not isinstance(unit, Group):
            return self._task(unit, mapped=False)
        tasks = tuple(self._task(task, mapped=True) for task in unit.tasks)
        return Statement(
            kind="group",
            variable=self.variables.of(unit.id),
            source=self._output(unit.source),
            upstream=self._listed(unit.upstream),
            tasks=tasks,
        )

    def _task(self, task: AirflowTask, *, mapped: bool) -> Statement:
        variable = self.variables.of(task.id)
        after = "" if isinstance(task, Paths) else self._listed(task.entrance.upstream)
        held = f"{variable} = " if task.id in self.named else ""
        line = f"{held}{after + ' >> ' if after else ''}{self._call(task, mapped)}"
        return Statement(kind="task", variable=variable, line=line)

    def _call(self, task: AirflowTask, mapped: bool) -> str:
        match task:
            case StepTask():
                return self._step(task, mapped)
            case Guard(id=name, arms=arms, entrance=entrance):
                return f"only_if({', '.join([text(name), _arms(arms), *_rule(entrance)])})"
            case Paths(id=name, sources=sources, slices=slices):
                lists = ", ".join(self._output(source) for source in sources)
                return f"paths.override(task_id={text(name)})([{lists}]{', True' if slices else ''})"
            case TooMany(id=name, header=header, bound=bound, entrance=entrance):
                rule = "".join(f", {each}" for each in _rule(entrance))
                return f"too_many.override(task_id={text(name)}{rule})({text(header)}, {bound})"
            case Pass() | Left():
                return self._of_loop(task, mapped)
            case _:
                assert_never(task)

    def _step(self, task: StepTask, mapped: bool) -> str:
        arguments = [text(task.step), *self._path(mapped)]
        if task.passes:
            arguments.append(f"passes={text(task.passes)}")
        if task.id != task.step:
            arguments.append(f"task_id={text(task.id)}")
        if task.gives is not None:
            arguments.append(f"gives={text(task.gives)}")
        arguments += _rule(task.entrance)
        arguments += (f"{name}={value}" for name, value in self.options.get(task.step, ()))
        return f"step({', '.join(arguments)})"

    def _of_loop(self, task: Pass | Left, mapped: bool) -> str:
        arguments = [text(task.id), text(task.dag), *self._path(mapped)]
        if task.passes:
            arguments.append(f"passes={text(task.passes)}")
        if task.again:
            arguments.append("again=True")
        if isinstance(task, Left) and task.ways:
            ways = ", ".join(f"{text(to)}: {_arms(arms)}" for to, arms in task.ways)
            arguments.append(f"ways={{{ways}}}")
        arguments += _rule(task.entrance)
        return f"{'go_round' if isinstance(task, Pass) else 'left'}({', '.join(arguments)})"

    def _path(self, mapped: bool) -> tuple[str, ...]:
        return ("path",) if mapped else ("HERE",) if self.is_loop else ()

    def _output(self, source: tuple[str | None, str]) -> str:
        group, task = source
        if group is not None:
            return f"{self.variables.of(group)}.children[{text(task)}].output"
        is_step = any(isinstance(unit, StepTask) and unit.id == task for unit in self.units)
        return f"{self.variables.of(task)}{'.output' if is_step else ''}"

    def _listed(self, names: Sequence[str]) -> str:
        found = [self.variables.of(name) for name in names]
        return found[0] if len(found) == 1 else f"[{', '.join(found)}]" if found else ""


def _named(units: Sequence[Unit]) -> Iterator[str]:
    """The ids that other statements use a variable for."""
    for unit in units:
        yield from before(unit)
        if isinstance(unit, Group):
            for task in unit.tasks:
                yield from before(task)


def _arms(arms: Arms) -> str:
    return literal({task: list(chosen) for task, chosen in arms})


def _rule(entrance: Entrance) -> list[str]:
    return [] if entrance.rule == "all_success" else [f"trigger_rule={text(entrance.rule)}"]
