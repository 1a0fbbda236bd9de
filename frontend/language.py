"""The names of the flow language, and which of them exist inside a running step.

Read from `metaflow/__init__.py`, `plugins/__init__.py` and `exception.py` of Metaflow 2.19.
"""

from __future__ import annotations

DSL_MODULES = frozenset({"metaflow", "flowc"})
"""Packages whose names are the language itself; never looked for among the user's files."""

DEFINING = frozenset(
    {
        "Config",
        "ConfigValue",
        "FlowSpec",
        "IncludeFile",
        "JSONType",
        "JSONTypeClass",
        "Parameter",
        "config_expr",
        "step",
    }
)

FLOW_DECORATORS = frozenset(
    {
        "airflow_external_task_sensor",
        "airflow_s3_key_sensor",
        "conda_base",
        "exit_hook",
        "project",
        "pypi_base",
        "schedule",
        "trigger",
        "trigger_on_finish",
    }
)

STEP_DECORATORS = frozenset(
    {
        "batch",
        "card",
        "catch",
        "conda",
        "environment",
        "kubernetes",
        "parallel",
        "pypi",
        "pytorch_parallel",
        "resources",
        "retry",
        "secrets",
        "timeout",
    }
)

CLIENT = frozenset(
    {
        "DataArtifact",
        "Flow",
        "Metaflow",
        "Run",
        "Step",
        "Task",
        "default_namespace",
        "get_metadata",
        "get_namespace",
        "namespace",
    }
)

RUN_TIME = frozenset(
    {
        "FlowMutator",
        "NBRunner",
        "Runner",
        "StepMutator",
        "USER_SKIP_STEP",
        "UserStepDecorator",
        "conda_environment_yml_parser",
        "current",
        "parallel_imap_unordered",
        "parallel_map",
        "profile",
        "pyproject_toml_parser",
        "requirements_txt_parser",
        "user_step_decorator",
        "yaml_parser",
    }
)

PROVIDED = DEFINING | FLOW_DECORATORS | STEP_DECORATORS | CLIENT | RUN_TIME
"""What `from metaflow import ...` gives inside a step."""

PROVIDED_MODULES = frozenset(
    {
        "cards",
        "client",
        "decorators",
        "exception",
        "flowspec",
        "includefile",
        "metaflow_current",
        "multicore_utils",
        "parameters",
    }
)
"""Submodules of `metaflow` that exist inside a step, with the public names above."""

EXCEPTIONS = frozenset(
    {
        "CommandException",
        "ExternalCommandFailed",
        "InvalidDecoratorAttribute",
        "MetaflowDataMissing",
        "MetaflowException",
        "MetaflowExceptionWrapper",
        "MetaflowInternalError",
        "MetaflowInvalidPathspec",
        "MetaflowNamespaceMismatch",
        "MetaflowNotFound",
        "MetaflowTaggingError",
        "MetaflowUnknownUser",
        "MissingInMergeArtifactsException",
        "ParameterFieldFailed",
        "ParameterFieldTypeMismatch",
        "UnhandledInMergeArtifactsException",
    }
)
"""What `metaflow.exception` gives inside a step."""

CARDS = frozenset(
    {
        "Artifact",
        "BlankCard",
        "DefaultCard",
        "Error",
        "ErrorCard",
        "EventsTimeline",
        "Image",
        "JSONViewer",
        "Markdown",
        "MetaflowCard",
        "MetaflowCardComponent",
        "PageComponent",
        "ProgressBar",
        "PythonCode",
        "Table",
        "ValueBox",
        "VegaChart",
        "YAMLViewer",
        "get_cards",
    }
)
"""What `metaflow.cards` gives inside a step."""

KNOWN_ABSENT = {
    "Deployer": "deploy with `flowc deploy`, or from a program outside the flow",
    "DeployedFlow": "deploy with `flowc deploy`, or from a program outside the flow",
    "NBDeployer": "deploy with `flowc deploy`, or from a program outside the flow",
    "S3": "read and write objects with `boto3`, `s3fs` or `obstore` in the step",
}
"""Names that Metaflow has and the run time of flowc has not, with what to do instead."""


def is_dsl_module(dotted: str) -> bool:
    """Whether a dotted name is the language's package or inside it."""
    return dotted.partition(".")[0] in DSL_MODULES


def is_provided(module: str, name: str) -> bool:
    """Whether `from module import name`, of a module of the language, works inside a step."""
    inner = module.partition(".")[2]
    if not inner:
        return name in PROVIDED or name in PROVIDED_MODULES
    top, _, rest = inner.partition(".")
    if top == "exception":
        return not rest and name in EXCEPTIONS
    if top == "cards":
        return not rest and name in CARDS
    return top in PROVIDED_MODULES and name in PROVIDED
