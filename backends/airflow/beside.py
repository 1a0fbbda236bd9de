"""What lies beside DAG files, in a folder that all share: code packages, and what keeps Airflow out of them."""

from __future__ import annotations

from flowc.backends.protocol import Document, Request

PACKAGES = "_flowc"
"""The folder of code packages, beside the DAG files."""
IGNORE = f"{PACKAGES}/.airflowignore"
IGNORE_ALL = "[!?]*\n"
"""Covers every file of its folder, both as a glob (Airflow 3's default) and as a regular expression (Airflow 2's):
without it the DAG processor takes a package for a zipped DAG."""


def package_key(digest: str) -> str:
    """Where the package of that SHA-256 is, below the DAG folder."""
    return f"{PACKAGES}/{digest}.pyz"


def package_documents(request: Request) -> tuple[Document, ...]:
    """The package of a flow and the `.airflowignore` beside it."""
    package = request.package
    return (
        Document(name=IGNORE, text=IGNORE_ALL),
        Document(name=package_key(package.digest), data=package.data),
    )
