"""A small client of the Kubernetes API on the standard library: one kept connection a thread."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

Object = dict[str, Any]

MERGE = "application/merge-patch+json"
APPLY = "application/apply-patch+yaml"
WORKFLOWS = "/apis/argoproj.io/v1alpha1"


class ApiError(Exception):
    """The API server said no. `code` is the HTTP status, `reason` the API's own word for it."""

    def __init__(self, code: int, reason: str, message: str) -> None:
        super().__init__(message or f"{code} {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API server is, and as whom to speak."""

    port: int
    authority: Path
    """The certificates to trust."""
    token: str


class Api:
    """Calls as one user; may be used by several threads."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._context = ssl.create_default_context(cafile=str(access.authority))
        self._local = threading.local()
        self._open: list[http.client.HTTPSConnection] = []

    def close(self) -> None:
        """Close what any thread has kept open."""
        for connection in self._open:
            connection.close()
        self._open.clear()

    def get(self, path: str, **query: str) -> Object:
        """An object, or a list of objects."""
        return self.call("GET", path, query=query)

    def create(self, path: str, body: Mapping[str, Any], **query: str) -> Object:
        """A new object of the collection at `path`; a field that its kind does not have is an error."""
        words = {"fieldValidation": "Strict", **query}
        return self.call("POST", path, json.dumps(body).encode(), query=words)

    def merge(self, path: str, body: Mapping[str, Any]) -> Object:
        """Change the fields that the body names."""
        return self.call("PATCH", path, json.dumps(body).encode(), kind=MERGE)

    def apply(self, path: str, text: bytes, **query: str) -> Object:
        """Server-side apply of one document, JSON or YAML, byte for byte as it is."""
        words = {"fieldManager": "test", "fieldValidation": "Strict", **query}
        return self.call("PATCH", path, text, kind=APPLY, query=words)

    def delete(self, path: str, **query: str) -> Object:
        """Remove an object or a collection."""
        return self.call("DELETE", path, query=query)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        kind: str = "application/json",
        query: Mapping[str, str] | None = None,
    ) -> Object:
        """One request. Raises `ApiError`; tries once more on a new connection when the kept one was closed."""
        target = f"{path}?{urlencode(query)}" if query else path
        headers = {"Authorization": f"Bearer {self.access.token}", "Content-Type": kind}
        try:
            response, text = self._exchange(self._kept(), method, target, body, headers)
        except (http.client.HTTPException, OSError):
            self._kept().close()
            self._open.remove(self._kept())
            self._local.connection = None
            response, text = self._exchange(self._kept(), method, target, body, headers)
        return _object(response, text)

    def watch(self, path: str, version: str, **query: str) -> Generator[Object, None, None]:
        """Changes of a collection from a version on, until the server ends the answer."""
        words = {**query, "watch": "1", "resourceVersion": version, "allowWatchBookmarks": "true"}
        connection = self._connect(timeout=None)
        try:
            connection.request(
                "GET",
                f"{path}?{urlencode(words)}",
                headers={"Authorization": f"Bearer {self.access.token}"},
            )
            response = connection.getresponse()
            if response.status != 200:
                _object(response, response.read())
            for line in response:
                yield json.loads(line)
        finally:
            connection.close()

    def _exchange(
        self,
        connection: http.client.HTTPSConnection,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        return response, response.read()

    def _kept(self) -> http.client.HTTPSConnection:
        connection: http.client.HTTPSConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect(timeout=30)
            self._open.append(connection)
        return connection

    def _connect(self, timeout: float | None) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "127.0.0.1", self.access.port, context=self._context, timeout=timeout
        )


def _object(response: http.client.HTTPResponse, text: bytes) -> Object:
    if response.status < 400:
        found: Object = json.loads(text) if text[:1] == b"{" else {}
        return found
    status = json.loads(text) if text[:1] == b"{" else {}
    raise ApiError(
        response.status, status.get("reason", ""), status.get("message", text.decode(errors="replace"))
    )
