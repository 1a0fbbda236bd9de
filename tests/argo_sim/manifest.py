"""A WorkflowTemplate as the controller sees it: templates by name, defaults merged."""

from __future__ import annotations

from typing import Any

import yaml

from tests.argo_sim.pods import Refused

Template = dict[str, Any]


class Manifest:
    """The one WorkflowTemplate of a file."""

    def __init__(self, text: str) -> None:
        documents = [document for document in yaml.safe_load_all(text) if document]
        (workflow,) = [document for document in documents if document["kind"] == "WorkflowTemplate"]
        self.spec: dict[str, Any] = workflow["spec"]
        self.entrypoint: str = self.spec["entrypoint"]
        self.on_exit: str | None = self.spec.get("onExit")
        self.templates: dict[str, Template] = {}
        for template in self.spec["templates"]:
            if template["name"] in self.templates:
                raise Refused(f"two templates are named {template['name']}")
            self.templates[template["name"]] = template
        defaults = self.spec.get("templateDefaults", {}).get("container", {})
        self.environment: list[dict[str, Any]] = defaults.get("env", [])

    def template(self, name: str) -> Template:
        """The template of this name."""
        if name not in self.templates:
            raise Refused(f"there is no template {name}")
        return self.templates[name]

    def environment_of(self, template: Template) -> dict[str, str]:
        """The variables of a container template, those of the defaults first, by name."""
        own = template["container"].get("env", [])
        names = [variable["name"] for variable in own]
        if len(set(names)) != len(names):
            raise Refused(f"{template['name']} has a variable twice")
        return {variable["name"]: variable.get("value", "") for variable in (*self.environment, *own)}

    def parameters(self) -> dict[str, str]:
        """The parameters of the workflow, those without a value given one."""
        declared = self.spec.get("arguments", {}).get("parameters", [])
        return {parameter["name"]: parameter.get("value", "given") for parameter in declared}


def inputs_of(template: Template, arguments: dict[str, str]) -> dict[str, str]:
    """The inputs that a call gives a template; every one must be passed or have a value, and no other."""
    declared = {one["name"]: one for one in template.get("inputs", {}).get("parameters", [])}
    if unknown := arguments.keys() - declared.keys():
        raise Refused(f"template {template['name']} has no input {sorted(unknown)}")
    values = {name: one.get("value") for name, one in declared.items()} | arguments
    if missing := [name for name, value in values.items() if value is None]:
        raise Refused(f"template {template['name']} is not given {missing}")
    return {name: str(value) for name, value in values.items()}
