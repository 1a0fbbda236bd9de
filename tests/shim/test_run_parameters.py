"""Parameters as a run gets them: texts unchanged, wrong ones refused, never written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shim.bodies import LINEAR, failing, ran

HOSTILE = [
    "'\"`$(touch /tmp/owned) ${HOME} \\ %s {{workflow.name}} \n\r\t\0 end",
    "- --run-id x",
    "é\u2028\U0001f600\u0000",
    "null",
    "",
    " lead and trail ",
    "x" * 100_000,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_parameter_texts_arrive_unchanged(tmp_path: Path, value: str) -> None:
    body = "    text = Parameter('text', default='d')\n" + LINEAR.format(
        start="self.got = self.text", end="pass"
    )
    found = ran(tmp_path, body, "FlowSpec, step, Parameter", text=value).artifacts("start")
    assert found["got"] == value


def test_large_json_arrives_unchanged(tmp_path: Path) -> None:
    value = {"rows": [{"n": n, "text": "é\"'$(x)\n" * 3} for n in range(2500)]}
    text = json.dumps(value)
    assert len(text) > 100_000
    body = "    doc = Parameter('doc', type=JSONType)\n" + LINEAR.format(
        start="self.got = self.doc", end="pass"
    )
    found = ran(tmp_path, body, "FlowSpec, step, Parameter, JSONType", doc=text).artifacts("start")
    assert found["got"] == value


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "parameter `n` is required, and the run was started without it"),
        ({"n": "x"}, "parameter `n` is 'x', which is not a whole number"),
        ({"n": "1", "zap": "2"}, "the flow has no parameter `zap`"),
    ],
)
def test_parameters_that_are_refused(tmp_path: Path, parameters: dict[str, str], message: str) -> None:
    body = "    n = Parameter('n', type=int, required=True)\n" + LINEAR.format(start="pass", end="pass")
    stopped = failing(tmp_path, body, "FlowSpec, step, Parameter", **parameters)
    assert (stopped.outcome.code, stopped.outcome.message) == (78, message)


def test_parameters_are_read_only(tmp_path: Path) -> None:
    body = "    n = Parameter('n', default=1)\n" + LINEAR.format(start="self.n = 2", end="pass")
    assert "steps cannot change" in failing(tmp_path, body, "FlowSpec, step, Parameter").outcome.message
