"""How a run is shown while it runs."""

from __future__ import annotations

from typing import TextIO

from flowc.backends.local.events import View


def choose_view(stream: TextIO, *, as_json: bool, steps: tuple[str, ...]) -> View:
    """JSON events, a live table on a terminal, plain lines elsewhere."""
    if as_json:
        from flowc.backends.local.views.json_lines import JsonLines

        return JsonLines(stream)
    if stream.isatty():
        from flowc.backends.local.views.live import Live

        return Live(stream, steps)
    from flowc.backends.local.views.plain import Plain

    return Plain(stream)
