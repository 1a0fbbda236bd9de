"""Images of containers, made on this machine without a registry: tar files in the layout of the OCI."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
CONFIG = "application/vnd.oci.image.config.v1+json"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """`layers` are tar files; `command` and `environment` are what containers have without saying so."""

    name: str
    layers: Sequence[bytes]
    command: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file, a folder or a link of a layer. `source` is what is in a file, as a path or as bytes."""

    path: str
    source: Path | bytes = b""
    mode: int = 0o644
    link: str | None = None
    is_folder: bool = False


def layer(entries: Iterable[Entry]) -> bytes:
    """A tar file; everything belongs to root, and has no time."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for entry in entries:
            _add(tar, entry)
    return data.getvalue()


def archive(images: Sequence[Image], file: Path) -> None:
    """Write the images as `ctr images import` reads them."""
    blobs: dict[str, bytes] = {}
    descriptors = [_descriptor(image, blobs) for image in images]
    index = {"schemaVersion": 2, "manifests": descriptors}
    with tarfile.open(file, "w") as tar:
        _add(tar, Entry(path="oci-layout", source=b'{"imageLayoutVersion":"1.0.0"}'))
        _add(tar, Entry(path="index.json", source=json.dumps(index).encode()))
        for digest, data in blobs.items():
            _add(tar, Entry(path=f"blobs/sha256/{digest}", source=data))


def _descriptor(image: Image, blobs: dict[str, bytes]) -> dict[str, Any]:
    """The entry of the index; what it refers to goes to `blobs`."""
    layers = [_blob(LAYER, data, blobs) for data in image.layers]
    config = {
        "architecture": _architecture(),
        "os": "linux",
        "config": {
            "Cmd": list(image.command),
            "Env": [f"{name}={value}" for name, value in image.environment.items()],
        },
        "rootfs": {"type": "layers", "diff_ids": [one["digest"] for one in layers]},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _blob(CONFIG, json.dumps(config).encode(), blobs),
        "layers": layers,
    }
    names = {"io.containerd.image.name": image.name, "org.opencontainers.image.ref.name": image.name}
    return {**_blob(MANIFEST, json.dumps(manifest).encode(), blobs), "annotations": names}


def _blob(kind: str, data: bytes, blobs: dict[str, bytes]) -> dict[str, Any]:
    digest = sha256(data).hexdigest()
    blobs[digest] = data
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}


def _add(tar: tarfile.TarFile, entry: Entry) -> None:
    found = tarfile.TarInfo(entry.path.lstrip("/"))
    found.mode = entry.mode
    if entry.is_folder:
        found.type = tarfile.DIRTYPE
    elif entry.link is not None:
        found.type, found.linkname = tarfile.SYMTYPE, entry.link
    data = entry.source.read_bytes() if isinstance(entry.source, Path) else entry.source
    found.size = len(data)
    tar.addfile(found, io.BytesIO(data))


def _architecture() -> str:
    import platform

    return ARCHITECTURES[platform.machine()]
