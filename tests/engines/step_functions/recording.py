"""Every call that reaches the server, as IAM sees it: whose key, which action, on which resource."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote

REGION, ACCOUNT = "us-east-1", "123456789012"
NAMES = {"events": "events", "scheduler": "scheduler", "iam": "iam", "logs": "logs"}


class Recorder:
    """A WSGI application around moto's that writes `calls.jsonl`."""

    def __init__(self, application: Callable[..., Iterable[bytes]], file: Path) -> None:
        self.application = application
        self.file = file
        self._writing = Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Note the call, then let it through."""
        for call in calls_of(environ):
            with self._writing, self.file.open("a") as file:
                file.write(json.dumps(call) + "\n")
        return self.application(environ, start)


def calls_of(environ: dict[str, Any]) -> list[Mapping[str, Any]]:
    """What a request asks for; more than one when an action touches several resources."""
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    if "Credential=" not in authorization:
        return []
    key, _, _, service, _ = authorization.split("Credential=")[1].split(",")[0].split("/")
    found = {"s3": _s3, "batch": _batch, "states": _states, "ecs": _ecs}.get(service, _other)(
        environ, service
    )
    context = _context(environ) if service == "s3" else {}
    return [{"key": key, "action": one, "resource": resource, "context": context} for one, resource in found]


def _context(environ: dict[str, Any]) -> Mapping[str, str]:
    """What conditions of a policy can ask for."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    return {"s3:prefix": query["prefix"][0]} if "prefix" in query else {}


def _body(environ: dict[str, Any]) -> Mapping[str, Any]:
    data = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(data)
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _s3(environ: dict[str, Any], _service: str) -> list[tuple[str, str]]:
    bucket, _, key = unquote(environ["PATH_INFO"]).lstrip("/").partition("/")
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    method = environ["REQUEST_METHOD"]
    if not key:
        listing = method in ("GET", "HEAD") and ("list-type" in query or not query)
        return [("s3:ListBucket" if listing else f"s3:{method.title()}Bucket", f"arn:aws:s3:::{bucket}")]
    if method == "DELETE" and "uploadId" in query:
        action = "s3:AbortMultipartUpload"
    else:
        action = {"GET": "s3:GetObject", "HEAD": "s3:GetObject", "DELETE": "s3:DeleteObject"}.get(
            method, "s3:PutObject"
        )
    return [(action, f"arn:aws:s3:::{bucket}/{key}")]


def _batch(environ: dict[str, Any], _service: str) -> list[tuple[str, str]]:
    action = environ["PATH_INFO"].rpartition("/")[2]
    body = _body(environ)
    if action == "submitjob":
        found = [
            ("batch:SubmitJob", arn("batch", "job-definition", body["jobDefinition"])),
            ("batch:SubmitJob", arn("batch", "job-queue", body["jobQueue"])),
        ]
        return [*found, *([("batch:TagResource", arn("batch", "job", "*"))] if body.get("tags") else [])]
    if action == "terminatejob":
        return [("batch:TerminateJob", arn("batch", "job", body["jobId"]))]
    return [({"describejobs": "batch:DescribeJobs"}.get(action, f"batch:{action}"), "*")]


def _states(environ: dict[str, Any], _service: str) -> list[tuple[str, str]]:
    action = environ["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
    body = _body(environ)
    return [(f"states:{action}", body.get("stateMachineArn") or body.get("executionArn") or "*")]


def _ecs(environ: dict[str, Any], _service: str) -> list[tuple[str, str]]:
    action = environ["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
    body = _body(environ)
    if action == "RunTask":
        return [("ecs:RunTask", arn("ecs", "task-definition", body["taskDefinition"]))]
    tasks = [body["task"]] if "task" in body else body.get("tasks", ["*"])
    return [(f"ecs:{action}", task) for task in tasks]


def _other(environ: dict[str, Any], service: str) -> list[tuple[str, str]]:
    target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    return [(f"{NAMES.get(service, service)}:{target or environ['REQUEST_METHOD']}", "*")]


def arn(service: str, kind: str, name: str) -> str:
    """The full name of something that may be given by its short one."""
    return name if name.startswith("arn:") else f"arn:aws:{service}:{REGION}:{ACCOUNT}:{kind}/{name}"
