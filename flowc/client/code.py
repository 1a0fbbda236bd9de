"""`run.code`: the code package that a run was started with, when the store has it."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.layout import package_key

__all__ = ["MetaflowCode", "package_key"]


class MetaflowCode:
    """The package: a zip file of the flow, what it imports, its plan and the runtime."""

    def __init__(self, digest: str, data: bytes) -> None:
        self.digest = digest
        self.data = data

    @classmethod
    def of(cls, store: Store, digest: str) -> MetaflowCode | None:
        """The package with this SHA-256; None when the store does not have it, or has something else."""
        from hashlib import sha256

        if not digest:
            return None
        try:
            data = store.get(package_key(digest))
        except Missing:
            return None
        return cls(digest, data) if sha256(data).hexdigest() == digest else None

    @property
    def path(self) -> str:
        """Where the store has it."""
        return package_key(self.digest)

    @cached_property
    def zip(self) -> zipfile.ZipFile:
        """The package, opened to read. Metaflow has a `tarball` here."""
        return zipfile.ZipFile(io.BytesIO(self.data))

    @cached_property
    def info(self) -> dict[str, Any]:
        """`script`: the flow file, from the folder that was packaged; `flow`: the flow's name."""
        flow = json.loads(self.zip.read("plan.json"))["flow"]
        return {"script": flow["file"], "flow": flow["name"]}

    @property
    def script_name(self) -> str:
        """The flow file."""
        return str(self.info["script"])

    @property
    def flowspec(self) -> str:
        """The source of the flow file."""
        return self.zip.read(f"src/{self.script_name}").decode("utf-8")

    def extract(self) -> tempfile.TemporaryDirectory[str]:
        """The user's files in a temporary folder, which goes when the object does."""
        folder = tempfile.TemporaryDirectory(prefix="flowc-code-")
        for name in self.zip.namelist():
            if name.startswith("src/") and not name.endswith("/"):
                target = Path(folder.name, name.removeprefix("src/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self.zip.read(name))
        return folder

    def __str__(self) -> str:
        return f"<MetaflowCode: {self.script_name}>"
