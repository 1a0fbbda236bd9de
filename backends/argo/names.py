"""Names that Argo and Kubernetes accept, each given once.

Argo replaces `-` by `_` in `depends` and evaluates it: a task must not be called like a word of that language.
"""

from __future__ import annotations

from flowc.backends.pod.labels import LONGEST, fit, hashed, is_label, label

__all__ = [
    "LONGEST",
    "LONGEST_CRON",
    "LONGEST_TEMPLATE",
    "Names",
    "fit",
    "is_label",
    "label",
    "plain",
    "workflow_name",
]

# Templates and tasks may have 128 characters, but a step's name is a label of its pod too: LONGEST.

LONGEST_TEMPLATE = 63
LONGEST_CRON = 52
"""A CronWorkflow adds a time stamp of 11 characters to its name."""

_WORDS = frozenset({
    "let", "in", "not", "and", "or", "matches", "contains", "startswith", "endswith",
    "if", "else", "nil", "true", "false",
})  # fmt: skip


class Names:
    """Gives out names of tasks and templates, unique within one manifest."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def allocate(self, wanted: str) -> str:
        """A legal name as near to `wanted` as can be. What sets it apart depends on `wanted` alone."""
        name = plain(wanted)
        if name in _WORDS:
            name = f"step-{name}"
        name = fit(name, wanted, LONGEST)
        if name in self._taken:
            name = hashed(name, wanted, LONGEST)
        number = 2
        unique = name
        while unique in self._taken:
            unique = f"{name[: LONGEST - 6]}-{number}"
            number += 1
        self._taken.add(unique)
        return unique


def plain(text: str) -> str:
    """Lower-case letters, digits and `-`, beginning and ending with a letter or digit."""
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in text.lower())
    return name.strip("-") or "x"


def workflow_name(text: str, *, scheduled: bool) -> str:
    """The name of the WorkflowTemplate, and of the CronWorkflow when the flow is scheduled."""
    return fit(plain(text), text, LONGEST_CRON if scheduled else LONGEST_TEMPLATE)
