"""Where the API server is and as whom to speak."""

from __future__ import annotations

import base64
import datetime
import http.server
import json
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowc.backends.argo.deploy import place as places
from flowc.backends.argo.deploy.api import Api
from flowc.backends.argo.deploy.place import Place, place_of
from flowc.backends.deployment import Connection, DeployError, Unreachable

PEM = "-----BEGIN CERTIFICATE-----\n"


def config(**changes: Any) -> dict[str, Any]:
    """A kubeconfig of two contexts; `cluster` and `user` change the first."""
    return {
        "current-context": "a",
        "clusters": [
            {"name": "ca", "cluster": {"server": "https://a:6443/base/", **changes.get("cluster", {})}},
            {"name": "cb", "cluster": {"server": "https://b"}},
        ],
        "contexts": [
            {"name": "a", "context": {"cluster": "ca", "user": "u", "namespace": "team"}},
            {"name": "b", "context": {"cluster": "cb"}},
        ],
        "users": [{"name": "u", "user": changes.get("user", {"token": "t"})}],
    }


def read(
    folder: Path,
    document: Mapping[str, Any],
    options: Mapping[str, Any] | None = None,
    **variables: str,
) -> Place:
    file = folder / "config"
    file.write_text(yaml.safe_dump(dict(document)))
    options = {"kubeconfig": str(file), **(options or {})}
    return place_of(Connection(options=options, environment=variables))


def test_the_current_context(tmp_path: Path) -> None:
    found = read(tmp_path, config())
    assert (found.url, found.namespace, found.login.token) == ("https://a:6443/base", "team", "t")
    assert found.verify and found.authority == ""


def test_another_context(tmp_path: Path) -> None:
    found = read(tmp_path, config(), {"context": "b"})
    assert (found.url, found.namespace, found.login.token) == ("https://b", "default", "")
    assert read(tmp_path, config(), {"context": "b", "namespace": "n"}).namespace == "n"
    with pytest.raises(DeployError, match="the kubeconfig has no context `c`; there are a, b"):
        read(tmp_path, config(), {"context": "c"})


def test_data_and_files(tmp_path: Path) -> None:
    data = base64.b64encode(PEM.encode()).decode()
    found = read(tmp_path, config(cluster={"certificate-authority-data": data}))
    assert found.authority == PEM
    (tmp_path / "ca.pem").write_text(PEM)
    (tmp_path / "token").write_text("from file\n")
    document = config(cluster={"certificate-authority": "ca.pem"}, user={"tokenFile": "token"})
    found = read(tmp_path, document)
    assert (found.authority, found.login.token) == (PEM, "from file")
    (tmp_path / "token").unlink()
    with pytest.raises(DeployError, match="cannot be read"):
        read(tmp_path, document)


def test_several_files_are_one(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    whole = config()
    first.write_text(yaml.safe_dump({"current-context": "a", "contexts": whole["contexts"]}))
    second.write_text(yaml.safe_dump({**whole, "current-context": "b", "contexts": []}))
    found = place_of(Connection(environment={"KUBECONFIG": f"{first}:/nowhere:{second}"}))
    assert (found.url, found.login.token) == ("https://a:6443/base", "t")


def test_the_home_folder(tmp_path: Path) -> None:
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "config").write_text(yaml.safe_dump(config()))
    assert place_of(Connection(environment={"HOME": str(tmp_path)})).url == "https://a:6443/base"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "is no YAML"),
        ("[]", "holds no configuration"),
        ("{}", "has no current context"),
        (yaml.safe_dump(config(cluster={"proxy-url": "http://p"})), "`proxy-url` of the kubeconfig"),
        (yaml.safe_dump(config(cluster={"server": "ftp://x"})), "is no URL of an API server"),
        (yaml.safe_dump(config(cluster={"certificate-authority-data": "###="})), "is no PEM in base64"),
        (yaml.safe_dump(config(user={"auth-provider": {"name": "x"}})), "`auth-provider` of the kubeconfig"),
        (yaml.safe_dump(config(user={"as": "root"})), "`as` of the kubeconfig"),
    ],
)
def test_what_is_wrong_with_a_kubeconfig(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DeployError) as fault:
        (tmp_path / "config").write_text(text)
        place_of(Connection(environment={"KUBECONFIG": str(tmp_path / "config")}))
    assert words in fault.value.message


def plugin(folder: Path, body: str) -> dict[str, Any]:
    (folder / "login.py").write_text(body)
    words = [str(folder / "login.py"), "x y"]
    return {"exec": {"command": sys.executable, "args": words, "env": [{"name": "V", "value": "w"}]}}


def test_a_program_logs_in(tmp_path: Path) -> None:
    body = (
        "import json, os, sys\n"
        "info = json.loads(os.environ['KUBERNETES_EXEC_INFO'])\n"
        "token = '/'.join([sys.argv[1], os.environ['V'], info['kind'], os.environ['U']])\n"
        "print(json.dumps({'status': {'token': token}}))\n"
    )
    found = read(tmp_path, config(user=plugin(tmp_path, body)), U="u")
    assert found.login.token == "x y/w/ExecCredential/u"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import sys; sys.exit('expired')", "failed: expired"),
        ("print('hello')", "printed no credential"),
        ("print('{}')", "printed no credential"),
    ],
)
def test_a_program_that_does_not_log_in(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(DeployError, match=words):
        read(tmp_path, config(user=plugin(tmp_path, body)))


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    user = {"exec": {"command": "no-such-login", "installHint": "get it"}}
    with pytest.raises(DeployError, match="cannot be run") as fault:
        read(tmp_path, config(user=user), PATH="/nowhere")
    assert fault.value.help == "get it"


def test_in_a_pod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ACCOUNT", tmp_path)
    for name, text in (("token", "t\n"), ("ca.crt", PEM), ("namespace", "flows")):
        (tmp_path / name).write_text(text)
    variables = {"KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"}
    found = place_of(Connection(environment=variables))
    assert (found.url, found.namespace) == ("https://[fd00::1]:6443", "flows")
    assert (found.login.token, found.authority) == ("t", PEM)
    with pytest.raises(DeployError, match="nobody has said where the Kubernetes API is"):
        place_of(Connection())


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    found = read(tmp_path, config(user={"token": "very secret", "password": "secret too"}))
    assert "secret" not in repr(found)


class Names(http.server.BaseHTTPRequestHandler):
    """Answers with the name in the client's certificate, and the login it sent."""

    def do_GET(self) -> None:
        assert isinstance(self.connection, ssl.SSLSocket)
        certificate = self.connection.getpeercert() or {}
        name = [pair[0][1] for pair in certificate.get("subject", ())]
        text = json.dumps({"name": name, "login": self.headers.get("Authorization")}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """A certificate that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.internal")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1))  # noqa: DTZ001 - it is UTC
        .not_valid_after(datetime.datetime(2099, 1, 1))  # noqa: DTZ001
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("api.internal")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


@pytest.fixture
def server(tmp_path: Path, pair: tuple[str, str]) -> Iterator[int]:
    """Takes nobody without a certificate; its own is for the name `api.internal`."""
    file = tmp_path / "server.pem"
    file.write_text("".join(pair))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=pair[0])
    context.load_cert_chain(file)
    context.verify_mode = ssl.CERT_REQUIRED
    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Names)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield listening.server_port
    listening.shutdown()
    thread.join()
    listening.server_close()


def tls(port: int, pair: tuple[str, str], **changes: Any) -> dict[str, Any]:
    certificate, key = (base64.b64encode(one.encode()).decode() for one in pair)
    cluster = {
        "server": f"https://127.0.0.1:{port}",
        "certificate-authority-data": certificate,
        "tls-server-name": "api.internal",
        **changes,
    }
    user = {"client-certificate-data": certificate, "client-key-data": key}
    return config(cluster=cluster, user=user)


def test_a_client_certificate(tmp_path: Path, server: int, pair: tuple[str, str]) -> None:
    found = Api(read(tmp_path, tls(server, pair))).get("/")
    assert found == {"name": ["api.internal"], "login": None}


def test_a_server_that_is_not_trusted(tmp_path: Path, server: int, pair: tuple[str, str]) -> None:
    with pytest.raises(DeployError, match="is not trusted") as fault:
        Api(read(tmp_path, tls(server, pair, **{"tls-server-name": "other"}))).get("/")
    assert not isinstance(fault.value, Unreachable)
    trusting = tls(server, pair, **{"tls-server-name": "", "insecure-skip-tls-verify": True})
    assert Api(read(tmp_path, trusting)).get("/")["name"] == ["api.internal"]


def test_a_key_that_is_none(tmp_path: Path, pair: tuple[str, str]) -> None:
    with pytest.raises(DeployError, match="cannot be read"):
        read(tmp_path, tls(1, (pair[0], "-----BEGIN PRIVATE KEY-----\nno key\n"))).context()
