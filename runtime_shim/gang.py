"""A gang commits as a group: the first member puts its winner once every member has stored its manifest.

The protocol needs no common name of the gang's attempt, which engines do not give: who has stored a manifest
waits, and is alive. The first member's manifest is a call to the others; each of them answers that very attempt,
which puts its winner, naming the attempts that answered, when all have. That winner is the group's: members copy
theirs from it, now or when they are tried again. Any failure seen on the way fails all, so that engines start all
again.
"""

from __future__ import annotations

import time

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.errors import Missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from flowc.runtime_shim.request import Request
    from flowc.runtime_shim.store.documents import Document
    from flowc.runtime_shim.store.layout import TaskKeys
    from flowc.runtime_shim.store.store import Store

SUCCESS = ("done", "caught")
FIRST, LONGEST = 0.05, 5.0
"""Seconds between two looks at the others, growing from the first to the longest."""
TOGETHER = 60.0
"""Seconds within which engines start the members of a gang: a member that failed so shortly before this task began,
at the same number, has failed this gang. One that failed earlier is noticed by the engine alone."""


class Object(Record):
    """Something that an attempt of a member has stored."""

    key: str
    path: str
    attempt: str
    name: str


class GangFailed(Exception):  # noqa: N818 - it names what happened
    """Another member has failed, so this one has too."""


def committed(store: Store, keys: TaskKeys) -> Document | None:
    """The winner of a member, if its gang has committed; whoever comes first copies the winners of all members."""
    first = keys.run.task(keys.step, keys.path.rpartition(".")[0] + ".0")
    try:
        group = read_document(store, first.winner).get("gang", {})
    except Missing:
        return None
    for path, attempt in group.items():
        member = keys.run.task(keys.step, path)
        if member != first and store.age(member.winner) is None:
            store.put_if_absent(member.winner, store.get(member.manifest(attempt)))
    return read_document(store, keys.winner)


class Gang:
    """The gang of one task that is about to run: what others stored before now does not count."""

    def __init__(self, request: Request, keys: TaskKeys) -> None:
        self.store = request.store
        self.keys = keys
        self.attempt = request.attempt_id
        self.outer = request.path.rpartition(".")[0]
        self.first = request.run.task(request.step, f"{self.outer}.0")
        self._answered: set[str] = set()
        manifests = self._manifests(self._objects())
        self._past = frozenset(key for key, each in manifests.items() if not self._is_late(key, each))

    def _is_late(self, key: str, each: Object) -> bool:
        """Whether somebody who was started along with this task has ended before it could look.

        Engines count attempts from 0 again when they run a task anew, so the number alone does not tell.
        """
        if each.attempt.partition("-")[0] != self.attempt.partition("-")[0]:
            return False
        return bool(time.time() - read_document(self.store, key)["ended"] < TOGETHER)

    def commit(self, manifest: Document) -> Document:
        """The winner of this task, whose manifest is stored, once all members are done. Raises `GangFailed`."""
        size = manifest["stack"][-1][1]
        pause = FIRST
        while size > 1:
            objects = self._objects()
            self._check(objects)
            if self.keys == self.first:
                group = self._group(objects, size)
                if group is not None:
                    self.store.put_if_absent(self.first.winner, seal({**manifest, "gang": group}))
            else:
                self._answer(objects)
            found = committed(self.store, self.keys)
            if found is not None:
                return found
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST)
        self.store.put_if_absent(self.keys.winner, seal(manifest))
        return read_document(self.store, self.keys.winner)

    def _group(self, objects: list[Object], size: int) -> dict[str, str] | None:
        """Which attempt of each member has answered this one; None while one is missing."""
        answers = {self.first.path: self.attempt}
        answers.update(
            (each.path, each.attempt) for each in objects if each.name == f"answers/{self.attempt}"
        )
        return answers if len(answers) == size else None

    def _answer(self, objects: list[Object]) -> None:
        """Answer every attempt of the first member that calls; one that is dead does not hear it."""
        for each in self._manifests(objects).values():
            if each.path == self.first.path and each.attempt not in self._answered:
                self.store.put(self.keys.answer(self.attempt, each.attempt), b"")
                self._answered.add(each.attempt)

    def _check(self, objects: list[Object]) -> None:
        """Notice whether somebody has failed since this task began."""
        for key, each in self._manifests(objects).items():
            if key not in self._past and each.path != self.keys.path:
                status = read_document(self.store, key)["status"]
                if status not in SUCCESS:
                    raise GangFailed(f"{self.keys.step}/{each.path}, a member of the same gang, has {status}")

    def _objects(self) -> list[Object]:
        """What the attempts of all members have stored."""
        root = f"{self.keys.run.root}/tasks/{self.keys.step}"
        found = []
        for key in self.store.list(root):
            path, _, rest = key[len(root) + 1 :].partition("/attempts/")
            if rest and path.rpartition(".")[0] == self.outer:
                attempt, _, name = rest.partition("/")
                found.append(Object(key, path, attempt, name))
        return found

    @staticmethod
    def _manifests(objects: list[Object]) -> dict[str, Object]:
        return {each.key: each for each in objects if each.name == "manifest.json"}
