"""botocore's shape of what an operation takes or gives, by the names that a state machine uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import botocore.session


@lru_cache
def operation(service: str, action: str) -> Any:
    """botocore's model of `submitJob`, `submit_job` or `SubmitJob` of `batch`."""
    model = botocore.session.get_session().get_service_model(service)
    wanted = action.replace("_", "").lower()
    return model.operation_model(next(name for name in model.operation_names if name.lower() == wanted))
