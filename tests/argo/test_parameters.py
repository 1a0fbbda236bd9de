"""Parameters of flows as parameters of workflows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.ir.flow import Parameter
from flowc.ir.values import Deferred, Known, Value
from flowc.runtime_shim.convert import given
from tests.argo.build import findings_of, request_of, template_of, workflow_of
from tests.argo_sim.substitute import substitute
from tests.engines.argo.node.environment import expand
from tests.engines.argo.standin.arguments import variables
from tests.structure.build import at

READY = TargetSettings(image="mine:1", store="s3://bucket")


def parameter(name: str = "p", default: Value | None = None, **changes: Any) -> Parameter:
    fields: dict[str, Any] = {"type": "str", "required": False, "help": "", **changes}
    return Parameter(attribute="p", name=name, default=default, span=at(1), **fields)


def lowered(one: Parameter) -> dict[str, Any]:
    (result,) = workflow_of(request_of(parameters=(one,), target=READY))["spec"]["arguments"]["parameters"]
    assert isinstance(result, dict)
    return result


def test_values_are_plain_text() -> None:
    assert lowered(parameter(default=Known(value="fast")))["value"] == "fast"
    assert lowered(parameter(default=Known(value="007")))["value"] == "007"
    assert lowered(parameter(default=Known(value=3), type="int"))["value"] == "3"
    assert lowered(parameter(default=Known(value=0.1), type="float"))["value"] == "0.1"
    assert lowered(parameter(default=Known(value=True), type="bool"))["value"] == "true"
    assert lowered(parameter(default=Known(value={"a": [1]}), type="json"))["value"] == '{"a": [1]}'
    assert lowered(parameter(default=Known(value="")))["value"] == ""


def test_separator_joins_a_list() -> None:
    assert lowered(parameter(default=Known(value=["a", "b"]), separator=","))["value"] == "a,b"


def test_none_and_unknown_defaults_are_null() -> None:
    assert lowered(parameter(default=Known(value=None)))["value"] == "null"
    assert lowered(parameter())["value"] == "null"
    deferred = Deferred(source="now()", reason="", span=at(1))
    assert lowered(parameter(default=deferred))["value"] == "null"


def test_required_parameter_has_no_value() -> None:
    assert "value" not in lowered(parameter(required=True))


def test_choices_and_help() -> None:
    result = lowered(parameter(default=Known(value="a"), choices=("a", "b"), help="which {{one}}"))
    assert result["enum"] == ["a", "b"]
    assert result["description"] == "which { {one}}"
    assert lowered(parameter(choices=("a", "b")))["enum"] == ["a", "b", "null"]


def test_braces_stay_in_the_package() -> None:
    one = parameter(default=Known(value="Dear {{name}}"))
    assert lowered(one)["value"] == "null"
    assert findings_of(request_of(parameters=(one,)), "FLOW311")


def test_only_the_start_step_gets_all_parameters() -> None:
    request = request_of()
    start = template_of(request, "start")["container"]["env"]
    assert [variable["name"] for variable in start] == ["FLOWC_PARAMETERS"]
    assert "env" not in template_of(request, "hello")["container"]


@pytest.mark.parametrize(
    "value", ["{{workflow.name}}", "{{{{x}}}}", "{{{x", "\\{{=1}}", "$(HOME) $$ $x", "'"]
)
def test_values_pass_the_second_replacement_and_kubernetes(value: str) -> None:
    (variable,) = template_of(request_of(), "start")["container"]["env"]
    all_of_them = json.dumps([{"name": "p", "value": value}], separators=(",", ":"))
    handed_on = substitute(variable["value"], {"workflow.parameters.json": all_of_them})
    assert "{{" not in handed_on
    assert given(expand(handed_on, {"HOME": "/root"})) == {"p": value}


def test_open_settings_become_parameters() -> None:
    parameters = workflow_of(request_of())["spec"]["arguments"]["parameters"]
    assert [one["name"] for one in parameters] == ["flowc-store", "flowc-image"]
    assert "value" not in parameters[0]
    assert parameters[1]["value"] == "python:3.12"


def test_illegal_and_reserved_names() -> None:
    assert findings_of(request_of(parameters=(parameter("a.b"),)), "FLOW308")
    assert findings_of(request_of(parameters=(parameter("flowc-store"),)), "FLOW308")
    assert findings_of(request_of(parameters=(parameter("json"),)), "FLOW308")
    assert not findings_of(request_of(parameters=(parameter("my-p_1"),)), "FLOW308")


def test_a_workflow_without_parameters_hands_on_none() -> None:
    """Argo's `workflow.parameters.json` is `null` then: store and image are configured, the flow has no own."""
    request = request_of(target=READY)
    assert "arguments" not in workflow_of(request)["spec"]
    (variable,) = template_of(request, "start")["container"]["env"]
    workflow = {"metadata": {"name": "run", "namespace": "flows", "uid": "u"}}
    handed_on = substitute(variable["value"], variables(workflow, []))
    assert handed_on == "null"
    assert given(expand(handed_on, {})) == {}
