"""Ports: whether one is free, and a free one."""

from __future__ import annotations

import socket


class PortTaken(Exception):
    """Something else listens on this address already; choose another port."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"{host}:{port}: {reason}")


def require_free(host: str, port: int) -> None:
    """Raise PortTaken unless we could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise PortTaken(host, port, getattr(error, "strerror", None) or str(error)) from error


def is_free(host: str, port: int) -> bool:
    try:
        require_free(host, port)
    except PortTaken:
        return False
    return True


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
