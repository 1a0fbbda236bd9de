"""`flowc compile --target step-functions`: the machine to stdout or a file, everything into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from flowc.cli.root import root

GOLDEN = Path(__file__).parents[2] / "golden"


def compiled(flow: str, *options: str) -> str:
    words = ["compile", str(GOLDEN / flow / "flow.py"), "--target", "step-functions", *options]
    done = CliRunner().invoke(root, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_machine_alone_goes_to_stdout_and_into_one_file(tmp_path: Path) -> None:
    printed = compiled("schedule")
    assert json.loads(printed)["StartAt"] == "flow: input"
    compiled("schedule", "--output", str(tmp_path / "machine.json"))
    assert (tmp_path / "machine.json").read_text(encoding="utf-8") == printed
    assert [path.name for path in tmp_path.iterdir()] == ["machine.json"]


def test_everything_goes_into_a_folder(tmp_path: Path) -> None:
    compiled("schedule", "--output", f"{tmp_path}/")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        *("state-machine.json", "parameters.schema.json", "iam-policy.json", "job-definitions.json"),
        *("schedule.json", "template.yaml"),
    }
    compiled("schedule", "--output", f"{tmp_path}/", "--check")


def test_the_policies_are_the_rbac() -> None:
    assert set(json.loads(compiled("schedule", "--emit", "rbac"))) == {"state-machine", "job", "scheduler"}


def test_a_plain_step_is_small() -> None:
    machine = json.loads(compiled("hello"))
    step = machine["States"]["hello"]
    assert len(json.dumps({"hello": step}, indent=1)) < 1000
    assert len(json.dumps({"hello": step})) <= 700
