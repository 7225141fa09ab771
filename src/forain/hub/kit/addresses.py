"""Which addresses an event may be sent to. A name is resolved when it is used and the connection goes to that very
address, so a name that answers differently a moment later (DNS rebinding) cannot lead inside.

Refused unless `FORAIN_WEBHOOK_NETWORKS` names their network: everything that is not public (loopback, private, link-local
with the metadata services of clouds, multicast, reserved), also when wrapped in an IPv6 address.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from forain.hub.config import config

Ip = IPv4Address | IPv6Address
LONGEST = 1000
#: Seconds a name may take to be resolved.
RESOLVE_SECONDS = 5.0
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = IPv6Network("::/96")


class BadAddress(ValueError):
    """The address cannot be used; `code` is `malformed`, `private` or `unknown_host`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect (`ip`), and who we expect there (`host`)."""

    scheme: str
    host: str
    port: int
    path: str
    ip: Ip

    @property
    def url(self) -> str:
        """With the pinned address in place of the name."""
        place = f"[{self.ip}]" if self.ip.version == 6 else str(self.ip)
        return f"{self.scheme}://{place}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return name if self.port == usual else f"{name}:{self.port}"


def check(address: str) -> None:
    """What can be told without asking anybody: shape, and a literal address that is private. Raises BadAddress."""
    host, _port = _taken_apart(address)
    literal = _literal(host)
    if literal is not None and not allowed(literal):
        raise BadAddress("private")


async def target(address: str) -> Target:
    """Resolve and pin; every address the name has must be allowed. Raises BadAddress."""
    host, port = _taken_apart(address)
    parts = urlsplit(address)
    literal = _literal(host)
    ips = [literal] if literal is not None else await _resolved(host, port)
    if not all(allowed(ip) for ip in ips):
        raise BadAddress("private")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme.lower(), host, port, path, ips[0])


def allowed(ip: Ip) -> bool:
    """Public, or in a network the installation names."""
    plain = _unwrapped(ip)
    if any(plain in network for network in _networks() if network.version == plain.version):
        return True
    site_local = isinstance(plain, IPv6Address) and plain.is_site_local
    return plain.is_global and not plain.is_multicast and not site_local


def _unwrapped(ip: Ip) -> Ip:
    """The IPv4 address that an IPv6 one stands for (mapped, translated, 6to4, Teredo), else the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if inner is None and (any(ip in one for one in _NAT64) or (ip in _COMPATIBLE and int(ip) > 1)):
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
    return inner or ip


def _networks() -> list[IPv4Network | IPv6Network]:
    words = config().webhook_networks
    return [ip_network(one.strip(), strict=False) for one in words.split(",") if one.strip()]


def _taken_apart(address: str) -> tuple[str, int]:
    """Host and port of an address of the right shape."""
    if not address.isprintable() or " " in address or "\\" in address or len(address) > LONGEST:
        raise BadAddress("malformed")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadAddress("malformed") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or _with_more(parts) or port == 0:
        raise BadAddress("malformed")
    return _ascii(parts.hostname.rstrip(".")), port or {"http": 80, "https": 443}[parts.scheme.lower()]


def _with_more(parts: SplitResult) -> bool:
    """A password in the address would stand in logs; a fragment is never sent."""
    return "@" in parts.netloc or bool(parts.fragment)


def _ascii(host: str) -> str:
    if ":" in host:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress("malformed") from None


def _literal(host: str) -> Ip | None:
    """An address written out. Odd spellings (`127.1`, `0x7f000001`) are left to the resolver, whose answer is checked."""
    try:
        return ip_address(host)
    except ValueError:
        return None


async def _resolved(host: str, port: int) -> list[Ip]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        raise BadAddress("unknown_host") from None
    ips = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not ips:
        raise BadAddress("unknown_host")
    return ips
