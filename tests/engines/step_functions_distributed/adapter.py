"""Every flow with a foreach again, each foreach as a Distributed Map that reads its items from S3."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from tests.engines.step_functions.adapter import StepFunctions, documents_of, opens_a_foreach
from tests.engines.step_functions.identity import identity


class Distributed(StepFunctions):
    """The same cloud."""

    name = "step-functions-distributed"
    settings: ClassVar[Mapping[str, Any]] = {"map": "distributed"}


def manifest(file: Path) -> list[Any]:
    """What a case rests on besides its package."""
    return [identity(), dict(documents_of(file, Distributed.settings))]


ADAPTER = Distributed
MANIFEST = manifest
SELECTED = opens_a_foreach
