"""A conversation begins with the engagement's agreement."""

from django.db import transaction

from opencoach.conversations.actions.reading import participant
from opencoach.conversations.actions.saying import note_system, say
from opencoach.conversations.models import Conversation
from opencoach.people import access
from opencoach.people.models import Engagement, Person


@transaction.atomic
def open(engagement: Engagement, welcome: str = "", *, by: Person | None = None) -> Conversation:
    """The engagement's conversation, opened at the first call with the practice's welcome; later calls change nothing.

    `welcome` is Markdown, the practice's own by default; it is said by `by`, else by the engagement's first coach.
    """
    conversation, made = Conversation.objects.select_related("engagement__practice").get_or_create(
        engagement=engagement, defaults={"practice_id": engagement.practice_id}
    )
    if not made:
        return conversation
    people = list(access.people_in(engagement).select_related("person").order_by("pk"))
    for member in people:
        participant(conversation, member.person)
    note_system(engagement, "opened", {"once": "opened"})
    welcome = (welcome or engagement.practice.welcome).strip()
    coach = by or next((member.person for member in people if member.is_coach), None)
    if welcome and coach is not None:
        say(conversation, coach, welcome, client_id="welcome")
    conversation.refresh_from_db(fields=["last_seq", "last_at"])
    return conversation
