"""`exec` of a kubeconfig: a program that the people of the cluster have named gives the login, as for `kubectl`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.backends.argo.deploy.place import Login
from flowc.backends.deployment import DeployError

SECONDS = 60.0


def login_by(
    plugin: Mapping[str, Any], folder: Path, cluster: Mapping[str, Any], variables: Mapping[str, str]
) -> Login:
    """Run the program, without a shell, and read the `ExecCredential` that it prints."""
    command = [str(plugin.get("command", "")), *(str(one) for one in plugin.get("args") or ())]
    if "/" in command[0]:
        command[0] = str(folder / command[0])
    added = {str(one["name"]): str(one["value"]) for one in plugin.get("env") or ()}
    told = json.dumps(_told(plugin, cluster))
    try:
        done = subprocess.run(  # noqa: S603 - the kubeconfig names it, for this very purpose
            command,
            env={**variables, **added, "KUBERNETES_EXEC_INFO": told},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise DeployError(
            f"`{command[0]}`, which logs in to the cluster, cannot be run: {fault}",
            help=str(plugin.get("installHint") or "install it, or use another user in the kubeconfig"),
        ) from None
    if done.returncode != 0:
        raise DeployError(
            f"`{command[0]}`, which logs in to the cluster, failed: {done.stderr.strip()[-500:]}",
            help="log in again",
        )
    return _read(command[0], done.stdout)


def _told(plugin: Mapping[str, Any], cluster: Mapping[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {"interactive": False}
    if plugin.get("provideClusterInfo"):
        spec["cluster"] = {"server": cluster.get("server")} | {
            name: cluster[name]
            for name in ("certificate-authority-data", "tls-server-name")
            if name in cluster
        }
    version = plugin.get("apiVersion") or "client.authentication.k8s.io/v1"
    return {"kind": "ExecCredential", "apiVersion": version, "spec": spec}


def _read(program: str, text: str) -> Login:
    try:
        status = json.loads(text)["status"]
        login = Login(
            token=status.get("token") or "",
            certificate=status.get("clientCertificateData") or "",
            key=status.get("clientKeyData") or "",
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DeployError(f"`{program}` printed no credential") from None
    return login
