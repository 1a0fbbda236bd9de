"""The formats for machines, exactly."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

from flowc.diagnostics import Label, error, note, warning
from flowc.diagnostics.render import render
from tests.diagnostics.reports import UNKNOWN, at, report


def test_json() -> None:
    document = json.loads(render(report(UNKNOWN), "json"))
    assert document["summary"] == {"error": 1, "warning": 0, "note": 0}
    assert document["files"] == ["flow.py", "fine.py"]
    assert document["findings"] == [
        {
            "code": "FLOW021",
            "severity": "error",
            "message": "step `evaluate` follows `trian`, which does not exist",
            "label": "no step has this name",
            "help": "did you mean `train`?",
            "notes": [],
            "file": "flow.py",
            "line": 3,
            "column": 19,
            "end_line": 3,
            "end_column": 29,
            "related": [],
        }
    ]


def test_github() -> None:
    finding = warning("FLOW100", at(5, 5, 11, end_line=7, file="a,b:c.py"), "100%\nsure")
    assert render(report(UNKNOWN, finding), "github") == (
        "::error title=flowc FLOW021,file=flow.py,line=3,endLine=3,col=19,endColumn=28"
        "::step `evaluate` follows `trian`, which does not exist%0Ahelp: did you mean `train`?\n"
        "::warning title=flowc FLOW100,file=a%2Cb%3Ac.py,line=5,endLine=7::100%25%0Asure\n"
    )


def test_gitlab() -> None:
    moved = error("FLOW021", at(9, 19, 29), UNKNOWN.message)
    first, second = json.loads(render(report(UNKNOWN, moved), "gitlab"))
    assert first == {
        "description": "FLOW021: step `evaluate` follows `trian`, which does not exist",
        "check_name": "FLOW021",
        "fingerprint": first["fingerprint"],
        "severity": "major",
        "location": {"path": "flow.py", "lines": {"begin": 3, "end": 3}},
    }
    assert first["fingerprint"] != second["fingerprint"]
    (alone,) = json.loads(render(report(moved), "gitlab"))
    assert alone["fingerprint"] == first["fingerprint"], (
        "a finding that moved to another line is still the same"
    )


def test_junit() -> None:
    text = render(report(UNKNOWN, note("FLOW004", at(1, 1, 1), "odd \x00 text")), "junit")
    root = ElementTree.fromstring(text)
    suite = root[0]
    assert root.attrib == {"name": "flowc", "tests": "3", "failures": "1", "errors": "0"}
    assert [(case.get("classname"), case.get("name")) for case in suite] == [
        ("fine.py", "no findings"),
        ("flow.py", "FLOW021 at 3:19"),
        ("flow.py", "FLOW004 at 1:1"),
    ]
    failure = suite[1].find("failure")
    assert (
        failure is not None and failure.get("message") == UNKNOWN.message and failure.get("type") == "error"
    )
    assert suite[2].findtext("system-out") == "flow.py:1:1: odd \ufffd text"


def test_sarif() -> None:
    related = error(
        "FLOW029", at(5, 1, 3, file="my dir/flow é.py"), "m", related=(Label(span=at(1, 1, 2), text="t"),)
    )
    document = json.loads(render(report(UNKNOWN, related), "sarif"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert run["tool"]["driver"] == {
        "name": "flowc",
        "version": "1.2.3",
        "rules": [
            {
                "id": "FLOW021",
                "shortDescription": {"text": "Unknown step"},
                "fullDescription": {"text": "No engine can run it."},
                "help": {"text": "No engine can run it.\n\nflowc explain FLOW021"},
                "defaultConfiguration": {"level": "error"},
            },
            {"id": "FLOW029"},
        ],
    }
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("FLOW021", 0, "error")
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "flow.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 19, "endLine": 3, "endColumn": 29},
            }
        }
    ]
    location = second["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "my%20dir/flow%20%C3%A9.py"
    assert second["relatedLocations"][0]["message"] == {"text": "t"}
    absolute = error("FLOW029", at(1, 1, 2, file="/abs/flow.py"), "m")
    (result,) = json.loads(render(report(absolute), "sarif"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///abs/flow.py"}
