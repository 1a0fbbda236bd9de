"""What the DAG file that Airflow has parsed says of itself."""

from __future__ import annotations

import ast
import re

PACKAGE = re.compile(
    r'^PACKAGE = Path\(__file__\)\.with_name\("_flowc"\) / "([0-9a-f]{64})\.pyz"$', re.MULTILINE
)
STORE = re.compile(r'^STORE = (".*")$', re.MULTILINE)
TITLE = re.compile(r'"""(\w+) on Airflow, compiled by flowc')


def package_of(source: str) -> str:
    """The SHA-256 of the code package, "" where it is not told."""
    found = PACKAGE.search(source)
    return found.group(1) if found else ""


def store_of(source: str) -> str:
    """The URL of the store, "" when it is a variable of Airflow's."""
    found = STORE.search(source)
    return str(ast.literal_eval(found.group(1))) if found else ""


def flow_of_source(source: str) -> str:
    """The name of the flow's class, "" when the file is not flowc's."""
    found = TITLE.match(source)
    return found.group(1) if found else ""


def in_one_variable(source: str) -> bool:
    """Whether parameters of any length are handed over in one variable, and never by the store."""
    return "FLOWC_PARAMETERS" in source and "FLOWC_PARAMETERS_KEY" not in source
