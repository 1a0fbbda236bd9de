"""The role of the tasks, which all flows of a namespace share: what does the same is left alone."""

from __future__ import annotations

from flowc.backends.argo.deploy.api import Api, Object
from flowc.backends.argo.deploy.kinds import path_of, title
from flowc.backends.argo.deploy.piece import AppliedPiece
from flowc.backends.deployment import Change


class SharedPiece:
    """A ServiceAccount, a Role or a RoleBinding; applied only when there is none that does as much."""

    def __init__(self, api: Api, wanted: Object, namespace: str) -> None:
        live = api.found(path_of(wanted["kind"], namespace, wanted["metadata"]["name"]))
        self._applied: AppliedPiece | None = None
        self.change = Change(kind="unchanged", object=title(wanted))
        self.note = ""
        if live is None or _effect(live, namespace) != _effect(wanted, namespace):
            self._applied = AppliedPiece(api, wanted, namespace)
            self.change, self.note = self._applied.change, self._applied.note

    def make(self) -> None:
        """Apply it, where that is needed."""
        if self._applied is not None:
            self._applied.make()


def _effect(one: Object, namespace: str) -> object:
    """What it allows whom, whatever its labels."""
    subjects = [
        (subject["kind"], subject["name"], subject.get("namespace") or namespace)
        for subject in one.get("subjects") or ()
    ]
    reference = one.get("roleRef") or {}
    return one.get("rules"), sorted(subjects), reference.get("kind"), reference.get("name")
