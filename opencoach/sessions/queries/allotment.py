"""What is left of what an engagement was given."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from opencoach.people.models import Engagement
from opencoach.sessions.models import CoachingSession

Kind = Engagement.Allotment


@dataclass(frozen=True, slots=True)
class Allotment:
    """`amount` and `used` in sessions or in minutes, as `kind` says; "open" has no end."""

    kind: str
    amount: int
    used: int

    @property
    def left(self) -> int | None:
        """What may still be booked; None without an end, below nothing where a coach went on."""
        return None if self.kind == Kind.OPEN else self.amount - self.used

    def has_room(self, minutes: int) -> bool:
        """Whether one more session of that length fits."""
        return self.left is None or self.left >= self.price(minutes)

    def price(self, minutes: int) -> int:
        """What a session of that length takes."""
        return minutes if self.kind == Kind.MINUTES else 1


def allotment(engagement: Engagement) -> Allotment:
    """What the engagement was given, and what its sessions that count have taken. One query."""
    counted = CoachingSession.objects.filter(engagement=engagement, counts=True)
    sums = counted.aggregate(number=Count("pk"), minutes=Sum("minutes"))
    used = sums["minutes"] or 0 if engagement.allotment_kind == Kind.MINUTES else sums["number"]
    return Allotment(engagement.allotment_kind, engagement.allotment_amount, used)
