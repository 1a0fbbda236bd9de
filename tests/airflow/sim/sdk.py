"""Stand-ins for the names of `airflow.sdk` that a DAG file uses: they build a graph, as the real ones do."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


class FailNow(Exception):  # noqa: N818 - as Airflow's
    """`AirflowFailException`."""


class Skip(Exception):  # noqa: N818 - as Airflow's
    """`AirflowSkipException`."""


@dataclass(eq=False)
class Dag:
    """What `with DAG(...)` has collected."""

    options: dict[str, Any]
    tasks: dict[str, Operator] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Building:
    """Where new tasks go."""

    dags: dict[str, Dag] = {}  # noqa: RUF012 - one file is built at a time
    dag: Dag | None = None
    group: Group | None = None


class Linked:
    """Whatever `>>` works with."""

    def roots(self) -> list[Operator]:
        raise NotImplementedError

    def leaves(self) -> list[Operator]:
        raise NotImplementedError

    def __rshift__(self, other: Any) -> Any:
        _link(self, other)
        return other

    def __rrshift__(self, other: Any) -> Any:
        _link(other, self)
        return self


def _link(before: Any, after: Any) -> None:
    for one in before if isinstance(before, list) else [before]:
        for leaf in one.leaves():
            for root in after.roots():
                assert leaf.dag is root.dag
                root.upstream[leaf.task_id] = leaf


class Operator(Linked):
    """`BaseOperator`."""

    template_fields: tuple[str, ...] = ()

    def __init__(self, *, task_id: str, trigger_rule: str = "all_success", **options: Any) -> None:
        assert Building.dag is not None
        self.task_id, self.trigger_rule, self.options = task_id, trigger_rule, options
        self.dag, self.group = Building.dag, Building.group
        self.upstream: dict[str, Operator] = {}
        assert task_id not in self.dag.names, f"two of {task_id}"
        self.dag.names.add(task_id)
        self.dag.tasks[task_id] = self
        if self.group is not None:
            self.group.children[task_id] = self

    @property
    def output(self) -> Output:
        return Output(self)

    def roots(self) -> list[Operator]:
        return [self]

    def leaves(self) -> list[Operator]:
        return [self]

    def as_teardown(self) -> Operator:
        self.is_teardown = True
        return self

    is_teardown = False


class Output(Linked):
    """`XComArg`."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator

    def roots(self) -> list[Operator]:
        return [self.operator]

    def leaves(self) -> list[Operator]:
        return [self.operator]


class Mapped:
    """`MappedArgument`: the item of a group."""


class Group(Linked):
    """A mapped task group."""

    def __init__(self, group_id: str, paths: Output) -> None:
        assert Building.dag is not None
        assert group_id not in Building.dag.names, f"two of {group_id}"
        Building.dag.names.add(group_id)
        self.id, self.source = group_id, paths.operator
        assert self.source.group is None, "Airflow maps over a list, not over a list of lists"
        self.children: dict[str, Operator] = {}

    def roots(self) -> list[Operator]:
        return [each for each in self.children.values() if not self._inside(each.upstream.values())]

    def leaves(self) -> list[Operator]:
        after = {name for each in self.children.values() for name in each.upstream}
        return [each for name, each in self.children.items() if name not in after]

    def _inside(self, tasks: Iterable[Operator]) -> list[Operator]:
        return [each for each in tasks if each.group is self]


class Python(Operator):
    """What a function decorated with `@task` makes."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...], **options: Any) -> None:
        super().__init__(**options)
        self.function, self.arguments = function, arguments
        for output in _outputs(arguments):
            self.upstream[output.operator.task_id] = output.operator


def _outputs(value: Any) -> Iterator[Output]:
    if isinstance(value, Output):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _outputs(each)


class Decorated:
    """A function under `@task`."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        self.function, self.options = function, options

    def override(self, **options: Any) -> Decorated:
        return Decorated(self.function, {**self.options, **options})

    def __call__(self, *arguments: Any) -> Output:
        inspect.signature(self.function).bind(*arguments)
        return Output(Python(self.function, arguments, **{"task_id": self.function.__name__, **self.options}))


def task(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """`@task`, with or without options."""
    return Decorated(function, options) if function else lambda found: Decorated(found, options)


def task_group(*, group_id: str, prefix_group_id: bool) -> Any:
    """`@task_group`; only mapped ones are used."""
    assert not prefix_group_id
    return lambda body: _Expand(group_id, body)


class _Expand:
    def __init__(self, group_id: str, body: Callable[[Any], Any]) -> None:
        self.group_id, self.body = group_id, body

    def expand(self, *, path: Output) -> Group:
        assert Building.group is None, "Airflow has no mapped groups in mapped groups"
        group = Group(self.group_id, path)
        Building.group = group
        assert self.body(Mapped()) is None
        Building.group = None
        for root in group.roots():
            root.upstream[group.source.task_id] = group.source
        return group


class DAG:
    """`with DAG(...)`."""

    def __init__(self, **options: Any) -> None:
        self.dag = Dag(options)
        assert options["dag_id"] not in Building.dags
        Building.dags[options["dag_id"]] = self.dag

    def __enter__(self) -> DAG:
        Building.dag = self.dag
        return self

    def __exit__(self, *_: object) -> None:
        Building.dag = None
