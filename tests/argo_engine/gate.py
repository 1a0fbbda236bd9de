"""A way to a server on loopback that can be shut, as if the server were gone."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Gate:
    """Forwards connections while it is open; breaks them, and refuses new ones, while it is shut."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.is_open = True
        self.lock = threading.Lock()
        self.live: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """From now on there is no server."""
        with self.lock:
            self.is_open = False
            for end in self.live:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        """It is there again."""
        with self.lock:
            self.is_open = True

    def close(self) -> None:
        """For good."""
        self.shut()
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                with self.lock:
                    is_open = self.is_open
                if is_open:
                    self._connect(near)
                else:
                    near.close()

    def _connect(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self.target))
        with self.lock:
            self.live |= {near, far}
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    def _copy(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        with self.lock:
            self.live.discard(source)
        source.close()
