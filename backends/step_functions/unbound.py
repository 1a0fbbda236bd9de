"""What the configuration leaves open, said once about the whole flow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.bootstrap import package_key
from flowc.backends.protocol import Request
from flowc.backends.step_functions.definitions import delivery
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.placeholders import MACHINE_ROLE, SETTINGS, found_in
from flowc.diagnostics import Finding, note
from flowc.diagnostics.span import whole_file


def open_parameters(request: Request) -> tuple[str, ...]:
    """The names of what is not configured: each a parameter of the template."""
    from flowc.backends.step_functions.emit import documents

    role = Own.of(request.settings).state_machine_role or MACHINE_ROLE
    return found_in("".join((role, *(document.text for document in documents(request)))))


def unbound_findings(request: Request) -> Iterator[Finding]:
    """One note for everything that becomes a parameter of the template, and one about the code."""
    names = open_parameters(request)
    if names:
        settings = ", ".join(f"`{SETTINGS[name]}`" for name in names)
        yield note(
            "FLOW309",
            whole_file(request.flow.file),
            f"the template has parameters for what is not configured: {', '.join(f'`{name}`' for name in names)}",
            help=f"set {settings} in flowc.toml, or give them when the template is deployed",
        )
    if delivery(request) == "store":
        yield note(
            "FLOW323",
            whole_file(request.flow.file),
            f"tasks find their code at `{package_key(request.package.digest)}` in the store",
            help="`flowc deploy` puts it there; `flowc package --output FILE` writes it",
        )
