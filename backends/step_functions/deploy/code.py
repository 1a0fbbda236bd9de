"""The code package in the store: written once, under its own hash."""

from __future__ import annotations

from flowc.backends.bootstrap import package_key
from flowc.backends.deployment import Change, DeployError
from flowc.backends.protocol import CodePackage
from flowc.backends.step_functions.deploy.aws import Aws, NoSuchThing, found
from flowc.backends.step_functions.deploy.piece import Values


class Code:
    """The package's object in S3."""

    def __init__(self, aws: Aws, store: str, package: CodePackage) -> None:
        self._aws = aws
        self._package = package
        self.bucket, self.key = place_of(store, package.digest)
        self.change = Change(
            kind="unchanged" if self._is_there() else "create", object=f"Package {package.digest[:12]}"
        )

    def _is_there(self) -> bool:
        head = found(lambda: self._aws.call("s3", "head_object", Bucket=self.bucket, Key=self.key))
        return head is not None and head["ContentLength"] == len(self._package.data)

    def make(self, _values: Values) -> None:
        """Upload it. Whoever else does so at the same time uploads the same bytes."""
        try:
            self._aws.call(
                "s3",
                "put_object",
                Bucket=self.bucket,
                Key=self.key,
                Body=self._package.data,
                **_encryption(self._aws.kms_key),
            )
        except NoSuchThing:
            raise DeployError(
                f"there is no bucket `{self.bucket}`", help="make it, or set another `store`"
            ) from None


def place_of(store: str, digest: str) -> tuple[str, str]:
    """The bucket and the key of a package in a store of S3."""
    bucket, _, prefix = store.removeprefix("s3://").partition("/")
    prefix = prefix.strip("/")
    return bucket, f"{prefix}/{package_key(digest)}" if prefix else package_key(digest)


def _encryption(key: str | None) -> dict[str, str]:
    """As the store does it: some buckets take nothing else."""
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}
