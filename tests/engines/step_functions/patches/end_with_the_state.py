"""A job whose state has timed out, or whose execution was stopped, is ended."""

from __future__ import annotations

from typing import Any

WHY = "moto leaves the job of a timed out or stopped .sync task running; Step Functions ends it"
REASON = "ended by Step Functions"


def apply() -> None:
    """Remember how to end the job, and do so when nobody waits for it any more."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_batch as batch,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_callback as callback,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
        state_task_service_ecs as ecs,
    )

    _remember(batch, batch.StateTaskServiceBatch, "batch", _end_job)
    _remember(ecs, ecs.StateTaskServiceEcs, "ecs", _end_task)
    wait = callback.StateTaskServiceCallback._eval_sync

    def wait_and_end(self: Any, env: Any, sync_resolver: Any, **arguments: Any) -> Any:
        found = wait(self, env=env, sync_resolver=sync_resolver, **arguments)
        if not found:
            sync_resolver.end()
        return found

    callback.StateTaskServiceCallback._eval_sync = wait_and_end


def _remember(module: Any, service: Any, name: str, end: Any) -> None:
    original = service._build_sync_resolver

    def build(self: Any, env: Any, resource_runtime_part: Any, state_credentials: Any, **rest: Any) -> Any:
        submitted = env.stack[-1]
        resolve = original(
            self,
            env=env,
            resource_runtime_part=resource_runtime_part,
            state_credentials=state_credentials,
            **rest,
        )
        client = module.boto_client_for(
            service=name, region=resource_runtime_part.region, state_credentials=state_credentials
        )
        resolve.end = lambda: end(client, submitted)
        return resolve

    service._build_sync_resolver = build


def _end_job(client: Any, submitted: Any) -> None:
    client.terminate_job(jobId=submitted["JobId"], reason=REASON)


def _end_task(client: Any, submitted: Any) -> None:
    task = submitted["Tasks"][0]
    client.stop_task(cluster=task["ClusterArn"], task=task["TaskArn"], reason=REASON)
