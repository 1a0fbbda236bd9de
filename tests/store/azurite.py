"""Azurite, which speaks Azure's API: `npm install azurite` in the checkout, or `FLOWC_TEST_AZURITE=.../main.js`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path

ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""What every Azurite has: documented, and no secret."""
MISSING = "NOT TESTED against Azure's API: `npm install azurite`, or set FLOWC_TEST_AZURITE to its main.js"


def program() -> Path | None:
    """The server, when there is one that can be started."""
    own = Path(__file__).resolve().parents[2] / "node_modules/azurite/dist/src/blob/main.js"
    path = Path(os.environ.get("FLOWC_TEST_AZURITE") or own)
    return path if path.is_file() and shutil.which("node") else None


@contextmanager
def serving(server: Path) -> Iterator[dict[str, str]]:
    """A server with a container `box`; the variables by which it is found."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
    address = ["--blobHost", "127.0.0.1", "--blobPort", str(port)]
    process = subprocess.Popen(["node", str(server), *options, *address], stdout=subprocess.DEVNULL)
    try:
        _create(port)
        yield {
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": f"http://127.0.0.1:{port}",
            "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT,
            "AZURE_STORAGE_ACCOUNT_KEY": KEY,
        }
    finally:
        process.terminate()
        process.wait(20)


def _create(port: int) -> None:
    """Make the container, as soon as the server answers."""
    deadline = time.monotonic() + 60
    while True:
        date = formatdate(usegmt=True)
        named = f"x-ms-date:{date}\nx-ms-version:2021-08-06\n/{ACCOUNT}/{ACCOUNT}/box\nrestype:container"
        text = "PUT" + "\n" * 12 + named
        proof = base64.b64encode(hmac.digest(base64.b64decode(KEY), text.encode(), hashlib.sha256)).decode()
        headers = {"x-ms-date": date, "x-ms-version": "2021-08-06", "Content-Length": "0"}
        headers["Authorization"] = f"SharedKey {ACCOUNT}:{proof}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("PUT", f"/{ACCOUNT}/box?restype=container", headers=headers)
            assert connection.getresponse().status == 201
            return
        except ConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        finally:
            connection.close()
