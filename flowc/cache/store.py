"""Where entries are kept, how they are written and how they are found again.

A request (a path and all options) does not know which files an answer depends on until it has been answered once.
So an entry of the request holds the lists of accesses that earlier answers needed; the digest of what these
accesses give now names the answer. Entries are JSON, written beside and renamed, and never trusted: what cannot be
read is not there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flowc.diagnostics.sha256 import hexdigest
from flowc.frontend.files import Access, still_valid

MAX_ENTRIES = 2000
MAX_BYTES = 200_000_000
"""Beyond either the oldest entries are deleted until half of it is left. An entry is some tens of kilobytes."""
MAX_ALTERNATIVES = 8
"""How many different states of the sources one request remembers: branches that one switches between."""


class Cache:
    """A folder of entries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def default(cls, variables: dict[str, str]) -> Cache:
        """`FLOWC_CACHE_DIR`, else the user's cache folder; a folder that cannot be had keeps nothing."""
        chosen = variables.get("FLOWC_CACHE_DIR")
        if chosen:
            return cls(Path(chosen))
        base = os.environ.get("XDG_CACHE_HOME")
        try:
            return cls((Path(base) if base else Path.home() / ".cache") / "flowc")
        except RuntimeError:  # a user without a home
            return cls(Path(os.devnull) / "flowc")

    def get(self, request: str) -> Any | None:
        """The answer kept for a request, when every file system access it was made of still gives the same."""
        for alternative in self._alternatives(request):
            try:
                accesses = [Access(path=path, kind=kind, digest=digest) for path, kind, digest in alternative]
            except (TypeError, ValueError):
                continue
            if still_valid(accesses):
                answer = self._read(self._answer_path(request, accesses))
                if answer is not None:
                    return answer
        return None

    def put(self, request: str, accesses: Sequence[Access], answer: Any) -> None:
        """Keep an answer. A cache that cannot be written is no cache, and no error."""
        rows = [[access.path, access.kind, access.digest] for access in accesses]
        alternatives = [rows, *(old for old in self._alternatives(request) if old != rows)]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(self._answer_path(request, accesses), answer)
            self._write(self._request_path(request), alternatives[:MAX_ALTERNATIVES])
            self._evict()
        except OSError:
            return

    def _alternatives(self, request: str) -> list[Any]:
        found = self._read(self._request_path(request))
        return found if isinstance(found, list) else []

    def _request_path(self, request: str) -> Path:
        return self.folder / f"request-{request}.json"

    def _answer_path(self, request: str, accesses: Iterable[Access]) -> Path:
        rows = [[access.path, access.kind, access.digest] for access in accesses]
        return self.folder / f"answer-{digest([request, rows])}.json"

    def _read(self, path: Path) -> Any | None:
        """The content of an entry: a JSON text whose first line is the SHA-256 of the rest."""
        try:
            stamp, _, text = path.read_bytes().partition(b"\n")
            if hexdigest(text).encode() != stamp:
                return None
            return json.loads(text)
        except (OSError, ValueError):
            return None

    def _write(self, path: Path, content: Any) -> None:
        text = json.dumps(content, separators=(",", ":")).encode()
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.write_bytes(hexdigest(text).encode() + b"\n" + text)
        temporary.replace(path)

    def _evict(self) -> None:
        with os.scandir(self.folder) as found:
            entries = [(entry.stat(), entry.path) for entry in found if entry.is_file()]
        count, size = len(entries), sum(status.st_size for status, _ in entries)
        if count <= MAX_ENTRIES and size <= MAX_BYTES:
            return
        entries.sort(key=lambda entry: (entry[0].st_mtime_ns, entry[1]))
        for status, path in entries:
            if count <= MAX_ENTRIES // 2 and size <= MAX_BYTES // 2:
                return
            Path(path).unlink(missing_ok=True)
            count, size = count - 1, size - status.st_size


def digest(value: Any) -> str:
    """The SHA-256 of a JSON value."""
    return hexdigest(json.dumps(value, sort_keys=True).encode())
