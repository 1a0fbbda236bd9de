"""A unit as JSON, for the cache: flows by their codec, findings and files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.frontend.files import Access
from flowc.ir.codec import decode, encode
from flowc.package.packaged_file import PackagedFile
from flowc.pipeline.kept_findings import decode_finding, encode_finding
from flowc.pipeline.unit import Unit


def encode_unit(unit: Unit) -> Any:
    """Plain JSON. The path and the settings are part of the key already."""
    return {
        "flows": [encode(flow) for flow in unit.flows],
        "findings": [encode_finding(finding) for finding in unit.findings],
        "files": [[file.path, str(file.source), file.reason, file.is_text] for file in unit.files],
        "accesses": [[access.path, access.kind, access.digest] for access in unit.accesses],
    }


def decode_unit(document: Any, path: Path, settings: Mapping[str, Any]) -> Unit:
    """The unit again, for the same path and settings."""
    return Unit(
        path=path,
        flows=tuple(decode(flow) for flow in document["flows"]),
        findings=tuple(decode_finding(row) for row in document["findings"]),
        files=tuple(
            PackagedFile(path=name, source=Path(source), reason=reason, is_text=is_text)
            for name, source, reason, is_text in document["files"]
        ),
        settings=settings,
        accesses=tuple(
            Access(path=name, kind=kind, digest=digest) for name, kind, digest in document["accesses"]
        ),
    )
