"""A CloudFormation template that ties the documents together, for teams that deploy with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from flowc.backends.protocol import Request
from flowc.backends.step_functions.names import machine_name
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MACHINE, MACHINE_ROLE, MARK, MEANINGS, found_in
from flowc.ir.values import Json

BATCH = "AWS::Batch::JobDefinition"
MACHINE_RESOURCE = "FlowcStateMachine"

FREE = ("parameters", "options", "tags", "Tags", "EventPattern", "InputPathsMap")
"""Mappings whose keys are names of their own, not properties."""


class _Text(str):
    """A text to be written as it is, line by line."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _represent(dumper: yaml.SafeDumper, text: _Text) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(_Text, _represent)
_Dumper.add_representer(str, _represent_text)


class Template:
    """The resources of a flow, one after another; parameters are what they leave open."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._resources: dict[str, Json] = {}

    def add_definitions(self, kind: str, definitions: Mapping[str, Mapping[str, Json]]) -> None:
        """Job or task definitions by their placeholders. Older revisions stay: a run may still submit to them."""
        for name, wanted in definitions.items():
            kept = {"resourceRetentionPolicy": {"skipDeregisterOnUpdate": True}} if kind == BATCH else {}
            properties = _pascal(_substituted({**wanted, **kept}))
            self._resources[name] = {"Type": kind, "Properties": properties}

    def add_machine(self, definition: str, names: Sequence[str]) -> None:
        """The machine; `names` are what the definition refers to."""
        role = Own.of(self._request.settings).state_machine_role or MACHINE_ROLE
        properties: dict[str, Json] = {
            "StateMachineName": machine_name(self._request.flow),
            "StateMachineType": "STANDARD",
            "RoleArn": _substituted(role),
            "DefinitionString": _Text(definition),
        }
        if names:
            properties["DefinitionSubstitutions"] = {name: {"Ref": name} for name in names}
        properties["Tags"] = [{"Key": "flowc:flow", "Value": self._request.flow.name}]
        self._resources[MACHINE_RESOURCE] = {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": properties,
        }

    def add(self, name: str, kind: str, properties: Mapping[str, Json]) -> None:
        """Another resource, its properties as the service's API has them."""
        self._resources[name] = {"Type": kind, "Properties": _substituted(properties)}

    def text(self) -> str:
        """The template as YAML."""
        known = found_in(repr(self._resources) + self._refs())
        template: dict[str, Json] = {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": f"{self._request.flow.name}, compiled by flowc",
        }
        if known:
            template["Parameters"] = {name: self._parameter(name) for name in known}
        template["Resources"] = self._resources
        template["Outputs"] = {"StateMachineArn": {"Value": {"Ref": MACHINE_RESOURCE}}}
        return str(yaml.dump(template, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))

    def _refs(self) -> str:
        """Placeholders that became references, in their own form again."""
        return "".join(f"${{{name}}}" for name in MEANINGS if f"{{'Ref': '{name}'}}" in repr(self._resources))

    def _parameter(self, name: str) -> Json:
        major, minor = self._request.settings.target_python
        default: dict[str, Json] = {"Default": f"python:{major}.{minor}"} if name == "FlowcImage" else {}
        return {"Type": "String", "Description": MEANINGS[name], **default}


def _substituted(value: Json) -> Json:
    """Placeholders as CloudFormation's functions."""
    if isinstance(value, _Text):
        return value
    if isinstance(value, str):
        if MARK not in value and "${AWS::" not in value:
            return value
        if value == MACHINE:
            return {"Ref": MACHINE_RESOURCE}
        if value.startswith(MARK) and value.endswith("}") and value.count("${") == 1:
            return {"Ref": value[2:-1]}
        return {"Fn::Sub": value}
    if isinstance(value, Mapping):
        return {name: _substituted(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_substituted(item) for item in value]
    return value


def _pascal(value: Json, *, keep: bool = False) -> Json:
    """The API's spelling of properties to CloudFormation's."""
    if isinstance(value, Mapping):
        return {
            (name if keep or name.startswith(("Fn::", "Ref")) else _capital(name)): _pascal(
                item, keep=name in FREE
            )
            for name, item in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_pascal(item) for item in value]
    return value


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
