"""When each sign-in was last used, for the list in Settings → Security.

allauth writes that down with every page. One page in a few minutes is enough for people, and spares every other page a
write: on SQLite writers take turns.
"""

import time

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponseBase

EVERY = 300.0  # seconds
MOST = 20_000  # sign-ins remembered by one process


class Activity(UserSessionsMiddleware):  # type: ignore[misc]
    """allauth's middleware, at most once in five minutes a sign-in and address."""

    seen: dict[tuple[str | None, str], float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = (request.session.session_key, request.META.get("REMOTE_ADDR", ""))
        now = time.monotonic()
        if now - self.seen.get(key, -EVERY) < EVERY:
            response: HttpResponseBase = self.get_response(request)
            return response
        if len(self.seen) >= MOST:
            self.seen.clear()
        if request.user.is_authenticated:
            self.seen[key] = now
        noted: HttpResponseBase = super().__call__(request)
        return noted
