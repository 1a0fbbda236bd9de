"""The page of the settings: docs/configuration.md, from what flowc and its targets say of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from flowc.config.keys import KEYS

OWN_SETTINGS: Mapping[str, str] = {
    "`[argo]`": "flowc.backends.argo.check_config",
    "`[step-functions]`": "flowc.backends.step_functions.own",
    "`[airflow]`": "flowc.backends.airflow.config",
}
"""The tables of targets, and where each says what it knows."""
SINGLE: Mapping[str, str] = {
    "PACK": "number | items of a slice of every foreach that can be sliced; 1 for none",
    "RBAC": "switch | to deploy: whether the role of the tasks is made too",
}
"""Settings that a module has as constants of their own: kind and meaning."""
KINDS: Mapping[str, str] = {
    "TEXTS": "text",
    "NUMBERS": "number",
    "SWITCHES": "switch",
    "LISTS": "list",
    "TABLES": "table",
}


def page() -> str:
    """The whole page, as Markdown."""
    rows = [
        f"| `{key.name}` | {_kind(key.kind, key.choices)} | {_code(key.variable)} | {key.meaning} |"
        for key in KEYS.values()
    ]
    return "\n".join(
        [
            "# Configuration\n",
            "Settings come from, in this order: the command line, `FLOWC_*` variables, the nearest `flowc.toml` (or"
            " `pyproject.toml` with a table `[tool.flowc]`) at or above the folder of the flow, defaults. A"
            " profile, chosen by `--profile NAME` or `FLOWC_PROFILE`, is a table `[profiles.NAME]` whose settings"
            " go over those of the file. Commands that read runs (`flowc runs`, `flowc status`, `flowc logs`,"
            " `flowc artifacts`, `flowc store`) take `store` from the configuration of the working folder.\n",
            "Several flows may share a file. Where it names steps (`loop-bounds` and `steps` of `[airflow]`,"
            " `distributed` of `[step-functions]`), those that a flow does not have are a note about that flow, and"
            " a warning where the name is like one that it has.\n",
            "| setting | kind | variable | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
            "Beside these, `FLOWC_CACHE_DIR` names the folder of the cache (default: `flowc` in the user's cache"
            " folder) and `FLOWC_DEBUG=1` shows where flowc itself failed.\n",
            *_own_settings(),
        ]
    )


def _own_settings() -> Iterator[str]:
    """A table for each target's own settings: its modules have mappings from name to meaning, by kind."""
    for title, module in OWN_SETTINGS.items():
        own = import_module(module)
        rows = [f"| `{getattr(own, name)}` | {text} |" for name, text in SINGLE.items() if hasattr(own, name)]
        rows += [
            f"| `{name}` | {kind} | {meaning} |"
            for table, kind in KINDS.items()
            for name, meaning in getattr(own, table, {}).items()
        ]
        deploying = [f"| `{name}` | to deploy | {meaning} |" for name, meaning in own.CONNECTION.items()]
        yield f"## {title}\n"
        yield "\n".join(["| setting | kind | meaning |", "|---|---|---|", *rows, *deploying]) + "\n"


def _kind(kind: str, choices: tuple[str, ...]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices) if choices else kind


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""
