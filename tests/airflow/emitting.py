"""Flows to DAG files, for tests."""

from __future__ import annotations

from typing import Any

from flowc.backends.airflow.backend import AirflowBackend
from flowc.backends.protocol import CodePackage, Request, TargetSettings
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow

PACKAGE = CodePackage(digest="0123456789abcdef" * 4, data=b"")


def structured(flow: Flow) -> Flow:
    """The flow with its region."""
    analysis = analyse(flow)
    assert analysis.faults == ()
    return analysis.flow


def request(flow: Flow, **settings: Any) -> Request:
    """A compile of a flow."""
    return Request(
        flow=flow,
        profile="airflow@3.3",
        settings=TargetSettings(**{"store": "/store", **settings}),
        package=PACKAGE,
        package_external=True,
    )


def emit(flow: Flow, **settings: Any) -> str:
    """The DAG file of a flow."""
    document, *_ = AirflowBackend().emit(request(flow, **settings))
    return document.text
