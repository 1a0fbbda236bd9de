"""The file as a whole: documents, sizes, text."""

from __future__ import annotations

import base64

import yaml

from flowc.backends.argo.document import dump
from flowc.backends.protocol import TargetSettings
from tests.argo.build import CODE, objects_of, request_of, text_of

DOC = "A flow where Metaflow prints 'Hi'.\n\nRun this flow to validate that Metaflow is installed correctly."


def test_hello_is_small_and_each_step_adds_little() -> None:
    hello = len(text_of(request_of(doc=DOC)).encode())
    assert hello <= 3000
    steps = ["start: hello", "hello: one_more_step", "one_more_step: end", "end:"]
    longer = len(text_of(request_of("\n".join(steps), doc=DOC)).encode())
    assert longer - hello <= 500


def test_each_step_adds_little_also_when_its_code_is_fetched() -> None:
    target = TargetSettings(delivery="store")
    hello = len(text_of(request_of(target=target)).encode())
    steps = ["start: hello", "hello: more", "more: end", "end:"]
    longer = len(text_of(request_of("\n".join(steps), target=target)).encode())
    assert longer - hello <= 500


def test_package_is_a_config_map_named_by_its_hash() -> None:
    workflow, code = objects_of(request_of(external=False))
    assert code["metadata"]["name"] == "testflow-0123456789ab"
    assert code["immutable"] is True
    assert base64.b64decode(code["binaryData"]["flow.pyz"]) == CODE.data
    assert workflow["spec"]["volumes"][0] == {
        "name": "flowc-code",
        "configMap": {"name": "testflow-0123456789ab"},
    }


def test_external_package_keeps_its_name() -> None:
    (workflow,) = objects_of(request_of(external=True))
    assert workflow["spec"]["volumes"][0]["configMap"]["name"] == "testflow-0123456789ab"


def test_code_in_the_image_needs_no_volume() -> None:
    (workflow,) = objects_of(request_of(external=False, target=TargetSettings(delivery="image")))
    assert workflow["spec"]["volumes"] == [{"name": "tmp", "emptyDir": {}}]


def test_code_from_the_store_is_an_artifact_of_every_step() -> None:
    target = TargetSettings(delivery="store")
    (workflow,) = objects_of(request_of("start: * a\na: j\nj+: end\nend:", external=False, target=target))
    assert workflow["spec"]["volumes"] == [{"name": "tmp", "emptyDir": {}}]
    key = f"packages/{CODE.digest[:24]}.pyz"
    steps = [template for template in workflow["spec"]["templates"] if "container" in template]
    assert len(steps) == 4
    for template in steps:
        assert template["inputs"]["artifacts"] == [
            {"name": "code", "path": "/flowc/flow.pyz", "s3": {"key": key}}
        ]


def test_documentation_is_a_block_of_text() -> None:
    text = text_of(request_of(doc=DOC))
    assert "description: |-\n      A flow where" in text
    assert (
        objects_of(request_of(doc=DOC))[0]["metadata"]["annotations"]["workflows.argoproj.io/description"]
        == DOC
    )


def test_braces_in_documentation_are_no_variables() -> None:
    assert "{{name}}" not in text_of(request_of(doc="Greets {{name}}."))


def test_any_text_survives() -> None:
    texts = [
        "yes", "No", "on", "y", "null", "~", "", " lead", "trail ", "a\nb", "a\n\nb\n", "a \nb", "\n", "\t",
        "\n lead", "0x1f", "0o7", "1e3", ".5", "-", "- a", "a: b", "a #b", "{", "[x]", "'q'", '"q"', "é", "\x07",
        "%", "@x", "`x`", "!x", "&x", "*x", "|", ">", "?", "12:30:45", "2024-01-02", "1_000", "+1", ".inf", "=",
        "\ufeffx", "\u2028", "\U0001f600", "x" * 300, "a\r\nb", "...", "---", "#", "a,b", "<<",
    ]  # fmt: skip
    assert yaml.safe_load(dump([{"texts": texts, "inner": {"a": texts}}])) == {
        "texts": texts,
        "inner": {"a": texts},
    }


def test_numbers_and_truths_stay_what_they_are() -> None:
    value = {"a": 1, "b": True, "c": None, "d": 1.5, "e": {}, "f": [], "g": [[1], {"h": False}]}
    assert yaml.safe_load(dump([value])) == value
