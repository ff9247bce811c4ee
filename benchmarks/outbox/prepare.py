"""In a process of its own, on an empty database: migrate, fill the outbox, print one mail as the worker makes it."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.outbox import kind  # noqa: E402
from opencoach.outbox.actions.post import new, post_all  # noqa: E402
from opencoach.outbox.models import Delivery  # noqa: E402
from opencoach.outbox.transports import transports  # noqa: E402
from opencoach.people.models import Membership, Person, Practice  # noqa: E402


def main(mails: int) -> None:
    call_command("migrate", verbosity=0)
    practice = Practice.objects.create(name="Okafor Coaching", slug="okafor")
    people = Person.objects.bulk_create([Person(email=f"p{n}@example.org", password="!") for n in range(mails)])
    Membership.objects.bulk_create(
        [Membership(practice=practice, person=p, role="client", display_name="Ana") for p in people], batch_size=500
    )
    post_all(
        [
            new(kind.KIND.name, address=p.email, dedupe_key=f"bench:{p.email}", practice=practice, person=p)
            for p in people
        ]
    )
    first = Delivery.objects.select_related("practice", "person").earliest("pk")
    sys.stdout.buffer.write(transports["email"].prepare(first, kind.render(first)).data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
