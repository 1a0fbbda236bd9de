"""Airflow whose steps are Batch jobs: see `tests.engines.airflow.on_aws`."""

from __future__ import annotations

from functools import partial

from tests.engines.airflow.on_aws import AirflowOnAws, is_selected, manifest_of

ADAPTER = partial(AirflowOnAws, "batch")
MANIFEST = partial(manifest_of, executor="batch")
SELECTED = is_selected
