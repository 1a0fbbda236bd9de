"""The fields of Sensors and EventSources, in the notation of `fields.json` (see `scripts/argo_schema.py`).

Written after the API documentation of Argo Events 1.9 (https://argoproj.github.io/argo-events/APIs/): in full for
what a Sensor has on the way to a workflow and for an EventSource that watches objects; what belongs to other
triggers and other sources is taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SOURCES = (
    *("alibabacloudMNS", "amqp", "azureEventsHub", "azureQueueStorage", "azureServiceBus", "bitbucket"),
    *(
        "bitbucketserver",
        "calendar",
        "emitter",
        "file",
        "generic",
        "gerrit",
        "github",
        "gitlab",
        "hdfs",
        "kafka",
    ),
    *(
        "minio",
        "mqtt",
        "nats",
        "nsq",
        "pubSub",
        "pulsar",
        "redis",
        "redisStream",
        "sftp",
        "slack",
        "sns",
        "sqs",
    ),
    *("storageGrid", "stripe", "webhook"),
)
"""Kinds of events other than `resource`."""
TRIGGERS = (
    *(
        "awsLambda",
        "azureEventHubs",
        "azureServiceBus",
        "custom",
        "email",
        "grpc",
        "http",
        "kafka",
        "log",
        "nats",
    ),
    *("openWhisk", "pulsar", "slack"),
)
"""What a trigger can do other than make or change objects."""


def _type(fields: Mapping[str, str], required: Sequence[str] = ()) -> dict[str, Any]:
    return {"fields": dict(fields), "required": list(required)}


def _object(spec: str) -> dict[str, Any]:
    fields = {"apiVersion": "s", "kind": "s", "metadata": "@ObjectMeta", "spec": spec, "status": "*"}
    return _type(fields, ["spec"])


EVENT_TYPES: Mapping[str, dict[str, Any]] = {
    "Sensor": _object("@SensorSpec"),
    "SensorSpec": _type(
        {
            "dependencies": "[@EventDependency",
            "triggers": "[@SensorTrigger",
            "template": "@EventsTemplate",
            "errorOnFailedRound": "b",
            "eventBusName": "s",
            "replicas": "i",
            "revisionHistoryLimit": "i",
            "loggingFields": "{s",
        },
        ["dependencies", "triggers"],
    ),
    "EventDependency": _type(
        {
            "name": "s",
            "eventSourceName": "s",
            "eventName": "s",
            "filters": "@EventDependencyFilter",
            "transform": "*",
            "filtersLogicalOperator": "s",
        },
        ["name", "eventSourceName", "eventName"],
    ),
    "EventDependencyFilter": _type({
        "time": "*",
        "context": "*",
        "data": "[@EventDataFilter",
        "exprs": "[@EventExprFilter",
        "dataLogicalOperator": "s",
        "exprLogicalOperator": "s",
        "script": "s",
    }),
    "EventDataFilter": _type(
        {"path": "s", "type": "s", "value": "[s", "comparator": "s", "template": "s"},
        ["path", "type", "value"],
    ),
    "EventExprFilter": _type({"expr": "s", "fields": "[@EventExprField"}, ["expr", "fields"]),
    "EventExprField": _type({"name": "s", "path": "s"}, ["name", "path"]),
    "SensorTrigger": _type(
        {
            "template": "@SensorTriggerTemplate",
            "parameters": "[@SensorParameter",
            "policy": "*",
            "retryStrategy": "@EventsBackoff",
            "rateLimit": "*",
            "atLeastOnce": "b",
            "dlqTrigger": "@SensorTrigger",
        },
        ["template"],
    ),
    "SensorTriggerTemplate": _type(
        {
            "name": "s",
            "conditions": "s",
            "conditionsReset": "[@ConditionsReset",
            "k8s": "@SensorObjectTrigger",
            "argoWorkflow": "@SensorWorkflowTrigger",
            **dict.fromkeys(TRIGGERS, "*"),
        },
        ["name"],
    ),
    "ConditionsReset": _type({"byTime": "@ConditionsResetByTime"}),
    "ConditionsResetByTime": _type({"cron": "s", "timezone": "s"}),
    "SensorObjectTrigger": _type(
        {
            "source": "@SensorArtifact",
            "operation": "s",
            "parameters": "[@SensorParameter",
            "patchStrategy": "s",
            "liveObject": "b",
        },
        ["source"],
    ),
    "SensorWorkflowTrigger": _type(
        {"source": "@SensorArtifact", "operation": "s", "parameters": "[@SensorParameter", "args": "[s"},
        ["source"],
    ),
    "SensorArtifact": _type({
        "resource": "{*", "inline": "s",
        **dict.fromkeys(("s3", "file", "url", "configmap", "git"), "*"),
    }),
    "SensorParameter": _type(
        {"src": "@SensorParameterSource", "dest": "s", "operation": "s"}, ["src", "dest"]
    ),
    "SensorParameterSource": _type(
        {
            **dict.fromkeys(("dependencyName", "contextKey", "contextTemplate", "dataKey", "dataTemplate"), "s"),
            "value": "s", "useRawData": "b",
        },
        ["dependencyName"],
    ),
    "EventsBackoff": _type({"duration": "q", "factor": "q", "jitter": "q", "steps": "i"}),
    "EventsTemplate": _type({
        "metadata": "@Metadata",
        "serviceAccountName": "s",
        "container": "@EventsContainer",
        "volumes": "[@Volume",
        "securityContext": "@PodSecurityContext",
        "nodeSelector": "{s",
        "tolerations": "[@Toleration",
        "imagePullSecrets": "[@LocalObjectReference",
        "priorityClassName": "s",
        "priority": "i",
        "affinity": "@Affinity",
    }),
    "EventsContainer": _type({
        "resources": "@ResourceRequirements",
        "imagePullPolicy": "s",
        "securityContext": "@SecurityContext",
        "volumeMounts": "[@VolumeMount",
        "env": "[@EnvVar",
        "envFrom": "[@EnvFromSource",
    }),
    "EventSource": _object("@EventSourceSpec"),
    "EventSourceSpec": _type({
        "eventBusName": "s", "template": "@EventsTemplate", "service": "*", "replicas": "i",
        **dict.fromkeys(SOURCES, "{*"),
        "resource": "{@ResourceEventSource",
    }),
    "ResourceEventSource": _type(
        {
            **dict.fromkeys(("namespace", "group", "version", "resource"), "s"),
            "eventTypes": "[s",
            "filter": "@ResourceEventFilter",
            "metadata": "{s",
            "cluster": "*",
        },
        ["version", "resource", "eventTypes"],
    ),
    "ResourceEventFilter": _type({
        "prefix": "s",
        "labels": "[@ResourceEventSelector",
        "fields": "[@ResourceEventSelector",
        "createdBy": "a",
        "afterStart": "b",
    }),
    "ResourceEventSelector": _type({"key": "s", "operation": "s", "value": "s"}, ["key", "value"]),
}  # fmt: skip
