"""Why an execution failed, in a line: Batch gives the whole job as JSON."""

from __future__ import annotations

import json
from typing import Any

LONGEST = 500


def readable(error: str, cause: str) -> str:
    """What the error and its cause come down to."""
    words = _of_job(cause) or cause
    text = f"{error}: {words}" if error and words else error or words
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _of_job(cause: str) -> str | None:
    """`job NAME: reason`; None when the cause is not the description of a job or a task."""
    try:
        document = json.loads(cause)
    except ValueError:
        return None
    if not isinstance(document, dict) or "JobName" not in document:
        return None
    container: Any = document.get("Container") or {}
    parts = [document.get("StatusReason"), container.get("Reason")]
    code = container.get("ExitCode")
    parts.append(f"exit code {code}" if code is not None else None)
    return f"job {document['JobName']}: " + "; ".join(str(part) for part in parts if part)
