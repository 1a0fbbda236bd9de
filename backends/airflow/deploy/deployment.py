"""One deployment: its changes in order, and making them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowc.backends.airflow.beside import IGNORE, IGNORE_ALL, package_key
from flowc.backends.airflow.deploy.api import Server
from flowc.backends.airflow.deploy.build import Build
from flowc.backends.airflow.deploy.dag_folder import DagFolder
from flowc.backends.airflow.deploy.live import Before, is_live, look, wait_until_live
from flowc.backends.airflow.deploy.packages import unneeded
from flowc.backends.deployment import Change, Conflict, Kind
from flowc.backends.live_diff import text_diff
from flowc.diagnostics.record import record
from flowc.runtime_shim.store.layout import package_key as stored_key

UNFINISHED = ("running", "queued")

MADE = b"on Airflow, compiled by flowc"
"""What every DAG file of flowc's says of itself."""


@record
class Deployment:
    """What is deployed where. Without a server, files are written and nothing is waited for."""

    build: Build
    folder: DagFolder
    server: Server | None
    seconds: float
    flow: str
    store: str = ""
    prune: bool = False


def changes_of(deployment: Deployment) -> tuple[Change, ...]:
    """All changes, in the order in which they must be made: the package before the DAG that names it."""
    return (*_fetched(deployment), *_files(deployment), *_dags(deployment), *_pruned(deployment))


def notes_of(deployment: Deployment) -> tuple[str, ...]:
    """What people should know besides."""
    if deployment.server is None:
        kept = "; no package is deleted, since a run may need it" if deployment.prune else ""
        return (f"no `server` is named: files are written, and nothing is waited for{kept}",)
    if deployment.prune and _is_running(deployment):
        return ("a run is under way: no package is deleted",)
    return ()


def make(deployment: Deployment, changes: tuple[Change, ...]) -> Iterator[Change]:
    """Make the changes of a plan, giving each when it is done."""
    before = None
    if deployment.server is not None and not _is_live(deployment, changes):
        before = look(deployment.server, deployment.build)
    for change in changes:
        if change.kind != "unchanged":
            _act(deployment, change, before)()
            yield change


def _fetched(deployment: Deployment) -> Iterator[Change]:
    """The package in the store, which containers take it from."""
    build = deployment.build
    if build.is_fetched:
        there = DagFolder(deployment.store).read(stored_key(build.digest))
        yield Change(kind=_kind(there, build.data), object=f"package {stored_key(build.digest)}")


def _files(deployment: Deployment) -> Iterator[Change]:
    folder, build = deployment.folder, deployment.build
    if build.package:
        yield _file(folder, IGNORE, IGNORE_ALL.encode())
        yield _file(folder, build.package, build.data)
    live = folder.read(build.file)
    if live is not None and MADE not in live:
        raise Conflict(
            f"there is a file `{build.file}` in the DAG folder that flowc has not made",
            help="give the flow another name or a @project, or remove that file",
        )
    wanted = build.text.encode()
    diff = "" if live is None else text_diff(live.decode("utf-8", "replace"), build.text)
    yield Change(kind=_kind(live, wanted), object=f"file {build.file}", diff=diff)


def _file(folder: DagFolder, name: str, wanted: bytes) -> Change:
    return Change(kind=_kind(folder.read(name), wanted), object=f"file {name}")


def _kind(live: bytes | None, wanted: bytes) -> Kind:
    return "create" if live is None else "unchanged" if live == wanted else "update"


def _dags(deployment: Deployment) -> Iterator[Change]:
    """The DAGs as Airflow has parsed them; a paused one is not live."""
    server, build = deployment.server, deployment.build
    if server is None:
        return
    errors = bool(server.import_errors(build.file))
    for dag in build.dags:
        answer = server.dag(dag)
        live = is_live(answer, build.tag) and answer is not None and not answer["is_paused"] and not errors
        yield Change(
            kind="create" if answer is None else "unchanged" if live else "update", object=f"DAG {dag}"
        )


def _pruned(deployment: Deployment) -> Iterator[Change]:
    if not deployment.prune or deployment.server is None or _is_running(deployment):
        return
    for digest in unneeded(deployment.folder, deployment.build, deployment.flow):
        yield Change(kind="delete", object=f"file {package_key(digest)}")


def _is_running(deployment: Deployment) -> bool:
    """Whether a run may still need an old package."""
    server = deployment.server
    return server is not None and any(server.runs(dag, 1, UNFINISHED) for dag in _known(deployment, server))


def _known(deployment: Deployment, server: Server) -> tuple[str, ...]:
    return tuple(dag for dag in deployment.build.dags if server.dag(dag) is not None)


def _is_live(deployment: Deployment, changes: tuple[Change, ...]) -> bool:
    """Whether Airflow has parsed the file as it is, and it is not to be written: it is paused at most."""
    server, build = deployment.server, deployment.build
    if server is None or any(
        one.object == f"file {build.file}" and one.kind != "unchanged" for one in changes
    ):
        return False
    return not server.import_errors(build.file) and all(
        is_live(server.dag(dag), build.tag) for dag in build.dags
    )


def _act(deployment: Deployment, change: Change, before: Before | None) -> Callable[[], None]:
    kind, _, name = change.object.partition(" ")
    folder, build = deployment.folder, deployment.build
    if kind == "package":
        return lambda: DagFolder(deployment.store).write(name, build.data)
    if kind == "DAG":
        return lambda: _wait(deployment, name, before)
    if change.kind == "delete":
        return lambda: None if _is_running(deployment) else folder.delete(name)
    content = {build.file: build.text.encode(), build.package: build.data, IGNORE: IGNORE_ALL.encode()}
    return lambda: folder.write(name, content[name])


def _wait(deployment: Deployment, dag: str, before: Before | None) -> None:
    """Wait for all of the DAGs, unless this very file was live before anything was done."""
    server, build, folder = deployment.server, deployment.build, deployment.folder
    assert server is not None
    if before is not None:
        wanted = build.text.encode()
        wait_until_live(server, build, before, deployment.seconds, lambda: folder.read(build.file) == wanted)
    server.unpause(dag)
