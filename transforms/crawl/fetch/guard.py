"""The guard: no connection to an address that is not public.

It stands where the socket is made, on the address that the socket will connect to. What a name resolves to, how often
that changes, how the address was spelled and on which hop of a redirect make no difference there.
"""

import ipaddress
import socket
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import TCPConnector
    from aiohttp.abc import AbstractResolver

# The IANA special-purpose registries, written out: ipaddress.is_global differs between releases of Python.
_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # Azure's metadata and DHCP server has a public address.
        "168.63.129.16/32",
    )
)
_V6_GLOBAL = ipaddress.IPv6Network("2000::/3")
# Protocol assignments with Teredo and ORCHID, documentation, 6to4: the last and Teredo embed any IPv4 address.
_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

IDLE_SECONDS = 5.0
"""How long a connection waits for its next request: of many hosts few are asked again soon."""


class PrivateAddress(OSError):
    """Raised instead of a connection to an address that is not public."""

    def __init__(self, address: str) -> None:
        # One message for all: when every address of a name is private, aiohappyeyeballs raises the first such error.
        super().__init__("the address is not public")
        self.address = address


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv4 address inside an IPv6 one is judged itself."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        else:
            return ip in _V6_GLOBAL and not any(ip in network for network in _V6)
    return not any(ip in network for network in _V4)


def any_address(address: str) -> bool:
    """The guard of an intranet, and of tests: none."""
    return True


def guarded_connector(
    permitted: Callable[[str], bool] = is_public, resolver: "AbstractResolver | None" = None
) -> "TCPConnector":
    """A connector for aiohttp that connects to permitted addresses only. It has no limits: the caller's are finer."""
    # Who goes online waits for it, and no other run.
    from aiohttp import TCPConnector

    def guarded_socket(
        info: tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]],
    ) -> socket.socket:
        family, kind, protocol, _, address = info
        if not permitted(str(address[0])):
            raise PrivateAddress(str(address[0]))
        return socket.socket(family, kind, protocol)

    return TCPConnector(
        resolver=resolver,
        socket_factory=guarded_socket,
        limit=0,
        ttl_dns_cache=60,
        keepalive_timeout=IDLE_SECONDS,
    )
