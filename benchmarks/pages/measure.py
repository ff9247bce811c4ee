"""Each page of a coach and of a client, as the whole product answers it: middleware, queries, templates."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks.pages.seed import Seeded
from opencoach.conversations.models import Conversation

ROUNDS = 30
MOST_QUERIES = 12
MOST_MILLISECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person: its name, its status, queries, and server time in milliseconds."""

    name: str
    status: int
    queries: int
    median: float
    p95: float


def addresses(seeded: Seeded) -> Iterator[tuple[str, bool, str]]:
    """(name, whether the coach asks, path) of what can be measured; a page that isn't there is left out."""
    practice, engagement = seeded.practice.slug, seeded.engagement.public_id
    conversation = Conversation.objects.get(engagement=seeded.engagement).public_id
    both: list[tuple[str, dict[str, object]]] = [
        ("dashboard:today", {}),
        ("conversations:messages", {}),
        ("conversations:conversation", {"conversation": conversation}),
        ("people:profile", {}),
        ("people:help", {}),
        ("onboarding:security", {}),
    ]
    coach: list[tuple[str, dict[str, object]]] = [
        ("people:clients", {}),
        ("dashboard:overview", {"engagement": engagement}),
        ("dashboard:palette", {}),
        ("people:practice_settings", {}),
        ("people:people_settings", {}),
        ("onboarding:agreement_settings", {}),
        ("onboarding:invite", {}),
        ("outbox:deliveries", {}),
    ]
    for is_coach, names in ((True, both + coach), (False, both)):
        for name, arguments in names:
            try:
                path = reverse(name, kwargs={"practice": practice, **arguments})
            except NoReverseMatch:
                continue
            yield name, is_coach, path


def measure(seeded: Seeded, rounds: int = ROUNDS) -> list[Page]:
    """Every page, warm. Times are of the handler alone, without sockets."""
    clients = {True: Client(), False: Client()}
    clients[True].force_login(seeded.coach.person, "django.contrib.auth.backends.ModelBackend")
    clients[False].force_login(seeded.client.person, "django.contrib.auth.backends.ModelBackend")
    pages = []
    for name, is_coach, path in addresses(seeded):
        client = clients[is_coach]
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            status = client.get(path).status_code
        counted = [query for query in queries.captured_queries if not is_bookkeeping(query["sql"])]
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - started) * 1000)
        who = "coach" if is_coach else "client"
        pages.append(
            Page(f"{name} ({who})", status, len(counted), statistics.median(times), sorted(times)[int(rounds * 0.95)])
        )
    return pages


def is_bookkeeping(sql: str) -> bool:
    """A savepoint or a transaction's frame, which is no round trip of its own on SQLite."""
    return sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))


def verdict(small: list[Page], large: list[Page]) -> list[str]:
    """What misses its target, a line each."""
    missed = []
    for few, many in zip(small, large, strict=True):
        if many.status not in {200, 302}:  # a client's only conversation opens at once
            missed.append(f"{many.name} answers {many.status}")
        if few.queries != many.queries:
            missed.append(f"{many.name} asks {few.queries} times with 10 clients and {many.queries} with 1,000")
        if many.queries > MOST_QUERIES:
            missed.append(f"{many.name} asks {many.queries} times; at most {MOST_QUERIES}")
        if many.median > MOST_MILLISECONDS:
            missed.append(f"{many.name} takes {many.median:.0f} ms; at most {MOST_MILLISECONDS:.0f}")
    return missed
