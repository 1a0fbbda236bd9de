"""All objects of a flow, in the order in which they are made: what is needed before what needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowc.backends.argo.deploy.api import Api, Object
from flowc.backends.argo.deploy.code import CodePiece
from flowc.backends.argo.deploy.kinds import ORDER
from flowc.backends.argo.deploy.leftovers import outdated, unneeded_packages
from flowc.backends.argo.deploy.piece import AppliedPiece, Piece
from flowc.backends.argo.deploy.shared import SharedPiece
from flowc.backends.argo.package import artifact_key, delivery
from flowc.backends.argo.rbac import rbac_objects
from flowc.backends.argo.workflow import manifest_name
from flowc.backends.deployment import Plan, Wanted
from flowc.backends.protocol import Request

SHARED = ("ServiceAccount", "Role", "RoleBinding")
"""Kinds of objects that flows have in common."""


def plan(api: Api, wanted: Wanted, repository: str) -> Plan:
    """Compare everything of a flow with what is live.

    `repository` is the URL of the bucket that Argo fetches packages from, "" when somebody else puts them there.
    """
    name = manifest_name(wanted.request.flow)
    namespace = wanted.request.settings.namespace or api.place.namespace
    pieces: list[Piece] = [
        (SharedPiece if one["kind"] in SHARED else AppliedPiece)(api, one, namespace)
        for one in _objects(wanted, namespace)
    ]
    key = artifact_key(wanted.request.package)
    by_store = delivery(wanted.request) == "store"
    if by_store and repository:
        pieces.insert(0, CodePiece(repository, wanted.request.package))
    left = [*outdated(api, wanted.request, namespace)]
    notes = [piece.note for piece in pieces if piece.note]
    if by_store and not repository:
        notes.append(f"the code package has to be in Argo's artifact repository as {key}")
    if wanted.prune:
        pieces += [*left, *unneeded_packages(api, wanted.request, namespace)]
    else:
        notes += [
            f"{one.change.object} is left from an earlier deployment; --prune deletes it" for one in left
        ]
    return Plan(
        flow=name,
        changes=tuple(piece.change for piece in pieces),
        handle=tuple(pieces),
        notes=tuple(notes),
    )


def _objects(wanted: Wanted, namespace: str) -> list[Object]:
    """What was emitted, and the role of its tasks unless other people see to that."""
    objects = [*_emitted(wanted)]
    if wanted.request.settings.own.get("rbac", True) not in (False, "false"):
        objects += rbac_objects(_shared(wanted.request, namespace))
    return sorted(objects, key=lambda one: ORDER.index(one["kind"]))


def _shared(request: Request, namespace: str) -> Request:
    """What all flows of the namespace agree on: one's own labels would be taken away by the next deployment."""
    settings = replace(request.settings, namespace=namespace, labels={}, annotations={})
    return replace(request, settings=settings)


def _emitted(wanted: Wanted) -> Iterator[Object]:
    import yaml

    for document in wanted.documents:
        yield from yaml.load_all(document.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
