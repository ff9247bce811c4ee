"""The one ASGI application of the web process: health, the live endpoint, and pages."""

import os
from contextlib import AsyncExitStack
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

from django.core.wsgi import get_wsgi_application

from opencoach.config import health, proxies
from opencoach.config.interpreter import settle_in, share_a_heap
from opencoach.config.pages import Pages, Receive, Scope, Send, WSGIApp, plain

share_a_heap()
django = cast(WSGIApp, get_wsgi_application())

from django.conf import settings  # noqa: E402  (the line above sets Django up)

from opencoach.live import asgi as live  # noqa: E402


class Application:
    """Dispatch by path; what lives as long as the process is entered at lifespan's start and left at its end."""

    def __init__(self) -> None:
        self.pages = Pages(django, settings.ENV.page_workers)
        self.trusted_proxies = settings.ENV.trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
            return
        proxies.apply(scope, self.trusted_proxies)
        path = scope["path"]
        if path.startswith("/live/"):
            await live.application(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4404})
        elif path == "/healthz":
            await plain(send, 200, "ok\n")
        elif path == "/readyz":
            await health.answer(send)
        else:
            await self.pages(scope, receive, send)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with AsyncExitStack() as stack:
                stack.callback(self.pages.shut_down)
                await stack.enter_async_context(live.lifespan())
                settle_in()
                await send({"type": "lifespan.startup.complete"})
                await receive()
                health.stopping()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.shutdown.complete"})


application = Application()
