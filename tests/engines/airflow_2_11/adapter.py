"""Airflow 2.11 by the adapter of Airflow 3."""

from __future__ import annotations

from functools import partial

from tests.engines.airflow.adapter import AirflowEngine, manifest

MANIFEST = partial(manifest, version="2.11")
ADAPTER = partial(AirflowEngine, version="2.11", name="airflow-2.11")
