"""Free ports on loopback."""

from __future__ import annotations

import socket


def free(port: int) -> bool:
    """Whether nobody listens on this port of 127.0.0.1 (or of all interfaces)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose(preferred: int = 0) -> int:
    """The preferred port when it is free, else one that the system chooses."""
    if preferred and free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
