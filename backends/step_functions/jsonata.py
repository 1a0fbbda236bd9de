"""JSONata expressions, made of constants and of the payload's own fields: never of a text of the user's.

Names of steps are a-z, 0-9 and _ only (FLOW017). What the configuration says (a bucket, a prefix) is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence

INPUT = "$states.input"


def expression(code: str) -> str:
    """`code` as a value that Step Functions evaluates."""
    return f"{{% {code} %}}"


def looks_like_one(text: str) -> bool:
    """Whether Step Functions would take a text for an expression."""
    text = text.strip()
    return text.startswith("{%") or text.endswith("%}")


def field(name: str) -> str:
    """A field of the payload."""
    return f"{INPUT}.{name}"


def quoted(text: str) -> str:
    """A literal. Quotes, backslashes, control characters and `%` are escaped: `%}` would end the expression."""
    return "'" + "".join(map(_escaped, text)) + "'"


def joined(parts: Sequence[str]) -> str:
    """Texts one after the other."""
    return " & ".join(parts)


def updated(changes: Sequence[tuple[str, str]]) -> str:
    """Code for the payload with other values for some fields; each value is code."""
    if not changes:
        return INPUT
    fields = ", ".join(f"{quoted(name)}: {value}" for name, value in changes)
    return f"$merge([{INPUT}, {{{fields}}}])"


def _escaped(char: str) -> str:
    if char in "'\\%" or not char.isprintable():
        return f"\\u{ord(char):04x}" if char != "\\" else "\\\\"
    return char
