"""A kubeconfig, as `kubectl` reads it: several files are one, and the first that says something counts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.backends.argo.deploy.place import Login, Place, pem
from flowc.backends.deployment import DeployError

UNKNOWN = ("auth-provider", "impersonate", "as")
"""Ways to log in that are not understood; silence about them would speak as somebody else."""


def config_files(options: Mapping[str, Any], variables: Mapping[str, str]) -> tuple[Path, ...]:
    """The files to read; none means that the pod's own account is to be used."""
    named = str(options.get("kubeconfig") or "")
    if named:
        return (Path(named).expanduser(),)
    listed = [Path(one) for one in variables.get("KUBECONFIG", "").split(os.pathsep) if one]
    if listed:
        return tuple(one for one in listed if one.is_file()) or (listed[0],)
    home = Path(variables.get("HOME", "")) / ".kube" / "config"
    if "HOME" in variables and home.is_file():
        return (home,)
    return ()


def place_in(files: tuple[Path, ...], context: str, variables: Mapping[str, str]) -> Place:
    """The API server of a context; of the current one when none is named."""
    read = [(_read(file), file.parent) for file in files]
    name = context or next((str(one["current-context"]) for one, _ in read if one.get("current-context")), "")
    if not name:
        raise DeployError("the kubeconfig has no current context", help="give --context NAME")
    chosen, _ = _named(read, "contexts", name, "context")
    cluster, folder = _named(read, "clusters", str(chosen.get("cluster", "")), "cluster")
    user: Mapping[str, Any] = {}
    beside = folder
    if chosen.get("user"):
        user, beside = _named(read, "users", str(chosen["user"]), "user")
    if cluster.get("proxy-url"):
        raise DeployError("`proxy-url` of the kubeconfig is not understood", help="use a context without")
    return Place(
        url=str(cluster.get("server", "")),
        namespace=str(chosen.get("namespace") or ""),
        login=_login(user, beside, cluster, variables),
        authority=_text(cluster, "certificate-authority", folder),
        verify=not cluster.get("insecure-skip-tls-verify", False),
        server_name=str(cluster.get("tls-server-name") or ""),
    )


def _login(
    user: Mapping[str, Any], folder: Path, cluster: Mapping[str, Any], variables: Mapping[str, str]
) -> Login:
    for name in UNKNOWN:
        if user.get(name):
            raise DeployError(
                f"`{name}` of the kubeconfig is not understood",
                help="use a user with a token, a client certificate or `exec`",
            )
    if user.get("exec"):
        from flowc.backends.argo.deploy.exec_login import login_by

        return login_by(user["exec"], folder, cluster, variables)
    token = str(user.get("token") or "")
    if not token and user.get("tokenFile"):
        token = _file(folder / str(user["tokenFile"])).strip()
    return Login(
        token=token,
        certificate=_text(user, "client-certificate", folder),
        key=_text(user, "client-key", folder),
        username=str(user.get("username") or ""),
        password=str(user.get("password") or ""),
    )


def _read(file: Path) -> Mapping[str, Any]:
    import yaml

    try:
        found = yaml.safe_load(_file(file))
    except yaml.YAMLError as fault:
        raise DeployError(f"the kubeconfig {file} is no YAML: {fault}") from None
    if not isinstance(found, Mapping):
        raise DeployError(f"the kubeconfig {file} holds no configuration")
    return found


def _file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise DeployError(
            f"the kubeconfig cannot be read: {fault}", help="give --kubeconfig, or set KUBECONFIG"
        ) from None


def _named(
    read: list[tuple[Mapping[str, Any], Path]], kind: str, name: str, what: str
) -> tuple[Mapping[str, Any], Path]:
    """The entry of a list, and the folder that its files are relative to."""
    known = []
    for config, folder in read:
        for entry in config.get(kind) or ():
            if isinstance(entry, Mapping):
                known.append(str(entry.get("name")))
                if known[-1] == name and isinstance(entry.get(what), Mapping):
                    return entry[what], folder
    there = ", ".join(known) or "none"
    raise DeployError(f"the kubeconfig has no {what} `{name}`; there are {there}", help="give --context NAME")


def _text(fields: Mapping[str, Any], name: str, folder: Path) -> str:
    """A PEM, from the field itself or from the file that it names."""
    if fields.get(f"{name}-data"):
        return pem(str(fields[f"{name}-data"]), f"{name}-data")
    return _file(folder / str(fields[name])) if fields.get(name) else ""
