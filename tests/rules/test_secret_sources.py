"""The compiler refuses exactly the secrets that the runtime cannot fetch."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from flowc.ir.rules.settings.flow224_secret_source import KNOWN, RULE
from flowc.runtime_shim import environment
from flowc.runtime_shim.dsl.exceptions import MetaflowException
from tests.compiling import compile_for, read, serious, write_example

TARGETS = ("argo", "step-functions", "airflow")


@pytest.mark.parametrize("kind", [*KNOWN, "gcp-secret-manager", "az-key-vault", "vault"])
def test_the_runtime_fetches_what_the_compiler_lets_pass(kind: str | None) -> None:
    source = {"type": kind, "id": "database", "options": {"env_vars": {"USER": "me"}}}
    with patch.object(environment, "_from_aws", return_value={"USER": "me"}):
        if kind in KNOWN:
            assert environment._fetch(source, None) == {"USER": "me"}
        else:
            with pytest.raises(MetaflowException, match="cannot fetch secrets from"):
                environment._fetch(source, None)


@pytest.mark.parametrize("kind", ["gcp-secret-manager", "az-key-vault"])
def test_others_are_found_on_every_target_and_before_a_run_here(kind: str, tmp_path: Path) -> None:
    path = write_example(tmp_path, RULE.bad.replace("gcp-secret-manager", kind), {})
    assert [finding.code for finding in read(path).findings] == ["FLOW224"]
    for target in TARGETS:
        compiled = compile_for(path, target)
        assert [finding.code for finding in serious(compiled.findings)] == ["FLOW224"]
        assert compiled.documents == ()


def test_each_source_is_named(tmp_path: Path) -> None:
    sources = '["a", "inline.b", "gcp-secret-manager.c", {"type": "az-key-vault", "id": "d"}]'
    text = RULE.bad.replace('["gcp-secret-manager.database"]', sources)
    found = read(write_example(tmp_path, text, {})).findings
    assert [finding.message.split("`")[1] for finding in found] == ["c", "d"]
