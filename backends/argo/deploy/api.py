"""A small client of the Kubernetes API, and what goes wrong as a few faults that people understand."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from flowc.backends.argo.deploy.place import Place
from flowc.backends.deployment import Conflict, DeployError, NotDeployed, Unreachable
from flowc.diagnostics.record import record

Object = dict[str, Any]

MANAGER = "flowc"
"""The name under which the API server notes which fields are flowc's."""
SECONDS = 60.0
TRIES = 3
"""How often a request is made that changes nothing, while the server does not answer or is busy."""
PAGE = 500
APPLY = "application/apply-patch+yaml"
BUSY = (429, 500, 502, 503, 504)


class Refused(DeployError):  # noqa: N818 - it names what happened
    """The API server said no. `status` is HTTP's, `reason` the API's own word, `causes` what it says of fields."""

    def __init__(
        self, status: int, answer: Mapping[str, Any], message: str, help_: str | None = None
    ) -> None:
        super().__init__(message, help=help_)
        self.status = status
        self.reason = str(answer.get("reason", ""))
        self.causes = tuple((answer.get("details") or {}).get("causes") or ())


class KindMissing(DeployError):  # noqa: N818
    """The cluster does not have that kind of object."""


@record
class Answer:
    """The status of HTTP and the object."""

    status: int
    body: Object


class Api:
    """Calls as one user. Making one contacts nothing."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return self.place.context()

    def get(self, path: str, **query: str) -> Object:
        """An object, or one page of a list."""
        return self.call("GET", path, query=query).body

    def found(self, path: str) -> Object | None:
        """An object, None when there is none of that name."""
        try:
            return self.get(path)
        except NotDeployed:
            return None

    def items(self, path: str, **query: str) -> Iterator[Object]:
        """All objects of a list, page by page."""
        token = ""
        while True:
            page = self.get(path, limit=str(PAGE), **query, **({"continue": token} if token else {}))
            yield from page["items"]
            token = page["metadata"].get("continue", "")
            if not token:
                return

    def apply(self, path: str, body: Object, *, dry: bool = False, force: bool = False) -> Answer:
        """Server-side apply; a field that the kind does not have is an error."""
        query = {"fieldManager": MANAGER, "fieldValidation": "Strict"}
        query |= {"dryRun": "All"} if dry else {}
        query |= {"force": "true"} if force else {}
        return self.call("PATCH", path, body, query=query, kind=APPLY)

    def create(self, path: str, body: Object) -> Object:
        """A new object of the collection."""
        query = {"fieldManager": MANAGER, "fieldValidation": "Strict"}
        return self.call("POST", path, body, query=query).body

    def delete(self, path: str, version: str) -> None:
        """Remove an object as it was at a version; one that is gone is fine."""
        conditions = {
            "kind": "DeleteOptions",
            "apiVersion": "v1",
            "preconditions": {"resourceVersion": version},
        }
        try:
            self.call("DELETE", path, conditions)
        except NotDeployed:
            return

    def text(self, path: str, **query: str) -> str:
        """An answer that is no JSON: the log of a container."""
        status, text = self._exchange("GET", path, None, query, "application/json")
        if status >= 300:
            raise self._refusal(status, text, "GET", path)
        return text.decode("utf-8", "replace")

    def call(
        self,
        method: str,
        path: str,
        body: Object | None = None,
        *,
        query: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> Answer:
        """One request. Raises `NotDeployed` for 404, and `DeployError`."""
        harmless = method == "GET" or "dryRun" in (query or {})
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES or not harmless
            try:
                status, text = self._exchange(method, path, body, query or {}, kind)
            except Unreachable:
                if last:
                    raise
            else:
                if status < 300:
                    return Answer(status=status, body=json.loads(text))
                if last or status not in BUSY:
                    raise self._refusal(status, text, method, path)
            time.sleep(0.3 * attempt)
        raise AssertionError("the last attempt returns or raises")

    def _exchange(
        self, method: str, path: str, body: Object | None, query: Mapping[str, str], kind: str
    ) -> tuple[int, bytes]:
        target = urlsplit(self.place.url).path + path + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        connection = self._connection()
        try:
            connection.request(method, target, data, self._headers(kind))
            response = connection.getresponse()
            return response.status, response.read()
        except ssl.SSLCertVerificationError as fault:
            raise DeployError(
                f"the certificate of {self.place.url} is not trusted: {fault.verify_message}",
                help="check `certificate-authority` of the kubeconfig",
            ) from fault
        except (OSError, http.client.HTTPException) as fault:
            raise Unreachable(
                f"{self.place.url} does not answer: {fault}",
                help="check the network and the context of the kubeconfig; then do the same again",
            ) from fault
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.place.url)
        host = parts.hostname or ""
        if parts.scheme == "http":
            return http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
        connection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=self._context)
        if self.place.server_name:
            _name_in_certificate(connection, self._context, self.place.server_name)
        return connection

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Content-Type": kind, "Accept": "application/json, */*", "User-Agent": MANAGER}
        login = self.place.login
        if login.token:
            headers["Authorization"] = f"Bearer {login.token}"
        elif login.username:
            pair = base64.b64encode(f"{login.username}:{login.password}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        return headers

    def _refusal(self, status: int, text: bytes, method: str, path: str) -> DeployError:
        answer = _status(text)
        said = str(answer.get("message") or text[:500].decode("utf-8", "replace") or status)
        if status == 404:
            return _missing(answer, said, path)
        if status == 401:
            return Refused(
                status, answer, f"{self.place.url} does not accept the login: {said}", "log in again"
            )
        if status == 403:
            return Refused(
                status,
                answer,
                f"the cluster does not allow this: {said}",
                "see docs/deploy.md for the rights",
            )
        if status == 409:
            return _Met(status, answer, said)
        if status in BUSY:
            return Unreachable(f"{self.place.url} is busy or fails: {said}", help="do the same again later")
        return Refused(status, answer, f"the API server refused `{method} {path}`: {said}")


class _Met(Conflict, Refused):
    """Somebody else's change."""

    def __init__(self, status: int, answer: Mapping[str, Any], said: str) -> None:
        Refused.__init__(self, status, answer, said, "deploy again")


def _status(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _missing(answer: Mapping[str, Any], said: str, path: str) -> DeployError:
    """A kind, or a namespace, that the cluster lacks is not an object that is not there."""
    details = answer.get("details") or {}
    if details.get("kind") == "namespaces":
        return DeployError(f"the cluster has no namespace: {said}", help="make it, or set `namespace`")
    if not details.get("name") and "/apis/argoproj.io/" in path:
        plural = path.split("/apis/argoproj.io/", 1)[1].split("/")[3:4]
        part = "Events" if plural and plural[0] in ("sensors", "eventsources") else "Workflows"
        return KindMissing(
            f"the cluster does not know Argo's objects: Argo {part} is not installed there",
            help="install it, or choose another cluster with --context",
        )
    return NotDeployed(said)


def _name_in_certificate(connection: http.client.HTTPSConnection, context: ssl.SSLContext, name: str) -> None:
    """Let TLS ask for another name than the one that is connected to."""

    def connect() -> None:
        http.client.HTTPConnection.connect(connection)
        connection.sock = context.wrap_socket(connection.sock, server_hostname=name)

    connection.connect = connect  # type: ignore[method-assign]
