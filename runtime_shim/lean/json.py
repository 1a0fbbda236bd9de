"""JSON by the C code of the module `json`, which is not loaded itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from json import dumps as _dumps
    from json import loads as _loads
    from typing import Any
else:
    try:
        from _json import encode_basestring_ascii, make_encoder, make_scanner
    except ImportError:
        from json import dumps as _dumps
        from json import loads as _loads
    else:

        class _Rules:
            strict = True
            object_hook = object_pairs_hook = None
            parse_float = float
            parse_int = int
            parse_constant = {
                "NaN": float("nan"),
                "Infinity": float("inf"),
                "-Infinity": -float("inf"),
            }.__getitem__
            memo = {}  # noqa: RUF012 - the C code asks for one, and clears it

        _scan = make_scanner(_Rules)

        def _refuse(value):
            raise TypeError(f"{type(value).__name__} is not JSON")

        def _loads(text):
            text = text.strip(" \t\r\n")
            try:
                value, end = _scan(text, 0)
            except (StopIteration, SystemError, ValueError):
                end = -1  # the C code reports errors by way of the module that is not loaded
            if end != len(text):
                from json import loads as explain

                return explain(text)
            return value

        def _dumps(value, **_options):
            encode = make_encoder({}, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
            return "".join(encode(value, 0))


def loads(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError."""
    return _loads(text if isinstance(text, str) else text.decode())


def dumps(value: Any) -> str:
    """A value as JSON in ASCII, keys as they come, without blanks. Raises TypeError and ValueError.

    User code sees the order of the keys of a parameter or a Config, so nothing on their way may sort them.
    """
    return _dumps(value, separators=(",", ":"))
