"""A way from the network of the node to servers on this machine's loopback, across network namespaces."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


def listen(address: str, ports: list[int]) -> list[socket.socket]:
    """Sockets of the network in which this is called, wherever they are used later."""
    return [socket.create_server((address, port)) for port in ports]


def forward(listener: socket.socket, port: int) -> None:
    """From now on, every connection that the listener takes goes to a port of loopback; in threads."""
    threading.Thread(target=_accept, args=(listener, port), daemon=True).start()


def _accept(listener: socket.socket, port: int) -> None:
    while True:
        near, _ = listener.accept()
        try:
            far = socket.create_connection(("127.0.0.1", port))
        except OSError:
            near.close()
            continue
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=_copy, args=(source, sink), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
