"""`@card`: a report of a step. A step can have several."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.ir.settings import Card

_OPTIONS = ("options", "scope", "rank", "timeout", "save_errors", "customize", "refresh_interval")
ARGUMENTS = ("type", "id", *_OPTIONS)


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Adds to `cards`."""
    card = Card(
        type=arguments.text("type") or "default",
        id=arguments.text("id"),
        options={name: arguments.json(name) for name in arguments.names() if name in _OPTIONS},
        span=arguments.span,
    )
    draft.cards.append(card)
