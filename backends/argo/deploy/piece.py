"""One object of a deployment: what is to happen to it, and doing that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flowc.backends.argo.deploy.api import Api, Object, Refused
from flowc.backends.argo.deploy.kinds import path_of, title
from flowc.backends.argo.document import dump
from flowc.backends.deployment import Change, Conflict, DeployError
from flowc.backends.live_diff import text_diff

LABEL, VALUE = "app.kubernetes.io/managed-by", "flowc"
"""The label that everything has that flowc has made."""
OF_THE_SERVER = ("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink")
"""What of the metadata the API server writes, for itself."""
OF_PEOPLE = ("suspend",)
"""What people switch in a `spec`. Some definitions of Argo's take that as one field: applying would undo it."""
BY_HAND = "kubectl"
"""How the names of the managers begin under which people change objects."""


class Piece(Protocol):
    """An object, compared with what is live."""

    change: Change
    note: str

    def make(self) -> None:
        """Make the change."""
        ...


class AppliedPiece:
    """An object that is to be live. The API server itself says, by a dry run, what applying it would change."""

    def __init__(self, api: Api, wanted: Object, namespace: str) -> None:
        self._api = api
        self._fields = set(wanted.get("spec") or ())
        self._path = path_of(wanted["kind"], namespace, wanted["metadata"]["name"])
        self._name = title(wanted)
        self._force = False
        self.note = ""
        live = api.found(self._path)
        if live is not None and live["metadata"].get("labels", {}).get(LABEL) != VALUE:
            raise Conflict(
                f"there is a {self._name} that flowc has not made",
                help="give the flow another name or a @project, or remove that object",
            )
        self._wanted = wanted if live is None else _with_switches(wanted, live)
        self._seen = None if live is None else text_of(live)
        applied = self._dry_run()
        self.change = self._compared(text_of(applied))
        self.note = "; ".join(note for note in (self.note, self._of_others(applied)) if note)

    def make(self) -> None:
        """Create or update it, unless somebody has changed it since the plan."""
        if self.change.kind == "unchanged":
            return
        live = self._api.found(self._path)
        if (None if live is None else text_of(live)) != self._seen:
            raise self._changed()
        body = self._wanted
        if live is not None:  # applied to this very version, or not at all
            version = {"resourceVersion": live["metadata"]["resourceVersion"]}
            body = {**body, "metadata": {**body["metadata"], **version}}
        answer = self._api.apply(self._path, body, force=self._force)
        if live is None and answer.status == 200:
            raise self._changed()

    def _of_others(self, applied: Object) -> str:
        """What people are told of fields that stay although flowc does not set them."""
        if not self._wanted["apiVersion"].startswith("argoproj.io/"):
            return ""
        kept = sorted(set(applied["spec"]) - self._fields)
        fields = ", ".join(f"spec.{name}" for name in kept)
        return f"{self._name} has fields that somebody else has set, and keeps them: {fields}" if kept else ""

    def _dry_run(self) -> Object:
        try:
            return self._api.apply(self._path, self._wanted, dry=True).body
        except Conflict as conflict:
            owners = _owners(conflict)
            if not owners or not all(owner.startswith(BY_HAND) for owner in owners):
                raise self._owned(conflict, owners) from conflict
        self._force = True
        self.note = f"{self._name} was changed by hand ({', '.join(owners)}), and is set back"
        return self._api.apply(self._path, self._wanted, dry=True, force=True).body

    def _compared(self, applied: str) -> Change:
        if self._seen is None:
            return Change(kind="create", object=self._name)
        if self._seen == applied:
            return Change(kind="unchanged", object=self._name)
        return Change(kind="update", object=self._name, diff=text_diff(self._seen, applied))

    def _changed(self) -> Conflict:
        return Conflict(
            f"{self._name} was changed by somebody else since the plan was made", help="deploy again"
        )

    def _owned(self, conflict: Conflict, owners: tuple[str, ...]) -> DeployError:
        if not owners:
            return conflict
        return Conflict(
            f"fields of {self._name} belong to {', '.join(owners)}: {conflict.message}",
            help="let only one of the two deploy this flow",
        )


class DeletedPiece:
    """An object that the flow no longer has. `is_needed` is asked again before it is deleted."""

    note = ""

    def __init__(self, api: Api, live: Object, namespace: str, is_needed: Callable[[], bool]) -> None:
        self._api = api
        self._live = live
        self._path = path_of(live["kind"], namespace, live["metadata"]["name"])
        self._is_needed = is_needed
        self.change = Change(kind="delete", object=title(live))

    def make(self) -> None:
        """Delete it as it was seen; what a run has come to need since then stays."""
        if self._is_needed():
            raise Conflict(f"a run that has just begun needs {self.change.object}", help="deploy again")
        self._api.delete(self._path, self._live["metadata"]["resourceVersion"])


def _with_switches(wanted: Object, live: Object) -> Object:
    """What is wanted, with what people have switched in the live object and flowc does not set."""
    spec = live.get("spec") or {}
    kept = {name: spec[name] for name in OF_PEOPLE if name in spec and name not in wanted.get("spec", {})}
    return {**wanted, "spec": {**wanted["spec"], **kept}} if kept else wanted


def text_of(live: Object) -> str:
    """An object as people read it, without what the API server and controllers write."""
    metadata: dict[str, Any] = {
        name: value for name, value in live["metadata"].items() if name not in OF_THE_SERVER
    }
    return dump([{**{name: value for name, value in live.items() if name != "status"}, "metadata": metadata}])


def _owners(conflict: Conflict) -> tuple[str, ...]:
    """Who owns the fields, by what the API server says: `conflict with "kubectl-edit" using v1`."""
    causes = conflict.causes if isinstance(conflict, Refused) else ()
    found = [str(cause.get("message", "")).split('"') for cause in causes]
    return tuple(dict.fromkeys(words[1] for words in found if len(words) > 2))
