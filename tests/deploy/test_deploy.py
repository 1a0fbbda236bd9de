"""`flowc deploy`: the plan, what is done of it, and what stops it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.run import flowc
from tests.deploy.conftest import FLOW, SCHEDULED
from tests.deploy.fake import FakeEngine, down

DEPLOY = ("deploy", "flow.py", "--target", "fake")


def test_the_plan_comes_first_and_then_each_change(folder: Path, engine: FakeEngine) -> None:
    (folder / "flow.py").write_text(SCHEDULED)
    ran = flowc(*DEPLOY)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == dedent("""\
        helloflow on fake@1: 2 to create
          create     flow helloflow
          create     schedule helloflow
        created    flow helloflow
        created    schedule helloflow
        helloflow is live
        """)
    assert set(engine.objects) == {"flow helloflow", "schedule helloflow"}


def test_a_second_deployment_says_unchanged_and_does_nothing(folder: Path, engine: FakeEngine) -> None:
    flowc(*DEPLOY)
    live = dict(engine.objects)
    engine.requests.clear()
    ran = flowc(*DEPLOY)
    assert (ran.status, ran.out) == (0, "helloflow on fake@1: unchanged (1 object)\n")
    assert engine.objects == live
    assert engine.requests == ["get flow helloflow"]


def test_an_update_shows_what_differs(folder: Path, engine: FakeEngine) -> None:
    flowc(*DEPLOY)
    ran = flowc(*DEPLOY, "--option", "color=red", "--dry-run")
    assert ran.status == 0
    assert ran.out.startswith(
        "helloflow on fake@1: 1 to update\n  update     flow helloflow\n      --- live\n"
    )
    assert "      -color none\n      +color red\n" in ran.out
    assert "color none" in engine.objects["flow helloflow"][1]


def test_a_dry_run_changes_nothing_and_can_tell_by_its_status(folder: Path, engine: FakeEngine) -> None:
    assert flowc(*DEPLOY, "--dry-run").status == 0
    assert flowc(*DEPLOY, "--dry-run", "--detailed-exitcode").status == 3
    assert engine.objects == {}
    flowc(*DEPLOY)
    assert flowc(*DEPLOY, "--dry-run", "--detailed-exitcode").status == 0


def test_only_prune_removes_what_the_flow_no_longer_has(folder: Path, engine: FakeEngine) -> None:
    (folder / "flow.py").write_text(SCHEDULED)
    flowc(*DEPLOY)
    (folder / "flow.py").write_text(FLOW)
    flowc(*DEPLOY)
    assert "schedule helloflow" in engine.objects
    ran = flowc(*DEPLOY, "--prune")
    assert "  delete     schedule helloflow\n" in ran.out and "deleted    schedule helloflow\n" in ran.out
    assert set(engine.objects) == {"flow helloflow"}


def test_findings_of_the_compile_stop_it_before_anything_is_asked(folder: Path, engine: FakeEngine) -> None:
    (folder / "flow.py").write_text(FLOW.replace("self.next(self.end)", "self.next(self.emd)"))
    ran = flowc(*DEPLOY)
    assert ran.status == 1 and "error[FLOW021]" in ran.err
    (folder / "flow.py").write_text(FLOW)
    ran = flowc(*DEPLOY, "--option", "color=wrong")
    assert ran.status == 1 and "error[FLOW301]: the target cannot do this" in ran.err
    assert ran.out == "" and engine.requests == []


def test_an_unbound_setting_is_refused_with_the_way_to_set_it(folder: Path, engine: FakeEngine) -> None:
    (folder / "flowc.toml").write_text("")
    ran = flowc(*DEPLOY)
    assert ran.status == 1 and ran.out == "" and engine.requests == []
    assert "error[FLOW340]: nothing was contacted: `store` is not set\n" in ran.err
    assert "help: set `store` in flowc.toml, or FLOWC_STORE\n" in ran.err
    assert "note: `store`: where artifacts are kept\n" in ran.err


@pytest.mark.parametrize("interrupted", ["put flow helloflow", "put schedule helloflow"])
def test_an_interrupted_deployment_can_be_repeated(
    folder: Path, engine: FakeEngine, interrupted: str
) -> None:
    (folder / "flow.py").write_text(SCHEDULED)

    def interrupt(request: str) -> None:
        if request == interrupted:
            raise KeyboardInterrupt

    engine.before = interrupt
    ran = flowc(*DEPLOY)
    done = 0 if interrupted.startswith("put flow") else 1
    assert ran.status == 130
    assert ran.err == f"interrupted after {done} of 2 changes\nhelp: deploy again to finish\n"
    engine.before = lambda request: None
    assert flowc(*DEPLOY).out.endswith("helloflow is live\n")
    assert flowc(*DEPLOY).out.endswith("unchanged (2 objects)\n")


def test_an_engine_that_is_down_is_one_finding(folder: Path, engine: FakeEngine) -> None:
    engine.before = down
    ran = flowc(*DEPLOY)
    assert ran.status == 1 and ran.out == ""
    assert ran.err.splitlines()[0] == "error[FLOW342]: the engine does not answer"
    assert "help: is it running?" in ran.err


def test_two_deployments_at_once_do_not_mix(folder: Path, engine: FakeEngine) -> None:
    def other(request: str) -> None:
        if request == "put flow helloflow":
            engine.before = lambda request: None
            engine.objects["flow helloflow"] = (1, "the other's\n")

    engine.before = other
    ran = flowc(*DEPLOY)
    assert ran.status == 1
    assert "error[FLOW344]: flow helloflow was changed by somebody else" in ran.err
    assert engine.objects["flow helloflow"] == (1, "the other's\n")
    assert "-the other's" in flowc(*DEPLOY).out


def test_json_tells_the_plan_and_each_change(folder: Path, engine: FakeEngine) -> None:
    documents = [json.loads(line) for line in flowc(*DEPLOY, "--json").out.splitlines()]
    assert [document["event"] for document in documents] == ["planned", "created", "deployed"]
    assert documents[0]["changes"] == [{"kind": "create", "object": "flow helloflow", "diff": ""}]
    assert documents[0]["changed"] is True
    (again,) = (json.loads(line) for line in flowc(*DEPLOY, "--json").out.splitlines())
    assert again["changed"] is False


def test_a_target_that_only_compiles_is_refused(
    folder: Path, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.deploy.fake import FakeBackend

    monkeypatch.delattr(FakeBackend, "deployer")
    ran = flowc(*DEPLOY)
    assert (ran.status, ran.err) == (2, "flowc cannot deploy to `fake`: it only compiles for it")
    assert "say where to" in flowc("deploy", "flow.py").err


def test_diff_live_shows_drift_and_changes_nothing(folder: Path, engine: FakeEngine) -> None:
    flowc(*DEPLOY)
    diff = ("diff", "flow.py", "--live", "--target", "fake")
    assert (flowc(*diff).status, flowc(*diff).out) == (0, "helloflow on fake@1: unchanged (1 object)\n")
    version, text = engine.objects["flow helloflow"]
    engine.objects["flow helloflow"] = (version, text.replace("color none", "color by hand"))
    ran = flowc(*diff)
    assert ran.status == 1
    assert "      -color by hand\n      +color none\n" in ran.out
    assert "color by hand" in engine.objects["flow helloflow"][1]
    assert "name two files, or one file and --live" in flowc("diff", "flow.py").err
    assert "name two files, or one file and --live" in flowc("diff", "flow.py", "flow.py", "--live").err


def test_options_have_the_types_of_their_settings(folder: Path, engine: FakeEngine) -> None:
    assert flowc(*DEPLOY, "--option", "most=20", "--option", "quick=off", "--option", "color=7").status == 0
    text = engine.objects["flow helloflow"][1]
    assert "color 7\n" in text and "most 20\nquick False\n" in text
    for wrong, said in {"most=two": "a whole number, not 'two'", "quick=7": "true or false, not '7'"}.items():
        ran = flowc(*DEPLOY, "--option", wrong)
        assert ran.status == 2 and f"`{wrong.partition('=')[0]}` is {said}" in ran.err
