"""`{{...}}` and expressions over tasks, wherever they stand: FLOW540 to FLOW549, FLOW552 and FLOW553."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.checks.variables import check_variable
from flowc.backends.argo.lint.model import Place, Workflow
from flowc.backends.argo.lint.tags import Tag, expression_names, is_balanced, tags
from flowc.backends.argo.lint.tree import Fields, Node, Text, texts
from flowc.diagnostics import Finding, Span, error

ROOTS = frozenset({"inputs", "tasks", "steps", "workflow", "item", "retries", "lastRetry"})
"""Names that an expression can read; any other may be a function or a variable of its own."""


def check_references(workflow: Workflow) -> Iterator[Finding]:
    """Every variable of a workflow spec."""
    spec = Place(workflow=workflow)
    for text in texts(workflow.spec, skip=frozenset({"templates"})):
        yield from _in_text(text, spec)
    for template in workflow.templates:
        place = Place(workflow=workflow, template=template)
        for task in template.tasks:
            for text in texts(task.fields, skip=frozenset({"inline"})):
                yield from _in_text(text, Place(workflow=workflow, template=template, task=task))
        for text in texts(template.fields, skip=frozenset({"dag", "steps", "outputs"})):
            yield from _in_text(text, place)
        outputs = template.fields.get("outputs")
        if outputs is not None:
            yield from _in_outputs(outputs, place)


def _in_outputs(outputs: Node, place: Place) -> Iterator[Finding]:
    for text in texts(outputs):
        yield from _in_text(text, place)
    if not isinstance(outputs, Fields):
        return
    for record in (*outputs.records("parameters"), *outputs.records("artifacts")):
        expressions = [record.text("valueFrom", "expression"), record.text("fromExpression")]
        for expression in expressions:
            if expression is not None:
                yield from _in_expression(expression.value, expression, expression.span, place)


def _in_text(text: Text, place: Place) -> Iterator[Finding]:
    if "{{" not in text.value and "}}" not in text.value:
        return
    for tag in dict.fromkeys(tags(text.value)):
        span = place.workflow.source.span_in(text, tag.text)
        if not tag.name:
            yield _malformed(tag, span)
        elif tag.is_expression:
            yield from _in_expression(tag.name[1:], text, span, place)
        else:
            yield from check_variable(tuple(tag.name.split(".")), span, place)


def _malformed(tag: Tag, span: Span) -> Finding:
    return error(
        "FLOW540",
        span,
        f"the braces of `{tag.text}` do not match" if tag.text.strip("{} ") else "an empty variable",
        label="Argo leaves this text as it stands, or refuses it",
        help="write a variable as `{{name}}`",
    )


def _in_expression(expression: str, text: Text, span: Span, place: Place) -> Iterator[Finding]:
    if not is_balanced(expression):
        yield error(
            "FLOW553",
            span,
            "this expression is not complete",
            label="a quote or a bracket is not closed, or an operand is missing",
        )
        return
    for name in dict.fromkeys(expression_names(expression)):
        if name[0] in ROOTS and (len(name) > 1 or name[0] in ("item", "retries")):
            exact = span
            if len(name) > 1:
                exact = place.workflow.source.span_in(text, name[1]) if len(name) == 2 else span
            yield from check_variable(name, exact, place)
