"""The name of a Parameter, IncludeFile or Config: what users type to set it."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments


def read_name(arguments: Arguments, attribute: str) -> str:
    """The name given; the attribute's after a finding when there is none, or when it cannot be an option."""
    name = arguments.text("name")
    if name is None:
        if not arguments.unread("name"):
            arguments.report(
                "FLOW203",
                "name",
                f"`{arguments.owner}` needs a name",
                label="no name",
                help=f"write {arguments.owner}('{attribute}', ...)",
            )
        return attribute
    if not name.replace("-", "_").isidentifier():
        arguments.wrong("name", "a word of letters, digits, _ and -", help=f"write '{attribute}'")
        return attribute
    return name
