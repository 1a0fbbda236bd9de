"""Airflow whose steps are tasks of Amazon ECS: see `tests.engines.airflow.on_aws`."""

from __future__ import annotations

from functools import partial

from tests.engines.airflow.on_aws import AirflowOnAws, is_selected, manifest_of

ADAPTER = partial(AirflowOnAws, "ecs")
MANIFEST = partial(manifest_of, executor="ecs")
SELECTED = is_selected
