"""Volumes of a pod as folders of this machine."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

from tests.engines.argo.kube.api import Api, ApiError, Object

PROJECTED = "projected"


class NotReady(Exception):  # noqa: N818 - it names what is so
    """What a pod needs is not there yet; a kubelet would go on waiting. `reason` is the kubelet's."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Volumes:
    """The volumes of one pod, below one folder. `token` gives a token of a service account."""

    def __init__(self, api: Api, pod: Object, folder: Path, token: Callable[[str], str]) -> None:
        self.api = api
        self.pod = pod
        self.folder = folder
        self.token = token
        self.core = f"/api/v1/namespaces/{pod['metadata']['namespace']}"

    def make(self) -> dict[str, Path]:
        """Every volume by name. Raises `NotReady`."""
        return {volume["name"]: self._make(volume) for volume in self.pod["spec"].get("volumes", [])}

    def _make(self, volume: Object) -> Path:
        folder = self.folder / "volumes" / volume["name"]
        folder.mkdir(parents=True, exist_ok=True)
        if "emptyDir" in volume:
            group = self.pod["spec"].get("securityContext", {}).get("fsGroup", -1)
            os.chown(folder, -1, group)
            folder.chmod(0o2777 if group >= 0 else 0o777)
        elif "configMap" in volume:
            self._write(folder, self.config_map(volume["configMap"]["name"]))
        elif "secret" in volume:
            self._write(folder, self.secret(volume["secret"]["secretName"]))
        elif PROJECTED in volume:
            for source in volume[PROJECTED]["sources"]:
                self._write(folder, self._projected(source))
        elif "persistentVolumeClaim" in volume:
            return self._claim(volume["persistentVolumeClaim"]["claimName"])
        else:
            raise NotImplementedError(f"this node has no volumes such as {volume}")
        return folder

    def config_map(self, name: str) -> dict[str, bytes]:
        """The files of a ConfigMap."""
        found = self._get("configmaps", name)
        files = {key: value.encode() for key, value in found.get("data", {}).items()}
        return files | {key: base64.b64decode(value) for key, value in found.get("binaryData", {}).items()}

    def secret(self, name: str) -> dict[str, bytes]:
        """The files of a Secret."""
        found = self._get("secrets", name)
        return {key: base64.b64decode(value) for key, value in found.get("data", {}).items()}

    def _get(self, plural: str, name: str) -> Object:
        try:
            return self.api.get(f"{self.core}/{plural}/{name}")
        except ApiError as error:
            if error.code == 404:
                raise NotReady("CreateContainerConfigError", str(error)) from None
            raise

    def _projected(self, source: Object) -> dict[str, bytes]:
        if "serviceAccountToken" in source:
            account = self.pod["spec"]["serviceAccountName"]
            return {source["serviceAccountToken"]["path"]: self.token(account).encode()}
        if "configMap" in source:
            return self.config_map(source["configMap"]["name"])
        items = source["downwardAPI"]["items"]
        return {item["path"]: field(self.pod, item["fieldRef"]["fieldPath"]).encode() for item in items}

    def _claim(self, name: str) -> Path:
        self._get("persistentvolumeclaims", name)
        folder = self.folder.parent / "claims" / name
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)
        return folder

    @staticmethod
    def _write(folder: Path, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            (folder / name).write_bytes(data)
            (folder / name).chmod(0o644)


def field(pod: Object, path: str) -> str:
    """A field of a pod, as the downward API gives it."""
    if path == "status.hostIP":
        return "127.0.0.1"
    value = pod
    for part in path.split("."):
        value = value[part]
    return str(value)
