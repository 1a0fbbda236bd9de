"""`@conda` and `@pypi` side by side, as Metaflow 2.19 has it (`CondaEnvironment.get_environment`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from tests.frontend_flow.reading import flow, only, read, single, step_of


def written(step: str, base: str = "") -> str:
    """A flow whose first step has these decorators, its class those of `base`."""
    steps = f"{step}\n@step\ndef start(self):\n    self.next(self.end)\n@step\ndef end(self):\n    pass"
    return flow(above=base, steps=steps)


@pytest.mark.parametrize(
    ("step", "base"),
    [
        ("@conda(packages={'a': '1'})\n@pypi(packages={'b': '1'})", ""),
        ("@pypi(packages={'b': '1'})\n@conda(libraries={'a': '1'})", ""),
        ("@pypi(packages={'b': '1'})", "@conda_base(packages={'a': '1'})"),
        ("@conda(packages={'b': '1'})", "@pypi_base(packages={'a': '1'})"),
        ("@pypi", "@conda_base(packages={'a': '1'})"),
        ("", "@conda_base(packages={'a': '1'})\n@pypi_base(packages={'b': '1'})"),
        ("@conda(packages={'c': '1'})", "@pypi_base(packages={'b': '1'})\n@conda_base(packages={'a': '1'})"),
    ],
)
def test_the_managers_do_not_mix(tmp_path: Path, step: str, base: str) -> None:
    finding = single(read(tmp_path, written(step, base)))
    assert (finding.code, finding.severity) == ("FLOW223", Severity.ERROR)
    assert "has packages of conda and of PyPI" in finding.message
    assert finding.related[0].span != finding.span


@pytest.mark.parametrize(
    ("step", "base", "expected"),
    [
        ("@conda(python='3.11')\n@pypi(packages={'b': '1'})", "", ("pypi", (("b", "1"),), "3.11", False)),
        ("@pypi(packages={'b': '1'})", "@conda_base(python='3.11')", ("pypi", (("b", "1"),), "3.11", False)),
        ("@pypi(python='3.12')", "@conda_base(python='3.11')", ("pypi", (), "3.12", False)),
        ("@conda(disabled=True)", "@pypi_base(packages={'b': '1'})", ("conda", (), None, True)),
        ("@pypi(disabled=True)", "@conda_base(packages={'b': '1'})", ("pypi", (), None, True)),
    ],
)
def test_what_may_stand_side_by_side(tmp_path: Path, step: str, base: str, expected: tuple[object]) -> None:
    found = step_of(only(read(tmp_path, written(step, base))), "start").settings.packages
    assert found is not None
    assert (found.manager, found.packages, found.python, found.disabled) == expected


def test_packages_that_the_other_manager_switches_off(tmp_path: Path) -> None:
    loaded = read(tmp_path, written("@conda(disabled=True)\n@pypi(packages={'b': '1'})"))
    finding = single(loaded)
    assert (finding.code, finding.severity) == ("FLOW223", Severity.WARNING)
    found = step_of(loaded.flows[0], "start").settings.packages
    assert found is not None
    assert found.disabled
