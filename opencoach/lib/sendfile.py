"""Send a file that somebody may have: ranges, HEAD and conditions, in constant memory.

The response holds no bytes. The page's thread decides (access, range, headers) and is free again; then
`config/pages.py` streams from the event loop, a chunk at a time.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags, quote_etag

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
AT_ONCE = 4  # chunks that one hop into a thread brings back


class Source(Protocol):
    """What can be sent: its size, and its bytes from `start` up to `stop`."""

    @property
    def size(self) -> int: ...

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]: ...


class SentFile(StreamingHttpResponse):
    """A file, or one range of it. `stream()` is what the server takes; iterating it is for other servers and tests."""

    def __init__(self, source: Source, start: int, stop: int, **options: Any) -> None:
        super().__init__(source.read(start, stop), **options)
        self.source, self.start, self.stop = source, start, stop

    async def stream(self) -> AsyncIterator[bytes]:
        chunks = self.source.read(self.start, self.stop)
        while portion := await asyncio.to_thread(_some, chunks):
            yield portion


def _some(chunks: Iterator[bytes]) -> bytes:
    return b"".join(chunk for _, chunk in zip(range(AT_ONCE), chunks, strict=False))


def send_file(
    request: HttpRequest, source: Source, *, name: str, media_type: str, etag: str, shown: bool
) -> HttpResponseBase:
    """The answer to a request for a file that its reader has been found to be allowed to have.

    `shown`: the browser may show it; else it is saved under `name`. Raises FileNotFoundError.
    """
    size = source.size
    tag = quote_etag(etag)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponse(status=304), name, shown, tag)
    try:
        span = _span(request, size, tag)
    except ValueError:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _with_headers(refused, name, shown, tag)
    start, stop = span or (0, size)
    response = SentFile(source, start, stop, status=206 if span else 200, content_type=media_type)
    response.headers["Content-Length"] = str(stop - start)
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return _with_headers(response, name, shown, tag)


def _with_headers(response: HttpResponseBase, name: str, shown: bool, tag: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = tag
    return response


def _span(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The one range that is asked for, or None for the whole file. Raises ValueError for one beyond its end."""
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked.group() == "bytes=-" or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = asked.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
        if int(last) == 0:
            raise ValueError
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
    if start >= size or start >= stop:
        raise ValueError
    return start, stop
