"""The text of a configuration file, and what can be wrong in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flowc.config.keys import KEYS, Key
from flowc.diagnostics import Finding, Span, error, warning
from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.frontend.images import IMAGE_FORM, is_image

OTHER_VARIABLES = ("FLOWC_CACHE_DIR", "FLOWC_DEBUG")
"""Variables that are no settings."""

JSON_TABLES = ("defines", "argo", "step-functions", "airflow")
"""Tables of any JSON values. Those of a target are checked by the target."""

TYPES: Mapping[str, tuple[type, str]] = {
    "text": (str, "a string"),
    "number": (int, "a whole number"),
    "switch": (bool, "true or false"),
    "list": (list, "a list of strings"),
    "globs": (list, "a list of patterns from the flow's folder, such as `data/**`, without `..`"),
    "table": (dict, "a table"),
}


@record
class FileText:
    """A configuration file: its data, or why it cannot be read. `shown`: relative to the flow."""

    path: Path
    shown: str
    text: str
    data: Mapping[str, Any]
    broken: Finding | None = None

    @classmethod
    def read(cls, path: Path, files: Files, flow_folder: Path) -> FileText:
        """Read and parse; a file that is not TOML is `broken`."""
        shown = Path(os.path.relpath(path, flow_folder)).as_posix()
        try:
            text = files.read(path).decode("utf-8")
            return cls(path=path, shown=shown, text=text, data=_parse(text))
        except (OSError, ValueError) as failure:
            span = Span(file=shown, line=1, column=1, end_line=1, end_column=1)
            advice = 'write it as TOML in UTF-8, such as `image = "python:3.12"`'
            broken = error("FLOW242", span, f"the configuration cannot be read: {failure}", help=advice)
            text = files.read(path).decode("utf-8", "replace") if files.is_file(path) else ""
            return cls(path=path, shown=shown, text=text, data={}, broken=broken)

    @property
    def tool(self) -> Mapping[str, Any]:
        """The `[tool]` table of a pyproject.toml."""
        tool = self.data.get("tool", {})
        return tool if isinstance(tool, dict) else {}

    def span(self, name: str) -> Span:
        """Where a key or table of that name stands, as far as a look at the lines tells."""
        for number, line in enumerate(self.text.splitlines(), 1):
            bare = line.strip().lstrip("[").split("=")[0].strip().strip('"]')
            if bare == name or bare.startswith(f"{name}.") or bare.endswith(f".{name}"):
                column = line.index(name) + 1
                end = column + len(name)
                return Span(file=self.shown, line=number, column=column, end_line=number, end_column=end)
        return Span(file=self.shown, line=1, column=1, end_line=1, end_column=1)


def _parse(text: str) -> Mapping[str, Any]:
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[import-not-found,no-redef,unused-ignore]
    return tomllib.loads(text)


def findings_of_names(section: Mapping[str, Any], file: FileText) -> Iterator[Finding]:
    """A finding for each setting that does not exist."""
    for name in section:
        if name not in KEYS:
            close = _closest(name, KEYS)
            yield error(
                "FLOW240",
                file.span(name),
                f"there is no setting `{name}`",
                label="flowc does not know this name",
                help=f"did you mean `{close}`?" if close else f"there are {', '.join(KEYS)}",
            )


def check_values(section: Mapping[str, Any], file: FileText) -> Iterator[Finding]:
    """A finding for each value that its setting cannot have."""
    for name, value in section.items():
        key = KEYS.get(name)
        expected = None if key is None else expected_value(key, value)
        if expected is not None:
            yield error(
                "FLOW241",
                file.span(name),
                f"the setting `{name}` must be {expected}",
                label=f"this is {value!r}",
            )


def misspelt_variables(environment: Mapping[str, str], span: Span) -> Iterator[Finding]:
    """A warning for each variable that looks like one of flowc's but is none."""
    known = [key.variable for key in KEYS.values() if key.variable] + list(OTHER_VARIABLES)
    for name in environment:
        close = None if name in known else _closest(name, known)
        if close is not None:
            yield warning(
                "FLOW240",
                span,
                f"there is no environment variable `{name}` that flowc knows",
                label="said when this flow was read",
                help=f"did you mean `{close}`?",
            )


def _closest(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.8)), None)


def expected_value(key: Key, value: object) -> str | None:
    """What the value of a setting should have been; None when it is right."""
    kind, words = TYPES[key.kind]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return words
    if key.choices and value not in key.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in key.choices)
    if isinstance(value, str):
        return _expected_text(key, value)
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return words
    if key.kind == "globs" and isinstance(value, list) and not all(map(is_pattern, value)):
        return words
    if isinstance(value, dict) and not _good_table(key, value):
        return "a table of JSON values" if key.name in JSON_TABLES else "a table of strings"
    if key.name == "max-parallel" and isinstance(value, int) and value < 1:
        return "at least 1"
    return None


def _expected_text(key: Key, text: str) -> str | None:
    if not text.strip():
        return "left out, or something"
    if not text.isprintable():
        return "one line without control characters"
    if key.name == "image" and not is_image(text):
        return IMAGE_FORM
    if key.name == "package-suffixes" and not all(map(is_suffix, text.split(","))):
        return "ends of file names, joined by commas, such as `.json,.sql`"
    if key.name == "target-python" and version(text) is None:
        return "a version such as `3.12`"
    return None


def is_pattern(text: str) -> bool:
    """Whether a pattern stays below the folder that it starts from."""
    return bool(text.strip("/")) and text[0] not in "/~" and ".." not in text.split("/") and "\\" not in text


def is_suffix(text: str) -> bool:
    """Whether a text is the end of a file's name, and no pattern."""
    return bool(text.strip()) and not set(text) & set("/\\*?[]")


def _good_table(key: Key, table: Mapping[str, object]) -> bool:
    if key.name not in JSON_TABLES:
        return all(isinstance(value, str) for value in table.values())
    try:
        json.dumps(table, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def version(text: str) -> tuple[int, int] | None:
    """`3.12` as (3, 12); None when it is not a version that a container can have."""
    major, _, minor = text.partition(".")
    if major == "3" and minor.isascii() and minor.isdigit() and 10 <= int(minor) <= 99:
        return 3, int(minor)
    return None
