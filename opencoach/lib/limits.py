"""How often a stranger may knock: a counter per key in the cache, in windows of a fixed length."""

import hashlib
import ipaddress
import time

from django.core.cache import cache
from django.http import HttpRequest


def allowed(door: str, key: str, limit: int, seconds: int) -> bool:
    """Count one knock of `key` at `door`; False once there were more than `limit` within the window.

    The window is a fixed stretch of `seconds` since 1970, so at worst twice the limit goes through at its edge.
    """
    window = int(time.time()) // seconds
    name = f"limit:{door}:{hashlib.sha256(key.encode()).hexdigest()[:32]}:{window}"
    if cache.add(name, 1, timeout=seconds + 1):
        return True
    try:
        return int(cache.incr(name)) <= limit
    except ValueError:  # it ran out in between
        return True


def place_of(request: HttpRequest) -> str:
    """Whom a limit by address concerns: an IPv4 address, or the IPv6 network (/64) of one household, which has more
    addresses than anybody could count knocks of."""
    address = address_of(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a Unix socket has none
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def address_of(request: HttpRequest) -> str:
    """The peer as the server saw it (proxies are settled before)."""
    return str(request.META.get("REMOTE_ADDR", ""))
