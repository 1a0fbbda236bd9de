"""Compare two flows as IR. Comments, formatting, docstrings and the order of methods make no difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from flowc.diagnostics.record import record
from flowc.diff.rename import renamed_steps
from flowc.ir.flow import Flow, Step, StepId, Switch, Transition, targets


@record
class Change:
    """One difference. `subject` is what it is about (`step train`), `before`, `after`: None when absent."""

    subject: str
    what: str
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        if self.before is None and self.after is None:
            return f"{self.subject}: {self.what}"
        return f"{self.subject}: {self.what}: {self.before or '-'} -> {self.after or '-'}"


def compare(old: Flow, new: Flow) -> tuple[Change, ...]:
    """All differences that a run could notice, in the order of the new flow; empty when there is none."""
    return tuple(_changes(old, new))


def _changes(old: Flow, new: Flow) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(subject="flow", what="renamed", before=old.name, after=new.name)
    for title, before, after in _declarations(old, new):
        yield from _named(title, before, after)
    for name in ("schedule", "trigger", "trigger_on_finish", "project", "packages", "exit_hooks"):
        yield from _value("flow", name, getattr(old, name), getattr(new, name))
    yield from _steps(old, new)


def _declarations(old: Flow, new: Flow) -> Iterator[tuple[str, Mapping[str, object], Mapping[str, object]]]:
    for title, kind in (
        ("parameter", "parameters"),
        ("include file", "include_files"),
        ("config", "configs"),
    ):
        before = {item.attribute: item for item in getattr(old, kind)}
        yield title, before, {item.attribute: item for item in getattr(new, kind)}


def _named(title: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for name in before:
        if name not in after:
            yield Change(subject=f"{title} {name}", what="removed")
    for name, item in after.items():
        if name not in before:
            yield Change(subject=f"{title} {name}", what="added")
        else:
            yield from _fields(f"{title} {name}", before[name], item)


def _steps(old: Flow, new: Flow) -> Iterator[Change]:
    renamed = renamed_steps(old, new)
    before = {renamed.get(step.id, step.id): step for step in old.steps}
    after = {step.id: step for step in new.steps}
    for name, step in before.items():
        if name not in after:
            yield Change(subject=f"step {step.id}", what="removed")
    for name, step in after.items():
        if name not in before:
            yield Change(subject=f"step {name}", what="added", after=describe(step.transition))
            continue
        yield from _step(before[name], step, renamed)


def _step(old: Step, new: Step, renamed: Mapping[StepId, StepId]) -> Iterator[Change]:
    subject = f"step {new.id}"
    if old.id != new.id:
        yield Change(subject=subject, what="renamed", before=old.id, after=new.id)
    if old.is_join != new.is_join:
        yield Change(subject=subject, what="kind", before=_kind(old), after=_kind(new))
    before, after = describe(old.transition, renamed), describe(new.transition)
    if before != after:
        yield Change(subject=subject, what="next", before=before, after=after)
    yield from _fields(subject, old.settings, new.settings)
    yield from _artifacts(subject, old, new)


def _kind(step: Step) -> str:
    return "join" if step.is_join else "step"


def _artifacts(subject: str, old: Step, new: Step) -> Iterator[Change]:
    for title, kind in (("reads", "reads"), ("writes", "writes")):
        before = sorted({item.name for item in getattr(old.effects, kind)})
        after = sorted({item.name for item in getattr(new.effects, kind)})
        if before != after:
            yield Change(subject=subject, what=title, before=", ".join(before), after=", ".join(after))


def describe(transition: Transition, renamed: Mapping[StepId, StepId] | None = None) -> str:
    """A transition in a few words, its targets under their new names."""
    names = [(renamed or {}).get(target, target) for target in targets(transition)]
    kind = type(transition).__name__.lower()
    if isinstance(transition, Switch):
        arms = (f"{case.key!r}: {(renamed or {}).get(case.target, case.target)}" for case in transition.cases)
        return f"switch {transition.condition} {{{', '.join(arms)}}}"
    detail = getattr(transition, "variable", None) or getattr(transition, "size", None)
    return " ".join(filter(None, [kind, str(detail) if detail else "", ", ".join(names)]))


def _fields(subject: str, old: object, new: object) -> Iterator[Change]:
    """Differences of two nodes of one class, field by field."""
    assert is_dataclass(new)
    for field in fields(new):
        if field.compare and field.name not in ("attribute", "help"):
            yield from _value(subject, field.name, getattr(old, field.name), getattr(new, field.name))


def _value(subject: str, name: str, old: object, new: object) -> Iterator[Change]:
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        for change in _fields(subject, old, new):
            yield Change(
                subject=subject, what=f"{name}.{change.what}", before=change.before, after=change.after
            )
        return
    yield Change(subject=subject, what=name, before=_show(old), after=_show(new))


def _show(value: object) -> str | None:
    """A value as text, spans left out; None for what is absent."""
    if value is None or value == () or value == {}:
        return None
    if is_dataclass(value):
        parts = (
            f"{field.name}={_show(getattr(value, field.name))}"
            for field in fields(value)
            if field.compare and _show(getattr(value, field.name)) is not None
        )
        return f"{type(value).__name__.lower()}({', '.join(parts)})"
    if isinstance(value, tuple):
        return "[" + ", ".join(_show(item) or "-" for item in value) + "]"
    return repr(value) if isinstance(value, str) else str(value)
