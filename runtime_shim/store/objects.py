"""A store behind S3, Google Cloud Storage or Azure, through the package `obstore`."""

from __future__ import annotations

import os
import time
from collections import Counter

from flowc.runtime_shim.store.errors import Missing, StoreError
from flowc.runtime_shim.store.store import Store, patiently

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, TypeVar

    Result = TypeVar("Result")


class ObjectStore(Store):
    """Objects of a bucket. Credentials, region and endpoint come from where each cloud's own tools look.

    `FLOWC_S3_ENDPOINT` (or `AWS_ENDPOINT_URL`) names an S3 server other than Amazon's, `FLOWC_KMS_KEY` the key that
    S3 is to encrypt with.
    """

    forks_badly = True

    def __init__(self, url: str) -> None:
        try:
            import obstore
            from obstore import exceptions
            from obstore.store import from_url
        except ImportError:
            raise StoreError(f"{url} needs the package `obstore`: pip install obstore") from None
        self.url = url.rstrip("/")
        self.requests: Counter[str] = Counter()
        self._obstore: Any = obstore
        self._errors: Any = exceptions
        try:
            self._store: Any = from_url(self.url, **_options(self.url))
        except (exceptions.BaseError, ValueError) as error:
            raise StoreError(
                f"{url} cannot be used{_missing(url)}: {str(error).partition(chr(10))[0]}"
            ) from None

    def get(self, key: str) -> bytes:
        self.requests["get"] += 1
        return self._try(lambda: bytes(self._obstore.get(self._store, key).bytes()), key)

    def get_range(self, key: str, start: int, length: int) -> bytes:
        self.requests["get"] += 1
        if length == 0:
            return b""
        return self._try(
            lambda: bytes(self._obstore.get_range(self._store, key, start=start, length=length)), key
        )

    def open(self, key: str) -> IO[bytes]:
        self.requests["get"] += 1
        return self._try(lambda: self._download(key), key)

    def put(self, key: str, data: bytes) -> None:
        self.requests["put"] += 1
        self._try(lambda: self._obstore.put(self._store, key, data), key)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        self.requests["put"] += 1

        def create() -> bool:
            try:
                self._obstore.put(self._store, key, data, mode="create")
            except (self._errors.AlreadyExistsError, self._errors.PreconditionError):
                return False
            return True

        return self._try(create, key)

    def spool(self) -> IO[bytes]:
        from tempfile import TemporaryFile

        return TemporaryFile()

    def adopt(self, key: str, spooled: IO[bytes]) -> None:
        self.requests["put"] += 1

        def send() -> None:
            spooled.seek(0)
            self._obstore.put(self._store, key, spooled)

        with spooled:
            self._try(send, key)

    def abandon(self, spooled: IO[bytes]) -> None:
        spooled.close()

    def age(self, key: str) -> float | None:
        self.requests["head"] += 1
        try:
            found = self._try(lambda: self._obstore.head(self._store, key), key)
        except Missing:
            return None
        return time.time() - float(found["last_modified"].timestamp())

    def list(self, prefix: str, after: str = "") -> Iterator[str]:
        self.requests["list"] += 1
        for batch in self._obstore.list(self._store, prefix or None, offset=after or None):
            yield from sorted(str(entry["path"]) for entry in batch)

    def delete(self, key: str) -> None:
        self.requests["delete"] += 1
        try:
            self._try(lambda: self._obstore.delete(self._store, key), key)
        except Missing:
            pass

    def _download(self, key: str) -> IO[bytes]:
        file = self.spool()
        for chunk in self._obstore.get(self._store, key).stream(min_chunk_size=1024 * 1024):
            file.write(chunk)
        file.seek(0)
        return file

    def _try(self, act: Callable[[], Result], key: str) -> Result:
        final = tuple(
            getattr(self._errors, name)
            for name in (
                "PermissionDeniedError",
                "UnauthenticatedError",
                "InvalidPathError",
                "NotSupportedError",
            )
            if hasattr(self._errors, name)
        )

        def settled() -> Result:
            try:
                return act()
            except (FileNotFoundError, self._errors.NotFoundError):
                raise Missing(f"{self.url} has no {key}") from None
            except final as error:
                raise StoreError(f"{self.url} refuses {key}: {error}") from error

        return patiently(settled, (OSError, self._errors.BaseError), key)


def _missing(url: str) -> str:
    """What is not said about a store, in words."""
    if url.startswith("az://") and not os.environ.get("AZURE_STORAGE_ACCOUNT_NAME"):
        return ", as AZURE_STORAGE_ACCOUNT_NAME is not set"
    return ""


def _options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    endpoint = os.environ.get("FLOWC_S3_ENDPOINT") or os.environ.get("AWS_ENDPOINT_URL")
    if url.startswith("s3://") and endpoint:
        options["endpoint"] = endpoint
        options["client_options"] = {"allow_http": endpoint.startswith("http://")}
    key = os.environ.get("FLOWC_KMS_KEY")
    if url.startswith("s3://") and key:
        options["aws_server_side_encryption"] = "aws:kms"
        options["aws_sse_kms_key_id"] = key
    return options
