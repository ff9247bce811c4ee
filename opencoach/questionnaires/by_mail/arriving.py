"""A mail that answers a question of a questionnaire: it is taken as that, and the next question goes back.

That it comes from whom the question went to must be proven, as everywhere; what proves nothing waits for the coach.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from opencoach.outbox import ports
from opencoach.outbox.ports import Arrived, Held, Ignored, Outcome, Taken
from opencoach.outbox.text_in.words import plain
from opencoach.outbox.trimming import trim
from opencoach.people.refusal import Refused
from opencoach.questionnaires import dialogue
from opencoach.questionnaires.by_mail import letters
from opencoach.questionnaires.dialogue import GOES, Talk, Turn, talk_of
from opencoach.questionnaires.models import Response


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_inbound(letters.PLACE, arrive)


def arrive(arrived: Arrived) -> Outcome:
    """The handler of `outbox.ports.inbound`."""
    if len(arrived.place) != letters.PK + letters.AT:
        return Ignored("takes no part")
    pk, at = int.from_bytes(arrived.place[: letters.PK], "big"), int.from_bytes(arrived.place[letters.PK :], "big")
    response = Response.objects.select_related("engagement__practice", "person").filter(pk=pk).first()
    if response is None or response.engagement is None or response.person is None:
        return Ignored("takes no part")
    engagement, person = response.engagement, response.person
    with override(engagement.practice.language):
        if not arrived.proven:
            return Held(engagement, _("Nothing proves that it comes from %s.") % (arrived.mail.sender or "?"), person)
        if arrived.mail.sender != person.email:
            return Held(engagement, _("It comes from %s.") % arrived.mail.sender, person)
    text = trim(arrived.mail.text, "", subject=arrived.mail.subject).strip()
    found = talk_of({"response": str(response.public_id)}, person)
    turn = _turn(found, at, text) if found is not None else None
    if found is None or turn is None:
        return ports.said_by_mail(engagement, person, arrived)
    letters.ask(found, turn, key=str(arrived.inbound))
    return Taken()


def _turn(found: Talk, at: int, text: str) -> Turn | None:
    """What their answer leads to; None for words that answer no question."""
    with override(found.member.language):
        if at >= len(found.order):
            return dialogue.begin(found) if plain(text) in GOES else None
        path = found.order[at]
        try:
            with transaction.atomic():
                return dialogue.answer(found, path, text)
        except Refused as error:
            return Turn(found.step(path), str(error))
