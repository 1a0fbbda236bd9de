"""Templates as wholes: FLOW510 to FLOW514."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import KINDS, Template, Workflow
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.diagnostics import Finding, Label, error, warning


def check_templates(workflow: Workflow) -> Iterator[Finding]:
    """The entrypoint, names given twice, and what each template runs."""
    yield from _entrypoint(workflow)
    for template in workflow.templates:
        first = workflow.by_name[template.name]
        if first is not template and template.name:
            yield error(
                "FLOW511",
                template.span,
                f"two templates are named `{template.name}`",
                label="the second one",
                help="rename one of them",
                related=(Label(span=first.span, text="the first one"),),
            )
        yield from _kind(template)
        yield from _container(template, workflow)


def _entrypoint(workflow: Workflow) -> Iterator[Finding]:
    if not workflow.is_whole:
        return
    spec = workflow.spec
    entrypoint = spec.text("entrypoint")
    if entrypoint is None:
        if workflow.templates:
            yield error(
                "FLOW510",
                spec.span,
                "this workflow does not say which template it starts with",
                label="no `entrypoint`",
                help=f"add `entrypoint: {workflow.templates[0].name}`",
            )
    elif entrypoint.value not in workflow.by_name and "{{" not in entrypoint.value:
        yield error(
            "FLOW510",
            entrypoint.span,
            f"the entrypoint `{entrypoint.value}` is no template of this workflow",
            label="no template has this name",
            help=did_you_mean(entrypoint.value, workflow.by_name),
        )


def _kind(template: Template) -> Iterator[Finding]:
    if len(template.kinds) == 1:
        return
    known = ", ".join(f"`{kind}`" for kind in KINDS)
    if not template.kinds:
        message, label = f"template `{template.name}` runs nothing", "it has neither of the kinds"
        help_ = f"give it one of {known}"
    else:
        kinds = " and ".join(f"`{kind}`" for kind in template.kinds)
        message, label = f"template `{template.name}` has {kinds}", "a template does exactly one thing"
        help_ = "split it into several templates"
    yield error("FLOW512", template.span, message, label=label, help=help_)


def _container(template: Template, workflow: Workflow) -> Iterator[Finding]:
    container = template.container
    if container is None:
        return
    kind = "container" if template.fields.fields("container") is not None else "script"
    span = template.fields.keys[kind]
    defaults = workflow.spec.fields("templateDefaults", kind)
    inherited = defaults.entries if defaults is not None else {}
    if container.get("image") is None and "image" not in inherited:
        yield error(
            "FLOW513", span, f"the {kind} of template `{template.name}` has no image", label="no `image`"
        )
    if container.get("command") is None and "command" not in inherited:
        yield warning(
            "FLOW514",
            span,
            f"the {kind} of template `{template.name}` has no command",
            label="Argo has to ask the registry for the entrypoint of the image",
            help="write the command, so that a run needs no access to the registry",
        )
