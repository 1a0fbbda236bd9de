"""What an engine hands on as parameters."""

from __future__ import annotations

import pytest

from flowc.backends.argo.parameters import IMAGE, STORE
from flowc.runtime_shim.convert import ENGINES_OWN, BadValue, given


def test_an_object_is_taken_as_it_is() -> None:
    assert given('{"a": null, "b": [1], "flowc-store": "mine"}') == {
        "a": None,
        "b": [1],
        "flowc-store": "mine",
    }


def test_a_list_holds_more_than_the_parameters_of_the_flow() -> None:
    text = (
        '[{"name":"a","value":"1","description":"x"},{"name":"b","value":"null"},{"name":"c"},'
        '{"name":"flowc-store","value":"s3://b"},{"name":"flowc-image","value":"python:3.12"}]'
    )
    assert given(text) == {"a": "1"}


def test_nothing_at_all_is_null_as_go_writes_an_empty_list() -> None:
    assert given("null") == given("[]") == given("{}") == {}


def test_the_names_left_out_are_those_that_the_manifests_add() -> None:
    assert {STORE, IMAGE} == ENGINES_OWN


@pytest.mark.parametrize("text", ["[1]", "7", '[{"value": "1"}]', "{"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="FLOWC_PARAMETERS is neither"):
        given(text)
