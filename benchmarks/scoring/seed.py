"""A client who is asked 300 questions on one page, in a process of its own on an empty database.

    python -m benchmarks.scoring.seed 300

Prints a line of JSON: the practice's slug, the response, the client's session cookie.
"""

import json
import sys
from typing import Any

import django

OPTIONS = [{"id": f"o{n}", "label": f"The answer number {n}", "value": n} for n in range(1, 6)]
KINDS: list[dict[str, Any]] = [
    {"kind": "scale", "min": 1, "max": 5, "labels": {"1": "Never", "5": "Always"}},
    {"kind": "single", "options": OPTIONS},
    {"kind": "text", "max_length": 200},
    {"kind": "multi", "options": OPTIONS, "other": "Something else"},
    {"kind": "number", "min": 0, "max": 24, "unit": "hours"},
    {"kind": "matrix", "rows": [{"id": f"r{n}", "label": f"Row {n}"} for n in range(4)], "options": OPTIONS},
    {"kind": "long_text"},
    {"kind": "slider"},
    {"kind": "date"},
    {"kind": "ranking", "options": OPTIONS},
]


def definition(count: int) -> dict[str, Any]:
    """Kinds without files in turn; each fifth question is shown for an answer to an earlier one; ten scores."""
    items: list[dict[str, Any]] = []
    for n in range(count):
        item = {"id": f"i{n}", "label": f"How is it with the matter number {n}?", **KINDS[n % len(KINDS)]}
        if n % 5 == 4:
            item["visible"] = {"any": [{"field": f"i{n - 4 - (n - 4) % 10}", "operator": "at_least", "value": 3}]}
        items.append(item)
    scales = [item["id"] for item in items if item["kind"] == "scale"]
    scores = [
        {"id": f"s{n}", "label": f"S{n}", "missing": "half", "parts": [{"of": one} for one in scales[n::10]]}
        for n in range(10)
    ]
    computed = [{"id": "whole", "expression": "sum(s0, s1, s2)"}]
    items[-1] = {"kind": "total", "id": "t", "label": "Together", "of": "whole"}
    return {"title": "Three hundred", "pages": [{"id": "p", "items": items}], "scores": scores, "computed": computed}


def answer(item: dict[str, Any], n: int) -> Any:
    return {
        "scale": n % 5 + 1, "single": "o2", "text": "Two or three words", "multi": ["o1", "o4"], "number": 6.5,
        "matrix": {"r0": "o1", "r2": "o3"}, "long_text": "A sentence.\nAnd another one.", "slider": 40,
        "date": "2026-11-24", "ranking": ["o5", "o4", "o3", "o2", "o1"],
    }[item["kind"]]  # fmt: skip


def seed(count: int) -> dict[str, str]:
    from django.test import Client

    from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice
    from opencoach.questionnaires.actions import library, responding
    from opencoach.questionnaires.definition import read

    practice = Practice.objects.create(name="Full", slug="full", specialisations=["life"])
    persons = [Person.objects.create(email=f"full{n}@example.org") for n in range(2)]
    coach = Membership.objects.create(practice=practice, person=persons[0], role="owner", display_name="Coach")
    client = Membership.objects.create(practice=practice, person=persons[1], role="client", display_name="Ana")
    engagement = Engagement.objects.create(practice=practice, specialisation="life", status="active")
    EngagementCoach.objects.create(engagement=engagement, membership=coach)
    EngagementClient.objects.create(engagement=engagement, membership=client)
    made = definition(count)
    version = library.publish(library.draft_of(library.make(read(made), "worksheet", by=coach)), by=coach)
    [response] = responding.ask(version, engagement, by=coach)
    items = [item for item in made["pages"][0]["items"] if item["kind"] != "total"]
    answers = {item["id"]: answer(item, n) for n, item in enumerate(items) if n % 3}
    responding.save(response, answers, list(answers), base=0)
    browser = Client()
    browser.force_login(client.person, "django.contrib.auth.backends.ModelBackend")
    cookie = browser.cookies["sessionid"].value
    return {"slug": practice.slug, "response": str(response.public_id), "cookie": cookie}


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(seed(int(sys.argv[1]))))
