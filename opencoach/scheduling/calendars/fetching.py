"""A calendar file asked for by its address: only what is new, a few redirections, nothing of our own network."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from opencoach.lib import outward

MOST = 6 * 1024 * 1024  # bytes
REDIRECTIONS = 4
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class File:
    """`etag` and `modified` go back with the next question, so that an unchanged file need not come again."""

    content: bytes
    etag: str = ""
    modified: str = ""


class Failed(Exception):
    """`why`: "forbidden" for an address that is not asked, "unreachable", "refused" (it wants somebody to sign in),
    "gone", "much" for a file that is too large, or "status" for another answer than a file."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def written(address: str) -> str:
    """The address as it is asked: what calendar programs call webcal is https."""
    scheme, _colon, rest = address.strip().partition("://")
    return f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else address.strip()


def host_of(address: str) -> str:
    """What of an address may be shown."""
    return (urlsplit(address).hostname or "")[:255]


def fetch(address: str, etag: str = "", modified: str = "") -> File | None:
    """The file; None where it is as it was. Raises Failed."""
    headers = {"Accept": "text/calendar, */*;q=0.5", "User-Agent": "OpenCoach", "Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    client = outward.Client(settings.TRUSTED_HOSTS)
    try:
        for _round in range(REDIRECTIONS):
            answer = client.request("GET", address, headers, most=MOST)
            if answer.status not in MOVED:
                break
            address = written(urljoin(address, answer.headers.get("location", "")))
        if answer.status == 304 and (etag or modified):
            return None
    except outward.Forbidden as error:
        raise Failed("forbidden") from error
    except outward.TooLong as error:
        raise Failed("much") from error
    except (outward.Unreachable, ValueError) as error:
        raise Failed("unreachable") from error
    finally:
        client.close()
    if answer.status in {401, 403, 407}:
        raise Failed("refused")
    if answer.status in {404, 410}:
        raise Failed("gone")
    if answer.status != 200:
        raise Failed("status")
    return File(answer.content, answer.headers.get("etag", "")[:200], answer.headers.get("last-modified", "")[:60])
