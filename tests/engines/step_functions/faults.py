"""What breaks in jobs. The tests write a list; the server takes from it as jobs start."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

FAULTY = Path(__file__).parent / "faulty"
"""On PYTHONPATH, it lets the step's own process and the container be killed before the step's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """What happens to the next `times` jobs of a step.

    `command` runs in place of the job's, `variables` are added, `seconds` is its time limit, `overwrite` maps a
    pattern of keys in `bucket` to the text that they get when the job has ended (None: they are deleted).
    """

    step: str
    times: int = 1
    command: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    bucket: str = ""
    overwrite: Mapping[str, str | None] = field(default_factory=dict)

    def after(self, given: Mapping[str, str]) -> None:
        """Spoil what the job has stored."""
        if not self.overwrite:
            return
        import boto3

        s3 = boto3.client(
            "s3",
            endpoint_url=given["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id="fault",
            aws_secret_access_key="fault",
        )
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            for entry in page.get("Contents", []):
                self._spoil(s3, entry["Key"])

    def _spoil(self, s3: Any, key: str) -> None:
        for pattern, text in self.overwrite.items():
            if pattern in key and text is None:
                s3.delete_object(Bucket=self.bucket, Key=key)
            elif pattern in key:
                s3.put_object(Bucket=self.bucket, Key=key, Body=str(text).encode())


def kill_in_step(step: str) -> Breakdown:
    """The container is killed in the first attempt of each of the step's tasks, before the step's code."""
    return Breakdown(
        step=step,
        times=1_000_000,
        variables={"PYTHONPATH": str(FAULTY), "FAULT_KILL_CONTAINER": step},
    )


class FaultList:
    """A file of breakdowns, written by the tests and used up by the server."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = Lock()

    def write(self, breakdowns: Sequence[Breakdown]) -> None:
        """Replace what is to come."""
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps([asdict(one) for one in breakdowns]))
        part.replace(self.file)

    def take(self, command: Sequence[str], variables: Mapping[str, str]) -> Breakdown | None:
        """What happens to this job, which is then one less to come."""
        with self._lock:
            if not self.file.is_file():
                return None
            entries = [Breakdown(**one) for one in json.loads(self.file.read_text())]
            for place, entry in enumerate(entries):
                if entry.times > 0 and step_of(command, variables) == entry.step:
                    from dataclasses import replace

                    entries[place] = replace(entry, times=entry.times - 1)
                    self.write(entries)
                    return entry
        return None


def step_of(command: Sequence[str], variables: Mapping[str, str]) -> str | None:
    """The step that a job runs: the word after `step`."""
    for word, following in zip(command, [*command[1:], None], strict=True):
        if word == "step":
            return following
    return variables.get("FLOWC_STEP")
