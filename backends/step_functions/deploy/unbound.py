"""The settings that a flow on Step Functions cannot do without, and that nobody has given."""

from __future__ import annotations

from flowc.backends.deployment import Unbound
from flowc.backends.protocol import Request
from flowc.backends.step_functions import emit
from flowc.backends.step_functions.deploy.placeholders import open_names
from flowc.backends.step_functions.deploy.placeholders import unbound as unbound_of
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MACHINE_ROLE

SENT = (emit.MACHINE, emit.JOBS, emit.SCHEDULE, emit.RULES)
"""The documents that a deployment sends; the others are for people."""


def unbound(request: Request) -> tuple[Unbound, ...]:
    """Each once. The role of the machine is in none of its own documents."""
    texts = [document.text for document in emit.documents(request) if document.name in SENT]
    if Own.of(request.settings).state_machine_role is None:
        texts.append(MACHINE_ROLE)
    return unbound_of(open_names(texts))
