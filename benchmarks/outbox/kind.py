"""A kind as real ones are: it loads its person, checks that it is still due, and is drawn as text and HTML."""

from dataclasses import replace

from opencoach.outbox import ports, words
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership


def render(delivery: Delivery) -> ports.Rendered:
    member = Membership.objects.get(practice=delivery.practice, person=delivery.person)
    return words.compose(
        "outbox/mail/trial.html",
        {"address": f"{member.display_name} at no-reply@coach.example", "url": "https://coach.example/"},
        delivery.practice,
        from_name="Miriam Okafor",
        reply_to="miriam@coach.example",
    )


def still_due(delivery: Delivery) -> str:
    ended = Membership.objects.filter(practice=delivery.practice, person=delivery.person).exclude(ended_at=None)
    return "ended" if ended.exists() else ""


KIND = ports.Kind("bench", "Benchmark", render, still_due, lambda person, delivery: False, group="bench")
ports.register_kind(KIND)


def words_ready() -> None:
    """The same words for every delivery, drawn once."""
    drawn: list[ports.Rendered] = []

    def once(delivery: Delivery) -> ports.Rendered:
        if not drawn:
            drawn.append(render(delivery))
        return drawn[0]

    ports.kinds["bench"] = replace(KIND, render=once, still_due=lambda delivery: "")
