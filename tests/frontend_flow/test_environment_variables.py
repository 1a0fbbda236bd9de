"""Environment variables in settings: from `--define`, else the flow's own default, never from the builder."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend import FrontendOptions
from flowc.ir.settings import Settings
from flowc.ir.values import Deferred
from tests.frontend_flow.reading import codes, decorated, flow, only, read, single, step_of

TOP = """
from os import environ, getenv
CPU = int(os.environ.get("CPU", "2"))
"""
GIVEN = FrontendOptions(defines={"os.environ.CPU": "8", "os.environ.HOME_OF": "h"})


def settings(folder: Path, decorator: str, options: FrontendOptions | None = None) -> Settings:
    return step_of(read(folder, decorated(decorator, top=TOP), options=options).flows[0], "start").settings


@pytest.mark.parametrize(
    "decorator",
    [
        "@resources(cpu=CPU)",
        '@resources(cpu=os.getenv("CPU", 2))',
        '@resources(cpu=environ.get("CPU", default="2"))',
        '@resources(cpu=getenv("CPU", "2"))',
    ],
)
def test_a_default_is_taken_with_a_warning_and_a_define_without(
    decorator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPU", "64")
    resources = settings(tmp_path, decorator).resources
    assert resources is not None and resources.cpu == "2"
    finding = single(read(tmp_path, decorated(decorator, top=TOP)))
    assert (finding.code, finding.severity.name) == ("FLOW222", "WARNING")
    assert finding.help == "pass --define os.environ.CPU=VALUE to give it a value"
    assert codes(read(tmp_path, decorated(decorator, top=TOP), options=GIVEN)) == []
    given = settings(tmp_path, decorator, GIVEN).resources
    assert given is not None and given.cpu == "8"


@pytest.mark.parametrize(
    "read_by", ['os.environ["HOME_OF"]', 'os.environ.get("HOME_OF")', 'getenv("HOME_OF")']
)
def test_without_a_default_it_is_an_error_that_names_the_way_out(read_by: str, tmp_path: Path) -> None:
    text = decorated(f"@environment(vars={{'A': {read_by}}})", top=TOP)
    finding = single(read(tmp_path, text))
    assert finding.code == "FLOW201"
    assert finding.help is not None and finding.help.endswith("or pass --define os.environ.HOME_OF=VALUE")
    assert step_of(only(read(tmp_path, text, options=GIVEN)), "start").settings.environment == (("A", "h"),)


def test_the_default_of_a_parameter_stays_for_the_run(tmp_path: Path) -> None:
    loaded = read(tmp_path, flow('p = Parameter("p", default=os.environ.get("P", "x"))'))
    assert codes(loaded) == ["FLOW208"]
    assert isinstance(loaded.flows[0].parameters[0].default, Deferred)


def test_a_foreign_name_can_be_defined_too(tmp_path: Path) -> None:
    text = decorated("@resources(cpu=1 if sys.platform == 'darwin' else 2)", top="import sys")
    finding = single(read(tmp_path, text))
    assert finding.help is not None and finding.help.endswith("or pass --define sys.platform=VALUE")
    options = FrontendOptions(defines={"sys.platform": "darwin"})
    resources = step_of(only(read(tmp_path, text, options=options)), "start").settings.resources
    assert resources is not None and resources.cpu == "1"
