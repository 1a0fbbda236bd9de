"""`.flowcignore`: patterns of files that stay out of the package, one a line, `#` for comments."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from flowc.diagnostics.record import record
from flowc.frontend.files import Files

FILE_NAME = ".flowcignore"


@record
class Ignored:
    """The patterns of one folder. A pattern without a slash matches a name at any depth, `dir/` a whole folder."""

    patterns: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, files: Files) -> Ignored:
        """The patterns in the folder's `.flowcignore`; none when there is no such file."""
        path = folder / FILE_NAME
        text = files.read(path).decode("utf-8", "replace") if files.is_file(path) else ""
        stripped = (line.strip() for line in text.splitlines())
        return cls(patterns=tuple(line for line in stripped if line and not line.startswith("#")))

    def covers(self, path: str) -> bool:
        """Whether a file, by its POSIX path below the folder, stays out."""
        return any(_matches(path, pattern) for pattern in self.patterns)


def _matches(path: str, pattern: str) -> bool:
    parts = PurePosixPath(path).parts
    if pattern.endswith("/"):
        folder = pattern.strip("/")
        heads = ["/".join(parts[: end + 1]) for end in range(len(parts) - 1)]
        return any(
            fnmatchcase(head, folder) or fnmatchcase(head.rsplit("/", 1)[-1], folder) for head in heads
        )
    if "/" in pattern:
        return fnmatchcase(path, pattern.lstrip("/"))
    return any(fnmatchcase(part, pattern) for part in parts)
