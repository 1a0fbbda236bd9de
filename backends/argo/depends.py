"""The expressions of `depends`, as a tree with one printer: no text of theirs is ever spliced."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias


class Result(NamedTuple):
    """True when `task` has ended with `status`. Argo first waits until each task named has ended somehow."""

    task: str
    status: Literal["Succeeded", "Skipped"] = "Succeeded"


class Group(NamedTuple):
    """All of `parts` (`&&`) or any of them (`||`); two parts at least."""

    operator: Literal["&&", "||"]
    parts: tuple[Result | Group, ...]


Depends: TypeAlias = Result | Group


def all_of(parts: list[Depends]) -> Depends:
    """The conjunction, as flat as can be."""
    return _group("&&", parts)


def any_of(parts: list[Depends]) -> Depends:
    """The disjunction, as flat as can be."""
    return _group("||", parts)


def render(depends: Depends) -> str:
    """The expression as Argo reads it; groups inside groups are in parentheses."""
    if isinstance(depends, Result):
        return f"{depends.task}.{depends.status}"
    return f" {depends.operator} ".join(
        render(part) if isinstance(part, Result) else f"({render(part)})" for part in depends.parts
    )


def _group(operator: Literal["&&", "||"], parts: list[Depends]) -> Depends:
    flat: dict[Depends, None] = {}
    for part in parts:
        if isinstance(part, Group) and part.operator == operator:
            flat.update(dict.fromkeys(part.parts))
        else:
            flat[part] = None
    return next(iter(flat)) if len(flat) == 1 else Group(operator, tuple(flat))
