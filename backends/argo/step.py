"""One step to one container template."""

from __future__ import annotations

from flowc.backends.argo import settings as fields
from flowc.backends.argo.braces import without_braces
from flowc.backends.argo.model import Container, Pairs, StepTemplate
from flowc.backends.argo.names import label
from flowc.backends.argo.objects import CODE
from flowc.backends.argo.state import PATH, Lowering
from flowc.backends.protocol import TargetSettings
from flowc.diagnostics.record import record
from flowc.ir.flow import Step, StepId

IMAGE = "{{workflow.parameters.flowc-image}}"

PARAMETERS = r"{{=replace(replace(workflow.parameters.json, '$', '$$'), '{' + '{', '{\\u007b')}}"
"""All parameters of the run as JSON. Each `$` twice, because Kubernetes reads `$$` and `$(NAME)` in variables; and
no `{{`, because Argo replaces variables once more in the finished pod, in whatever values people gave.
"""


@record
class StepTarget:
    """What all steps of a flow share: the step that gets the flow's parameters and what is known of its `events`,
    the settings, and the key of the code package when Argo fetches it.
    """

    start: StepId
    events: str = ""
    code: str | None
    settings: TargetSettings


def lower_step(step: Step, lowering: Lowering, target: StepTarget) -> StepTemplate:
    """The template of a step."""
    kubernetes = step.settings.kubernetes
    python = (kubernetes.executable if kubernetes else None) or target.settings.python
    return StepTemplate(
        name=lowering.templates[step.id],
        takes_path=step.id in lowering.framed,
        code=target.code,
        outputs=_outputs(step, lowering),
        labels=(("flowc.dev/step", label(step.id)), *(kubernetes.labels if kubernetes else ())),
        annotations=_annotations(step),
        retry=fields.retry(step.settings),
        deadline=fields.deadline(step.settings, items=lowering.packed.get(step.id, 1)),
        fields=fields.template_fields(step.settings),
        container=Container(
            image=(kubernetes.image if kubernetes else None) or target.settings.image or IMAGE,
            command=(python, CODE, "step", step.id),
            env=_environment(step, target, lowering),
            requests=fields.requests(step.settings),
            limits=fields.limits(step.settings),
            mounts=fields.mounts(step.settings),
            fields=fields.container_fields(step.settings),
        ),
    )


def _outputs(step: Step, lowering: Lowering) -> tuple[str, ...]:
    splits = ("splits",) if step.id in lowering.splits else ()
    return (*splits, "next") if step.id in lowering.next else splits


def _annotations(step: Step) -> Pairs:
    kubernetes = step.settings.kubernetes
    return (
        ("flowc.dev/source", without_braces(f"{step.span.file}:{step.span.line}")),
        *(kubernetes.annotations if kubernetes else ()),
    )


def _environment(step: Step, target: StepTarget, lowering: Lowering) -> Pairs:
    """The facts that this step alone needs, then the user's variables."""
    pairs: list[tuple[str, str]] = []
    if step.id == target.start:
        pairs.append(("FLOWC_PARAMETERS", PARAMETERS))
        pairs += [("FLOWC_TRIGGER", target.events)] if target.events else []
    if step.id in lowering.framed:
        pairs.append(("FLOWC_PATH", PATH))
    if fields.retry(step.settings):
        pairs.append(("FLOWC_ATTEMPT", "{{retries}}"))
    if step.id in lowering.opened:
        pairs.append(("FLOWC_SLICE", str(lowering.opened[step.id])))
    return (*pairs, *fields.environment(step.settings))
