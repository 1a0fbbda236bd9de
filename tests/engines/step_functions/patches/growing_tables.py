"""The tables of jobs and of ECS tasks, which grow while other requests walk through them."""

from __future__ import annotations

from typing import Any

WHY = "DescribeJobs and DescribeTasks are an error 500 when a job starts meanwhile: a .sync state fails for nothing"


class Table(dict[Any, Any]):
    """A dictionary that is walked through as it was when the walk began; tables that are put in it as well."""

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, Table(value) if type(value) is dict else value)

    def items(self) -> Any:
        """Of a copy: `dict.copy` lets no other thread in."""
        return self.copy().items()

    def values(self) -> Any:
        """Of a copy, too."""
        return self.copy().values()


def apply() -> None:
    """Give each service such a table."""
    from moto.batch.models import BatchBackend
    from moto.ecs.models import EC2ContainerServiceBackend

    _replace(BatchBackend, "_jobs")
    _replace(EC2ContainerServiceBackend, "tasks")


def _replace(backend: Any, table: str) -> None:
    begin = backend.__init__

    def with_table(self: Any, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        setattr(self, table, Table())

    backend.__init__ = with_table
