"""`@catch`: the flow goes on when the last attempt of a step failed."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.ir.settings import Catch

ARGUMENTS = ("var", "print_exception")


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `catch`. An empty `var` stores nothing, as in Metaflow."""
    var = arguments.text("var") or None
    if var is not None and not var.isidentifier():
        arguments.wrong("var", "a name that an artifact can have")
        var = None
    shown = arguments.flag("print_exception", default=True)
    catch = Catch(var=var, print_exception=shown, span=arguments.span)
    draft.catch = catch
