"""Where the API server is and as whom to speak: a kubeconfig, or the account of the pod that this runs in."""

from __future__ import annotations

import base64
import binascii
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from urllib.parse import urlsplit

from flowc.backends.deployment import Connection, DeployError
from flowc.diagnostics.record import record

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
"""Where Kubernetes puts the token of a pod's account."""


@record
class Login:
    """As whom to speak. Certificate and key are in PEM; all are "" where the other way is used."""

    token: str = field(default="", repr=False)
    certificate: str = ""
    key: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)


@record
class Place:
    """An API server. `authority` are the certificates to trust in PEM, "" for those of the system."""

    url: str
    namespace: str
    login: Login = Login()
    authority: str = ""
    verify: bool = True
    server_name: str = ""
    """The name in the certificate of the server, when it is not that of the URL."""

    def context(self) -> ssl.SSLContext:
        """What TLS needs. Raises `DeployError` for certificates that are none."""
        try:
            context = ssl.create_default_context(cadata=self.authority or None)
            if not self.verify:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            if self.login.certificate:
                _load(context, self.login)
        except (ssl.SSLError, ValueError) as fault:
            raise DeployError(
                f"a certificate or key for {self.url} cannot be read: {fault}", help="check the kubeconfig"
            ) from None
        return context


def place_of(connection: Connection) -> Place:
    """By the options, else KUBECONFIG, else `~/.kube/config`, else the pod's own account. Raises `DeployError`."""
    from flowc.backends.argo.deploy.kubeconfig import config_files, place_in

    options, variables = connection.options, connection.environment
    files = config_files(options, variables)
    if not files:
        found = _in_cluster(variables, ACCOUNT)
    else:
        found = place_in(files, str(options.get("context") or ""), variables)
    if urlsplit(found.url).scheme not in ("http", "https") or not urlsplit(found.url).hostname:
        raise DeployError(f"`{found.url}` is no URL of an API server", help="check the kubeconfig")
    namespace = str(options.get("namespace") or found.namespace or "default")
    return Place(
        url=found.url.rstrip("/"),
        namespace=namespace,
        login=found.login,
        authority=found.authority,
        verify=found.verify,
        server_name=found.server_name,
    )


def pem(text: str, what: str) -> str:
    """What a field of a kubeconfig whose name ends in `-data` holds."""
    try:
        found = base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        found = ""
    if "-----BEGIN " not in found:  # nothing at all would mean the certificates of the system
        raise DeployError(f"`{what}` of the kubeconfig is no PEM in base64", help="correct the kubeconfig")
    return found


def _in_cluster(variables: Mapping[str, str], account: Path) -> Place:
    host, port = variables.get("KUBERNETES_SERVICE_HOST", ""), variables.get("KUBERNETES_SERVICE_PORT", "443")
    try:
        token = (account / "token").read_text().strip()
        authority = (account / "ca.crt").read_text()
        namespace = (account / "namespace").read_text().strip()
    except OSError:
        host = token = authority = namespace = ""
    if not host:
        raise DeployError(
            "nobody has said where the Kubernetes API is",
            help="give --kubeconfig, or set KUBECONFIG, or `kubeconfig` in [argo]",
        )
    host = f"[{host}]" if ":" in host else host
    return Place(
        url=f"https://{host}:{port}", namespace=namespace, login=Login(token=token), authority=authority
    )


def _load(context: ssl.SSLContext, login: Login) -> None:
    """OpenSSL reads a key from a file only: one that nobody else may read, and that is gone at once."""
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(f"{login.certificate}\n{login.key}\n")
        file.flush()
        context.load_cert_chain(file.name)
