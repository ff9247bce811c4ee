"""The limit: a bare relay under the same server. It passes each text on to the partner and stores nothing."""

from typing import Any

sockets: dict[str, Any] = {}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/<n>`: what n says goes to n's partner (n with its last bit turned)."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await relay(scope, receive, send)
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok\n"})


async def relay(scope: dict[str, Any], receive: Any, send: Any) -> None:
    me = int(scope["path"].strip("/"))
    await receive()
    sockets[str(me)] = send
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        other = sockets.get(str(me ^ 1))
        if other is not None:
            await other({"type": "websocket.send", "text": message["text"]})
