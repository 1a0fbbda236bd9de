"""One place to evaluate and to report from, for all that reads a flow class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

import libcst as cst

from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.record import record
from flowc.frontend.config_expressions import evaluate_with_configs, mentions_config_expr
from flowc.frontend.evaluate import Known, Result, Unknown, evaluate
from flowc.frontend.evaluate.environment import UNSET
from flowc.frontend.scope import Scope, dsl_name


@record
class ConfigValues:
    """The Configs of a flow with their values: by the name of the attribute, and by the name of the Config."""

    by_attribute: Mapping[str, object] = field(default_factory=dict)
    by_name: Mapping[str, object] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    """Configs whose value could not be had; that has been reported, so what hangs on them is not."""


class Reader:
    """Reads expressions that stand in one scope, and collects findings.

    Readers made by `at` share the findings. `configs` are what `cfg.key` and `config_expr("cfg.key")` evaluate to.
    `variables` are the values of those of the function that the expressions stand in; `names` are the names that
    others of its variables stand for, those of types and functions; `functions` are those defined inside it.
    """

    def __init__(
        self,
        scope: Scope,
        findings: list[Finding] | None = None,
        configs: ConfigValues | None = None,
        variables: Mapping[str, object] | None = None,
    ) -> None:
        self.scope = scope
        self.variables = variables or {}
        self.names: Mapping[str, cst.BaseExpression] = {}
        self.functions: Mapping[str, cst.FunctionDef] = {}
        self.findings: list[Finding] = [] if findings is None else findings
        self.configs = configs or ConfigValues()

    def at(self, scope: Scope, configs: ConfigValues | None = None) -> Reader:
        """A reader of another scope."""
        return Reader(scope, self.findings, configs or self.configs)

    def within(
        self, scope: Scope, variables: Mapping[str, object], names: Mapping[str, cst.BaseExpression]
    ) -> Reader:
        """A reader of the body of a function whose variables have these values, or stand for these names."""
        reader = Reader(scope, self.findings, self.configs, variables)
        reader.names = names
        return reader

    def meant(self, expression: cst.BaseExpression) -> cst.BaseExpression:
        """An expression, or what it stands for as a variable of a function."""
        return (
            self.names.get(expression.value, expression) if isinstance(expression, cst.Name) else expression
        )

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node of this file stands."""
        return self.scope.source.span(node)

    def text(self, node: cst.CSTNode) -> str:
        """A node as it is written."""
        return self.scope.source.code(node)

    def report(self, *findings: Finding) -> None:
        """Adds findings."""
        self.findings.extend(findings)

    def dsl(self, expression: cst.BaseExpression) -> str | None:
        """The name in the language of flows that a name or a callee stands for."""
        return dsl_name(expression, self.scope)

    def evaluate(self, expression: cst.BaseExpression) -> Result:
        """The value, or the reason why there is none; nothing is reported."""
        if mentions_config_expr(expression, self.scope):
            return evaluate_with_configs(
                expression, self.scope, self.configs.by_attribute, self.configs.by_name
            )
        return evaluate(expression, self.scope, self.configs.by_attribute, self.variables)

    def knows(self, expression: cst.BaseExpression) -> bool:
        """Whether the value can be known; nothing is reported."""
        return isinstance(self.evaluate(expression), Known)

    def constant(self, expression: cst.BaseExpression) -> object:
        """The value, or None when it cannot be known; nothing is reported."""
        result = self.evaluate(expression)
        return result.value if isinstance(result, Known) else None

    def value(self, expression: cst.BaseExpression, what: str) -> object:
        """The value, or None and FLOW201 when it cannot be known. `what` names it in the message.

        Environment variables are taken to be unset (FLOW222) where the flow says what then.
        """
        known = self.settled(expression)
        if known is not None:
            return known.value
        unknown = self.evaluate(expression)
        if isinstance(unknown, Unknown) and not self.hangs_on_failed(expression):
            self.report(not_known(unknown, what))
        return None

    def settled(self, expression: cst.BaseExpression) -> Known | None:
        """The value, environment variables taken to be unset (FLOW222) where the flow says what then."""
        found = self.evaluate(expression)
        if isinstance(found, Unknown) and "environment" in found.reason:
            env = {**self.configs.by_attribute, UNSET: True}
            found = evaluate(expression, self.scope, env, self.variables)
        return found if isinstance(found, Known) else None

    def config_value(self, path: tuple[str, ...]) -> Known | None:
        """The value at `self.<config>.<key>...`; None when there is no such Config or key."""
        if path[0] not in self.configs.by_attribute:
            return None
        value: object = self.configs.by_attribute[path[0]]
        for key in path[1:]:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return Known(value=value)

    def hangs_on_failed(self, expression: cst.BaseExpression) -> bool:
        """Whether an expression uses a Config that could not be read: then nothing more is to be said."""
        failed = self.configs.failed
        return bool(failed) and any(name in self.text(expression) for name in failed)


def not_known(unknown: Unknown, what: str) -> Finding:
    """FLOW201: a value that cannot be known without running the flow."""
    return error(
        "FLOW201",
        unknown.span,
        f"{what} cannot be known without running the flow, because {unknown.reason}",
        label="not known at compile time",
        help=way_out(unknown),
    )


def way_out(unknown: Unknown) -> str:
    """What to type to make an unknown value known."""
    name = unknown.text if unknown.text.isidentifier() else _definable(unknown)
    if _FOREIGN.match(unknown.reason):
        return (
            f"write the value, name the folder of the module in `search-paths`, or pass --define {name}=VALUE"
        )
    if name:
        return f"write the value itself, read it from a Config, or pass --define {name}=VALUE"
    return "write the value itself, read it from a Config, or store it in a name NAME and pass --define NAME=VALUE"


_FOREIGN = re.compile(r"`([\w.]+)` comes from `")


def _definable(unknown: Unknown) -> str:
    """What `--define` calls an environment variable, or a name of a module that is not read."""
    variable = re.search(r"(?:environ\[|environ\.get\(|getenv\()\s*[\"'](\w+)[\"']", unknown.text)
    if variable is not None:
        return f"os.environ.{variable[1]}"
    foreign = _FOREIGN.match(unknown.reason)
    return "" if foreign is None else foreign[1]
