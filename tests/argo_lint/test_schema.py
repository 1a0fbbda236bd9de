"""The schema gate finds what is misspelled or of the wrong type, and nothing in what is right."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.argo_lint.schema import DATA, validate

EXAMPLE = Path(__file__).parent / "examples" / "settings.yaml"


def documents() -> list[Any]:
    return list(yaml.safe_load_all(EXAMPLE.read_text(encoding="utf-8")))


def test_a_right_file_has_no_violation() -> None:
    assert validate(documents()) == []


def test_a_number_is_an_int_or_string() -> None:
    workflow = documents()[0]
    workflow["spec"]["templates"][2]["retryStrategy"]["limit"] = 3
    assert validate([workflow]) == []


FAULTS: dict[str, tuple[list[Any], Any, str]] = {
    "misspelled field": (["spec", "templates", 2, "retryStrategy", "limt"], "3", "'limt' was unexpected"),
    "misspelled in a container": (["spec", "templates", 1, "container", "comand"], ["x"], "'comand' was"),
    "wrong type": (["spec", "parallelism"], "many", "'many' is not of type 'integer'"),
    "text for a list": (["spec", "templates", 0, "dag", "tasks"], "start", "is not of type 'array'"),
    "unknown kind": (["kind"], "Workfow", "no schema for kind Workfow"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_violation_is_found(name: str) -> None:
    path, value, message = FAULTS[name]
    workflow = copy.deepcopy(documents()[0])
    held = workflow
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = value
    found = validate([workflow])
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize("kind", ["ConfigMap", "Role", "RoleBinding"])
def test_core_kinds_are_closed(kind: str) -> None:
    (document,) = [one for one in documents() if one["kind"] == kind]
    assert validate([document]) == []
    assert validate([{**document, "spec": {}}]) != []
    assert validate([{**document, "metadata": {"name": "Not A Name"}}]) != []


def test_the_schema_stays_small() -> None:
    assert (DATA / "workflows.json").stat().st_size < 150_000
    assert "Apache License" in (DATA / "NOTICE").read_text(encoding="utf-8")
