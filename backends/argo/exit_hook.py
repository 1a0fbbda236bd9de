"""`@exit_hook`: a template that Argo runs when everything else has ended, however it ended."""

from __future__ import annotations

from flowc.backends.argo.braces import without_braces
from flowc.backends.argo.model import Container, StepTemplate
from flowc.backends.argo.objects import CODE
from flowc.backends.argo.state import Lowering
from flowc.backends.argo.step import IMAGE, StepTarget
from flowc.ir.flow import Flow, last_step


def lower_hooks(flow: Flow, lowering: Lowering, target: StepTarget) -> StepTemplate | None:
    """The template for `onExit`; None for a flow without hooks.

    One task calls the functions of all hooks: it learns from the store whether the run succeeded. It has the image
    of the last step, which can import the flow, and no second attempt, so that nobody is told twice.
    """
    if not flow.exit_hooks:
        return None
    span = flow.exit_hooks[0].span
    last = last_step(flow).settings.kubernetes
    python = (last.executable if last else None) or target.settings.python
    return StepTemplate(
        name=lowering.names.allocate("exit"),
        takes_path=False,
        code=target.code,
        outputs=(),
        labels=(("flowc.dev/hook", "exit"),),
        annotations=(("flowc.dev/source", without_braces(f"{span.file}:{span.line}")),),
        retry=None,
        deadline=None,
        fields={},
        container=Container(
            image=(last.image if last else None) or target.settings.image or IMAGE,
            command=(python, CODE, "hook"),
            fields={},
        ),
    )
