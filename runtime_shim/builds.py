"""A run finishes on the code package that it began with, whatever is deployed meanwhile."""

from __future__ import annotations

import os
import sys

from flowc.runtime_shim.lean.digest import hexdigest
from flowc.runtime_shim.request import Request
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.errors import Missing
from flowc.runtime_shim.store.layout import package_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

STARTED = "FLOWC_STARTED_INSTEAD"
"""The variable that names the package which another one has started in its place: it starts no third."""


class OtherBuild(Exception):  # noqa: N818 - it names what happened
    """The package that the run began with is gone, and this one is of another flow: exit code 78.

    It leaves no tombstone: the attempt is of use once that package is back.
    """


def package_to_start(request: Request, record: Document) -> str | None:
    """The path of the package that the run began with, when this task was started from another one; else None.

    None too, after a word on stderr, when it is gone and the plan of this one is the same. Raises `OtherBuild` when
    the plan is another, `StoreError` when the store does not answer. Asks the store only where builds differ.
    """
    ours, wanted = request.facts.package, record["package"]
    if not isinstance(request.flow, str) or not ours or not wanted or ours == wanted:
        return None
    if os.environ.get(STARTED) != wanted:
        for find in (_beside, _unpacked, _stored):
            found = find(request, wanted)
            if found is not None:
                return found
    both = f"run {record['run']} began with build {wanted}, this task was started from build {ours}"
    if record["plan"] != request.plan.digest:
        raise OtherBuild(
            f"{both}, which has another plan, and {package_key(wanted)} is not in {request.store.url}: "
            "put it there, or start a new run"
        )
    sys.stderr.write(f"flowc: {both}; the former is gone, and both have the same plan: going on\n")
    return None


def package_of_run(request: Request) -> str | None:
    """`package_to_start` for what is not one task. Raises the same."""
    try:
        return package_to_start(request, read_document(request.store, request.run.record))
    except Missing:
        return None


def start(package: str, arguments: list[str]) -> NoReturn:
    """Become the task of another package: the same arguments, variables, folder and process id. Never returns."""
    digest = os.path.basename(package).partition(".")[0]
    sys.stderr.write(f"flowc: starting {package}: the run began with it\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, package, *arguments], {**os.environ, STARTED: digest})  # noqa: S606


def _beside(_request: Request, digest: str) -> str | None:
    """`<sha256>.pyz` in the folder of the package that runs, where a deployment left it."""
    return _checked(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), f"{digest}.pyz"), digest)


def _unpacked(request: Request, digest: str) -> str | None:
    """One that another task of this machine has fetched."""
    return _checked(_home(request, digest), digest)


def _stored(request: Request, digest: str) -> str | None:
    try:
        data = request.store.get(package_key(digest))
    except Missing:
        return None
    path = _home(request, digest)
    part = f"{path}.{os.getpid()}"
    with open(part, "wb") as file:
        file.write(data)
    os.replace(part, path)
    return _checked(path, digest)


def _home(request: Request, digest: str) -> str:
    """A place beside the folders that packages are unpacked to, which nobody else can write to."""
    return os.path.join(os.path.dirname(os.path.dirname(str(request.flow))), f"{digest}.pyz")


def _checked(path: str, digest: str) -> str | None:
    """The path, when the package is there and whole."""
    try:
        with open(path, "rb") as file:
            return path if hexdigest(file.read()) == digest else None
    except OSError:
        return None
