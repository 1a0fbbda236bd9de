"""Targets by name."""

from __future__ import annotations

import pytest

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.registry import UnknownTargetError, resolve, targets


def test_default_profile() -> None:
    backend, profile = resolve("argo")
    assert isinstance(backend, ArgoBackend)
    assert profile == "argo@4.1"


def test_named_profile() -> None:
    assert resolve("argo@3.6")[1] == "argo@3.6"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("argo@2.0", "`argo@3.6`, `argo@4.1`"),
        ("nomad", "there is no target `nomad`"),
        ("", "`argo`"),
        ("argo@", "`argo@`"),
    ],
)
def test_unknown(target: str, said: str) -> None:
    with pytest.raises(UnknownTargetError, match=said):
        resolve(target)


def test_own_targets_come_first() -> None:
    assert targets()[0] == "argo"
