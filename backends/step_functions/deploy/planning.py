"""All objects of a flow, in the order in which they are made: what is needed before what needs it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.deployment import Plan, Wanted
from flowc.backends.step_functions import emit
from flowc.backends.step_functions.deploy.alias import AliasPiece
from flowc.backends.step_functions.deploy.aws import Aws
from flowc.backends.step_functions.deploy.code import Code
from flowc.backends.step_functions.deploy.definitions import DefinitionPiece
from flowc.backends.step_functions.deploy.machine import FLOW, MachinePiece, WantedMachine
from flowc.backends.step_functions.deploy.piece import Piece, Values, hash_of
from flowc.backends.step_functions.deploy.rules import RulePiece, leftover_rules
from flowc.backends.step_functions.deploy.schedule import SchedulePiece, leftover_schedules
from flowc.backends.step_functions.names import machine_name
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MACHINE, name_of
from flowc.diagnostics.record import record

PACKAGE = "flowc:package"
STORE = "flowc:store"
BUILD = "flowc:build"


@record
class Made:
    """The plan's handle: the pieces, and what placeholders stand for."""

    pieces: tuple[Piece, ...]
    values: Values


def plan(aws: Aws, wanted: Wanted) -> Plan:
    """Compare everything of a flow with what is live."""
    name = machine_name(wanted.request.flow)
    arn = aws.arn("states", f"stateMachine:{name}")
    values: Values = {}
    pieces = tuple(_pieces(aws, wanted, arn, values))
    left = tuple(_leftovers(aws, name, pieces))
    notes = [piece.note for piece in pieces if isinstance(piece, SchedulePiece | RulePiece) and piece.note]
    if not wanted.prune:
        notes += [
            f"{piece.change.object} is left from an earlier deployment and goes on; --prune deletes it"
            for piece in left
        ]
    if wanted.prune:
        pieces = (*pieces[:-1], *left, pieces[-1])
    return Plan(
        flow=name,
        changes=tuple(piece.change for piece in pieces),
        handle=Made(pieces=pieces, values=values),
        notes=tuple(notes),
    )


def _pieces(aws: Aws, wanted: Wanted, arn: str, values: Values) -> Iterator[Piece]:
    request = wanted.request
    name, documents = machine_name(request.flow), _documents(wanted)
    if request.settings.delivery != "image":
        yield Code(aws, request.settings.store or "", request.package)
    for placeholder, definition in documents[emit.JOBS].items():
        piece = DefinitionPiece(aws, placeholder, definition, {FLOW: request.flow.name})
        piece.promise(values)
        yield piece
    machine = _machine(wanted, arn, documents[emit.MACHINE])
    made = MachinePiece(aws, machine, values)
    yield made
    alias = AliasPiece(aws, machine, made, values)
    known = {
        name_of(MACHINE): alias.arn,  # what starts runs starts the live version
        "AWS::Region": aws.region,
        "AWS::AccountId": aws.account,
        "AWS::Partition": aws.partition,
    }
    if emit.SCHEDULE in documents:
        yield SchedulePiece(aws, documents[emit.SCHEDULE], name, known)
    for rule in documents.get(emit.RULES, ()):
        yield RulePiece(aws, rule, name, known)
    yield alias


def _machine(wanted: Wanted, arn: str, definition: Mapping[str, Any]) -> WantedMachine:
    request = wanted.request
    build = hash_of([definition, request.package.digest])
    tags = {
        FLOW: request.flow.name,
        BUILD: build,
        PACKAGE: request.package.digest,
        STORE: request.settings.store or "",
    }
    return WantedMachine(
        name=machine_name(request.flow),
        arn=arn,
        definition=definition,
        role=Own.of(request.settings).state_machine_role or "",
        tags={**request.settings.labels, **tags},
        build=build,
    )


def _leftovers(aws: Aws, machine: str, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    schedules = frozenset(piece.name for piece in pieces if isinstance(piece, SchedulePiece))
    rules = frozenset(piece.name for piece in pieces if isinstance(piece, RulePiece))
    yield from leftover_schedules(aws, machine, schedules)
    yield from leftover_rules(aws, machine, rules)


def _documents(wanted: Wanted) -> dict[str, Any]:
    """What was emitted as JSON, by file name."""
    return {
        document.name: json.loads(document.text)
        for document in wanted.documents
        if document.name.endswith(".json")
    }
