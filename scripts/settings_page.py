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
DATA_FILES = """\
Data files that tasks read are named by `package-include` and `package-suffixes`. Patterns start from the \
folder of the flow, and from each search path as imports do; `*` stays in one folder, `**` goes through all, \
neither matches names that begin with a dot, nor `__pycache__`. The files lie beside the code, so that \
`os.path.join(os.path.dirname(__file__), "x.json")` finds them on every engine; the working folder of a task \
is another one. They stay as they are, but for the line ends of Python files. Links to folders are not \
followed, nor links out of the folder; `.flowcignore` wins, and compiled output that lies below the flow \
belongs there. `flowc package FLOW` lists what is packed, and why. The limits of packages hold. A pattern \
that names nothing is said (FLOW244), and so is a file that code opens and that stays behind (FLOW042).

A folder of the project that the flow file adds to `sys.path` at its top, by a path that is written down, is \
a search path too, unless it has a module that another folder has: that stays a warning (FLOW009).
"""


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
            DATA_FILES,
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
