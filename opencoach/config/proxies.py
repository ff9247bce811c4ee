"""Who really asks, when `OPENCOACH_TRUSTED_PROXIES` proxies stand before us.

Each proxy appends the address that it saw to X-Forwarded-For, so the n-th from the right is the first that a proxy of
ours wrote; whatever stands left of it the visitor may have made up. Without trusted proxies the headers are dropped,
so that nothing further in can believe them.
"""

from opencoach.config.pages import Scope

FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"forwarded"}


def apply(scope: Scope, trusted: int) -> None:
    """Set `client` and `scheme` of the scope from the proxies' headers, and drop those headers."""
    given = [(name, value) for name, value in scope["headers"] if name in FORWARDED]
    if given:
        scope["headers"] = [header for header in scope["headers"] if header[0] not in FORWARDED]
    if not trusted or not given:
        return
    seen = [part.strip() for name, value in given if name == b"x-forwarded-for" for part in value.split(b",")]
    if len(seen) >= trusted:
        scope["client"] = (address(seen[-trusted].decode("latin-1")), 0)
    protocols = [part.strip() for name, value in given if name == b"x-forwarded-proto" for part in value.split(b",")]
    if protocols:
        secure = protocols[-min(trusted, len(protocols))].lower() in {b"https", b"wss"}
        plain, safe = ("ws", "wss") if scope["type"] == "websocket" else ("http", "https")
        scope["scheme"] = safe if secure else plain


def address(text: str) -> str:
    """An address without its port: "203.0.113.7:4711" and "[2001:db8::1]:4711" are written by some proxies."""
    if text.startswith("["):
        return text[1:].split("]", 1)[0]
    return text.split(":", 1)[0] if text.count(":") == 1 else text
