"""What people type, and what they see."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from tests.cli.run import HELLO, flowc

TYPO = dedent("""\
    error[FLOW021]: step `start` leads to `emd`, which does not exist
      --> wrong.py:11:9
       |
    11 |         self.next(self.emd)
       |         ^^^^^^^^^^^^^^^^^^^ no step has this name
       |
       = help: did you mean `self.end`?
       = note: run `flowc explain FLOW021`

    1 error in 1 file
    """)


def test_compile_prints_a_manifest_and_keeps_findings_apart(folder: Path) -> None:
    ran = flowc("compile", "--target", "argo", "hello.py")
    assert ran.status == 0
    kinds = [document["kind"] for document in yaml.safe_load_all(ran.out)]
    assert kinds == ["WorkflowTemplate", "ConfigMap"]
    assert ran.err.startswith("note[FLOW309]")


def test_a_mistake_stops_the_compile_and_nothing_is_written(folder: Path) -> None:
    ran = flowc("compile", "--target", "argo", "wrong.py", "hello.py", "-o", "out/")
    assert ran.status == 1 and ran.out == ""
    assert "error[FLOW021]" in ran.err and "wrong.py:11" in ran.err
    assert not (folder / "out").exists()


def test_check_shows_the_place(folder: Path) -> None:
    ran = flowc("check", "wrong.py")
    assert ran.status == 1
    assert ran.out == TYPO


def test_check_of_folders_names_files_as_typed(folder: Path) -> None:
    inner = folder / "team" / "flows"
    inner.mkdir(parents=True)
    (inner / "a.py").write_text((folder / "wrong.py").read_text())
    (inner / "base.py").write_text("from metaflow import FlowSpec\n")
    (inner / ".venv").mkdir()
    (inner / ".venv" / "b.py").write_text((folder / "wrong.py").read_text())
    ran = flowc("check", "team", "hello.py", "--output-format", "concise")
    assert ran.status == 1
    place, summary = ran.out.splitlines()
    assert place.startswith("team/flows/a.py:11:") and "error[FLOW021]" in place
    assert summary == "1 error in 3 files"
    assert flowc("check", inner / "base.py").status == 1, "a file that was named must have a flow"


def test_clean_files(folder: Path) -> None:
    ran = flowc("check", "hello.py")
    assert (ran.status, ran.out, ran.err) == (0, "no findings in 1 file\n", "")


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit", "github", "concise"])
def test_formats_of_check(name: str, folder: Path) -> None:
    ran = flowc("check", "wrong.py", "--output-format", name)
    assert ran.status == 1 and "FLOW021" in ran.out and "wrong.py" in ran.out


def test_strict(folder: Path) -> None:
    source = HELLO.replace("print(self.greeting)", "print(self.greeting)  # flowc: ignore[FLOW101]")
    (folder / "ignored.py").write_text(source)
    assert flowc("check", "ignored.py").status == 0
    assert "FLOW010" in flowc("check", "ignored.py").out
    assert flowc("check", "--strict", "ignored.py").status == 1
    assert flowc("compile", "--target", "argo", "--strict", "ignored.py").out == ""
    (folder / "flowc.toml").write_text("strict = true\n")
    assert flowc("check", "ignored.py").status == 1


def test_several_flows_on_stdout_are_documents_of_one_stream(folder: Path) -> None:
    (folder / "second.py").write_text(HELLO.replace("HelloFlow", "SecondFlow"))
    out = flowc("compile", "--target", "argo", "hello.py", "second.py").out
    names = [document["metadata"]["name"] for document in yaml.safe_load_all(out)]
    assert names[0] == "helloflow" and names[2] == "secondflow" and len(names) == 4


def test_ir_needs_no_target(folder: Path) -> None:
    assert flowc("compile", "--emit", "ir", "hello.py").out.startswith("flow HelloFlow (hello.py)\n")
    document = json.loads(flowc("compile", "--emit", "ir-json", "hello.py").out)
    assert document["flow"]["name"] == "HelloFlow"
    assert flowc("compile", "hello.py").err == "say what to compile for: --target argo|step-functions|airflow"


def test_rbac(folder: Path) -> None:
    kinds = [document["kind"] for document in yaml.safe_load_all(_rbac())]
    assert kinds == ["Role", "RoleBinding"]


def _rbac() -> str:
    return flowc("compile", "--target", "argo", "--emit", "rbac", "hello.py").out


def test_check_of_an_output_says_what_changed(folder: Path) -> None:
    arguments = ("compile", "--target", "argo", "hello.py", "-o", "hello.yaml")
    assert flowc(*arguments).status == 0
    assert flowc(*arguments, "--check").status == 0
    changed = HELLO.replace("    @step\n    def end", "    @retry(times=2)\n    @step\n    def end")
    (folder / "hello.py").write_text(changed.replace("import FlowSpec", "import FlowSpec, retry"))
    before = (folder / "hello.yaml").read_text()
    ran = flowc(*arguments, "--check")
    assert ran.status == 1
    title, change, old, new = ran.out.splitlines()[:4]
    assert title == "hello.yaml is not what the flow compiles to now"
    assert change.startswith("  step end: retry") and "times=2" in change
    assert (old, new) == ("--- hello.yaml (committed)", "+++ hello.yaml (now)")
    assert "characters of base64" in ran.out and len(ran.out.splitlines()) < 60 < len(before.splitlines())
    assert (folder / "hello.yaml").read_text() == before
    assert flowc("compile", "--target", "argo", "hello.py", "-o", "none.yaml", "--check").status == 1
    assert "--output" in flowc("compile", "--target", "argo", "hello.py", "--check").err


def test_diff(folder: Path) -> None:
    (folder / "new.py").write_text(HELLO.replace('"hello"', '"hi"').replace("def end", "def  end"))
    same = flowc("diff", "hello.py", "new.py")
    assert (same.status, same.out) == (0, "")
    renamed = HELLO.replace("self.end", "self.finish").replace("def end", "def finish")
    (folder / "new.py").write_text(
        renamed.replace("@step\n    def finish", "@step(end=True)\n    def finish")
    )
    ran = flowc("diff", "hello.py", "new.py")
    assert ran.status == 1 and "step finish: renamed: end -> finish" in ran.out.splitlines()
    changes = json.loads(flowc("diff", "--json", "hello.py", "new.py").out)
    assert {"subject": "step finish", "what": "renamed", "before": "end", "after": "finish"} in changes


def test_show(folder: Path) -> None:
    assert flowc("show", "hello.py").out == dedent("""\
        HelloFlow  hello.py
          Say hello.

          start -> end
            writes greeting

          end (the end)
            reads  greeting
        """)
    assert json.loads(flowc("show", "--json", "hello.py").out)["name"] == "HelloFlow"


def test_graph(folder: Path) -> None:
    assert flowc("graph", "hello.py").out.startswith("flowchart TD\n")
    assert flowc("graph", "hello.py", "-o", "flow.dot").status == 0
    assert (folder / "flow.dot").read_text().startswith('digraph "HelloFlow" {\n')


def test_graph_says_which_files_it_cannot_draw(folder: Path) -> None:
    ran = flowc("graph", "hello.py", "-o", "flow.png")
    assert ran.status == 2 and ".png" in ran.err
    assert not (folder / "flow.png").exists()
    assert flowc("graph", "hello.py", "-o", "flow.png", "--format", "mermaid").status == 0


def test_a_package_is_listed_and_not_written(folder: Path) -> None:
    listed = flowc("package", "--list", "hello.py")
    assert (listed.status, listed.out) == (0, flowc("package", "hello.py").out)
    assert listed.out.startswith("hello.py  the flow file\n")
    both = flowc("package", "--list", "hello.py", "-o", "flow.pyz")
    assert both.status == 2 and "--list writes nothing" in both.err
    assert not (folder / "flow.pyz").exists()


def test_explain_and_rules(folder: Path) -> None:
    assert flowc("explain", "FLOW021").out.startswith("# FLOW021: ")
    assert (
        flowc("explain", "flow21").out
        == flowc("explain", "21").out
        == flowc("explain", "flow021").out
        == flowc("explain", "FLOW021").out
    )
    assert flowc("explain", "FLOW999").status == 2
    assert "'FLOW' is not the code of a finding, such as FLOW021." in flowc("explain", "FLOW").err
    assert "'hello.py' is not the code of a finding" in flowc("explain", "hello.py").err
    listed = flowc("rules").out.splitlines()
    assert any(line.startswith("FLOW021  error ") for line in listed)
    assert len(json.loads(flowc("rules", "--json").out)) == len(listed)


def test_lint_manifest(folder: Path) -> None:
    flowc("compile", "--target", "argo", "hello.py", "-o", "hello.yaml")
    assert flowc("lint-manifest", "hello.yaml").status == 0
    broken = (folder / "hello.yaml").read_text().replace("template: end", "template: gone")
    (folder / "broken.yaml").write_text(broken)
    ran = flowc("lint-manifest", "broken.yaml")
    assert ran.status == 1 and "gone" in ran.out and "broken.yaml:" in ran.out
    assert flowc("lint-manifest", "missing.yaml").status == 1


def test_lint_manifest_of_a_file_that_is_too_large(folder: Path) -> None:
    (folder / "large.yaml").write_text("a: b\n" * 600_001)
    ran = flowc("lint-manifest", "large.yaml")
    assert ran.status == 1 and "FLOW003" in ran.out and "FLOW502" not in ran.out


def test_lint_manifest_of_stdin(folder: Path) -> None:
    manifest = flowc("compile", "--target", "argo", "hello.py").out
    assert flowc("lint-manifest", "-", stdin=manifest).status == 0
    broken = manifest.replace("template: end", "template: gone")
    assert "FLOW520" in flowc("lint-manifest", "-", stdin=broken).out


def test_completion_knows_the_commands(folder: Path) -> None:
    assert "_FLOWC_COMPLETE=bash_complete" in flowc("completion", "bash").out
    environment = {
        "_FLOWC_COMPLETE": "bash_complete",
        "COMP_WORDS": "flowc com",
        "COMP_CWORD": "1",
        "PATH": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "flowc"], check=False, env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["plain,compile", "plain,completion"]


def test_define_and_config(folder: Path) -> None:
    source = HELLO.replace("class Hello", "SIZE = 1\n\n\nclass Hello").replace(
        '    """Say hello."""\n',
        '    size = Parameter("size", default=SIZE)\n    cfg = Config("cfg", default="c.json")\n',
    )
    (folder / "hello.py").write_text(source.replace("import FlowSpec", "import Config, FlowSpec, Parameter"))
    (folder / "c.json").write_text('{"a": 1}')
    (folder / "d.json").write_text('{"a": 2}')

    def ir(*options: str) -> str:
        return flowc("compile", "--emit", "ir", "hello.py", *options).out

    assert "1" in ir() and ir() != ir("--define", "SIZE=7")
    assert (
        flowc("compile", "--emit", "ir-json", "hello.py", "--define", "SIZE=7").out.count('"value": 7') == 1
    )
    assert ir("--config", "cfg", "d.json") != ir()
    value = flowc("compile", "--emit", "ir-json", "hello.py", "--config-value", "cfg", '{"a": 3}').out
    assert json.loads(value)["flow"]["configs"][0]["value"] == {"a": 3}
    assert "NAME=VALUE" in flowc("compile", "--emit", "ir", "hello.py", "--define", "SIZE").err
