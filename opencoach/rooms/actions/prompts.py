"""A coach's own quick questions."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.rooms.models import Prompt

MOST = 40
USUAL = (
    gettext_lazy("What would make this time useful for you?"),
    gettext_lazy("What do you want instead?"),
    gettext_lazy("What have you tried already, and what came of it?"),
    gettext_lazy("If you knew you could not fail, what would you do?"),
    gettext_lazy("What else?"),
    gettext_lazy("On a scale from 0 to 10, where are you now? What would one more look like?"),
    gettext_lazy("What will you do, and by when?"),
    gettext_lazy("What do you take with you from today?"),
)


def own(member: Membership) -> list[Prompt]:
    """The coach's questions, in their order."""
    return list(Prompt.objects.filter(membership=member, archived_at=None).order_by("position", "pk"))


@transaction.atomic
def add(member: Membership, text: str) -> Prompt:
    """One more, the last. Raises Refused for one too many."""
    present = Prompt.objects.filter(membership=member, archived_at=None)
    if present.count() >= MOST:
        raise Refused(_("More than %(number)d are hard to find again. Take one out first.") % {"number": MOST})
    last = present.aggregate(last=Max("position"))["last"] or 0
    return Prompt.objects.create(membership=member, text=text, position=last + 1)


@transaction.atomic
def begin_with_the_usual(member: Membership) -> None:
    """The usual ones, for a coach who has none."""
    Membership.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not own(member):
        Prompt.objects.bulk_create(
            Prompt(membership=member, text=str(text), position=place) for place, text in enumerate(USUAL)
        )


def take_out(prompt: Prompt) -> None:
    Prompt.objects.filter(pk=prompt.pk, archived_at=None).update(archived_at=timezone.now())


def put_back(prompt: Prompt) -> None:
    Prompt.objects.filter(pk=prompt.pk).update(archived_at=None)


@transaction.atomic
def move(prompt: Prompt, direction: str) -> None:
    """One place "up" or "down"."""
    rows = own(prompt.membership)
    here = next((place for place, row in enumerate(rows) if row.pk == prompt.pk), None)
    there = None if here is None else here + {"up": -1, "down": 1}.get(direction, 0)
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows):
        row.position = place
    Prompt.objects.bulk_update(rows, ["position"])
