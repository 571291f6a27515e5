"""What a request tells besides its address: a page or JSON, which size of type, from where."""

import ipaddress
from typing import Any, Final, TypeAlias

from litestar import Request
from litestar.datastructures import State

AnyRequest: TypeAlias = Request[Any, Any, State]


def wants_json(request: AnyRequest) -> bool:
    """Whether the caller asked for JSON rather than a page."""
    return "application/json" in request.headers.get("accept", "")


def wants_big(request: AnyRequest) -> bool:
    """Whether the reader asked for large type (大字版) in the address, as works without scripts."""
    return request.query_params.get("big") == "1"


def caller(request: AnyRequest, *, hops: int) -> str:
    """The network address a request came from; of IPv6 the network of one connection (/64).

    `hops`: how many proxies of our own it passed. Each adds who asked it to the end of the header;
    what stands before them whoever asked may have written.
    """
    peer = request.client.host if request.client else ""
    if not hops:
        return network_of(peer)
    told = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
    passed = [part.strip() for part in told if part.strip()]
    return network_of(passed[-hops] if len(passed) >= hops else peer)


_ONE_CONNECTION: Final = 64


def network_of(address: str) -> str:
    """What one subscriber has to itself; what is no address stays as it is, shortened.

    >>> network_of("192.0.2.7"), network_of("2001:db8:0:1:abcd::7"), network_of("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8:0:1::/64', '192.0.2.7')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _ONE_CONNECTION), strict=False))
