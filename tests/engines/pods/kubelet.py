"""What a kubelet serves to the API server: logs of containers, and commands in them (`v4.channel.k8s.io`)."""

from __future__ import annotations

import json
import select
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.engines.argo.node.container import stamp
from tests.engines.pods.inside import start_inside
from tests.engines.pods.pod import PlainPod
from tests.engines.pods.websocket import CLOSE, accept, read_frame, write_frame

PROTOCOL = "v4.channel.k8s.io"
STDIN, STDOUT, STDERR, STATUS = range(4)
Find = Callable[[str], PlainPod | None]
"""A pod by its name."""


def serve(certificate: Path, find: Find) -> int:
    """Serve in threads until the process ends; the port. Any `certificate` will do: nobody verifies it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))

    class Bound(Handler):
        pod_of = staticmethod(find)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_address[1])


class Handler(BaseHTTPRequestHandler):
    """One request, in a thread of its own."""

    pod_of: Find
    rbufsize = 0  # what follows the request is read from the connection itself
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """`/containerLogs/NAMESPACE/POD/CONTAINER` or `/exec/NAMESPACE/POD/CONTAINER`."""
        self.close_connection = True
        url = urlsplit(self.path)
        what, _, name, container = url.path.strip("/").split("/")
        pod = self.pod_of(name)
        if pod is None or container not in pod.running:
            self.send_error(404)
        elif what == "containerLogs":
            self._logs(pod, container, parse_qs(url.query))
        elif what == "exec":
            self._exec(pod, container, parse_qs(url.query))
        else:
            self.send_error(404)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """To the log of the node."""
        print("kubelet:", self.requestline, code, flush=True)

    def _logs(self, pod: PlainPod, name: str, query: Mapping[str, list[str]]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        follows, stamps = query.get("follow") == ["true"], query.get("timestamps") == ["true"]
        with pod.running[name].log.open("rb") as log:
            while True:
                ended = not follows or pod.told[name].is_set()
                for line in log:
                    self.wfile.write(f"{stamp()} ".encode() + line if stamps else line)
                if ended:
                    return
                time.sleep(0.05)

    def _exec(self, pod: PlainPod, name: str, query: Mapping[str, list[str]]) -> None:
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept(self.headers["Sec-WebSocket-Key"]))
        self.send_header("Sec-WebSocket-Protocol", PROTOCOL)
        self.end_headers()
        process = start_inside(pod.running[name], query["command"], takes_input=query.get("input") == ["1"])
        Streams(self, process).run()


class Streams:
    """The streams of a process as channels of one connection."""

    def __init__(self, handler: Handler, process: subprocess.Popen[bytes]) -> None:
        self.handler = handler
        self.process = process
        self.lock = threading.Lock()

    def run(self) -> None:
        """Until the process has ended, and all that it wrote is sent."""
        threading.Thread(target=self._take, daemon=True).start()
        readers = [
            threading.Thread(target=self._give, args=(channel,), daemon=True) for channel in (STDOUT, STDERR)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        code = self.process.wait()
        self._send(STATUS, json.dumps(status_of(code)).encode())
        with self.lock:
            write_frame(self.handler.wfile.write, (1000).to_bytes(2, "big"), CLOSE)

    def _take(self) -> None:
        """What the client sends goes to the process; the end of the client is the end of the process."""
        while (message := self._receive()) is not None:
            if self.process.stdin is not None and message[:1] == bytes([STDIN]):
                self.process.stdin.write(message[1:])
        self.process.kill()

    def _receive(self) -> bytes | None:
        """The next message. It is read when it is there, since a TLS connection is for one thread at a time."""
        connection = self.handler.connection
        assert isinstance(connection, ssl.SSLSocket)
        try:
            while not connection.pending() and not select.select([connection], [], [], 0.05)[0]:
                if self.process.poll() is not None:
                    return None
            with self.lock:
                return read_frame(connection.recv)
        except (OSError, ValueError):
            return None

    def _give(self, channel: int) -> None:
        stream = self.process.stdout if channel == STDOUT else self.process.stderr
        assert stream is not None
        while data := stream.read(65536):
            self._send(channel, data)

    def _send(self, channel: int, data: bytes) -> None:
        with self.lock:
            write_frame(self.handler.wfile.write, bytes([channel]) + data)


def status_of(code: int) -> dict[str, object]:
    """How a command ended, as a kubelet says it."""
    if code == 0:
        return {"metadata": {}, "status": "Success"}
    causes = [{"reason": "ExitCode", "message": str(code)}]
    return {"metadata": {}, "status": "Failure", "reason": "NonZeroExitCode", "details": {"causes": causes}}
