"""boto3, loaded when it is needed, and what it can raise as a few faults that people understand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from flowc.backends.deployment import ClientMissing, Conflict, Connection, DeployError, Unreachable

SECONDS_TO_CONNECT = 5
SECONDS_TO_READ = 60

MISSING = frozenset(
    {
        "StateMachineDoesNotExist",
        "ExecutionDoesNotExist",
        "ResourceNotFoundException",
        "ResourceNotFound",
        "404",
        "NoSuchKey",
        "NoSuchBucket",
    }
)
"""Codes that say that there is no such thing."""
DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403", "Forbidden"})
CREDENTIALS = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
    }
)
BUSY = frozenset(
    {
        "ConflictException",
        "ConcurrentModificationException",
        "StateMachineDeleting",
        "StateMachineAlreadyExists",
    }
)
AWAY = frozenset(
    {
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "ThrottlingException",
        "Throttling",
        "TooManyRequestsException",
        "InternalFailure",
        "InternalServerException",
        "InternalException",
        "500",
        "503",
    }
)


class NoSuchThing(Exception):  # noqa: N818 - it names what was found
    """AWS has no object of that name."""


class Aws:
    """The services of one account and region. Making one loads nothing."""

    def __init__(self, connection: Connection) -> None:
        self._options = connection.options
        self.kms_key = connection.environment.get("FLOWC_KMS_KEY")
        """The key that the store encrypts with, if it is not the bucket's own."""
        self._clients: dict[str, Any] = {}

    @cached_property
    def _session(self) -> Any:
        boto3 = _boto3()
        with faults("credentials", "read the configuration"):
            return boto3.session.Session(
                profile_name=self._options.get("aws-profile"), region_name=self._options.get("region")
            )

    @cached_property
    def region(self) -> str:
        """The region's name."""
        found = self._session.region_name
        if not found:
            raise DeployError("no AWS region is set", help="give --region, or set AWS_DEFAULT_REGION")
        return str(found)

    @property
    def is_amazon(self) -> bool:
        """Whether the services are AWS's own, which have a console to look at."""
        host = urlsplit(str(self._client("stepfunctions").meta.endpoint_url)).hostname or ""
        return host.endswith((".amazonaws.com", ".amazonaws.com.cn"))

    @cached_property
    def _caller(self) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.call("sts", "get_caller_identity")
        return answer

    @property
    def account(self) -> str:
        """The account's number."""
        return str(self._caller["Account"])

    @property
    def partition(self) -> str:
        """`aws`, or the name of a partition apart, such as `aws-cn`."""
        return str(self._caller["Arn"]).split(":")[1]

    def arn(self, service: str, rest: str) -> str:
        """The ARN of something in this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{rest}"

    def call(self, service: str, operation: str, **arguments: Any) -> Any:
        """One request. Raises `NoSuchThing` and `DeployError`."""
        with faults(service, operation):
            return getattr(self._client(service), operation)(**arguments)

    def pages(self, service: str, operation: str, **arguments: Any) -> Iterator[Any]:
        """All answers of an operation that gives them in pages."""
        with faults(service, operation):
            yield from self._client(service).get_paginator(operation).paginate(**arguments)

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            config = import_module("botocore.config").Config(
                connect_timeout=SECONDS_TO_CONNECT,
                read_timeout=SECONDS_TO_READ,
                retries={"mode": "standard", "max_attempts": 4},
                user_agent_extra="flowc",
            )
            self._clients[service] = self._session.client(
                service,
                region_name=self.region,
                endpoint_url=self._options.get("endpoint-url"),
                config=config,
            )
        return self._clients[service]


def found(act: Callable[[], Any]) -> Any:
    """What `act` gives; None where AWS has no such thing."""
    try:
        return act()
    except NoSuchThing:
        return None


@contextmanager
def faults(service: str, operation: str) -> Iterator[None]:
    """Turn what boto3 raises into `NoSuchThing` or a `DeployError`."""
    _boto3()  # says what to install, where botocore is missing too
    exceptions = import_module("botocore.exceptions")
    try:
        yield
    except exceptions.ClientError as error:
        raise _of_answer(error, service, operation) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
        raise DeployError(
            "there are no AWS credentials", help="set AWS_PROFILE, or give --aws-profile, or log in"
        ) from error
    except exceptions.ProfileNotFound as error:
        raise DeployError(str(error), help="give --aws-profile the name of one in ~/.aws/config") from error
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        raise Unreachable(
            f"{_title(service)} does not answer: {error}",
            help="check the network, the region and --endpoint-url; then do the same again",
        ) from error
    except exceptions.BotoCoreError as error:
        raise DeployError(f"{_action(service, operation)}: {error}") from error


def _of_answer(error: Any, service: str, operation: str) -> Exception:
    answer = error.response.get("Error", {})
    code, words = str(answer.get("Code", "")), str(answer.get("Message", "")).strip()
    action = _action(service, operation)
    if code in MISSING:
        return NoSuchThing(words)
    if code in DENIED:
        return DeployError(
            f"AWS does not allow `{action}`: {words or code}",
            help=f"the credentials in use need the permission `{action}`",
        )
    if code in CREDENTIALS:
        return DeployError(f"AWS does not accept the credentials: {words or code}", help="log in again")
    if code in BUSY:
        return Conflict(f"`{action}` met another change of the same object: {words}", help="deploy again")
    if code in AWAY:
        return Unreachable(
            f"{_title(service)} is busy or fails: {words or code}", help="do the same again later"
        )
    return DeployError(
        f"AWS refused `{action}`: {code}: {words}" if words else f"AWS refused `{action}`: {code}"
    )


def _action(service: str, operation: str) -> str:
    """As policies call it: `states:CreateStateMachine`."""
    prefix = {"stepfunctions": "states"}.get(service, service)
    return f"{prefix}:{''.join(word.title() for word in operation.split('_'))}"


def _title(service: str) -> str:
    titles = {"stepfunctions": "Step Functions", "batch": "Batch", "events": "EventBridge", "s3": "S3"}
    return titles.get(service, service)


def _boto3() -> Any:
    try:
        return import_module("boto3")
    except ImportError:
        raise ClientMissing(
            "talking to AWS needs the package `boto3`", help="pip install 'flowc[step-functions]'"
        ) from None
