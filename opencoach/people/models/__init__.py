from opencoach.people.models.consent import Consent
from opencoach.people.models.engagement import (
    Engagement,
    EngagementClient,
    EngagementCoach,
    Group,
    Sponsorship,
)
from opencoach.people.models.event import Event
from opencoach.people.models.membership import Membership
from opencoach.people.models.pause import Pause
from opencoach.people.models.person import Person
from opencoach.people.models.practice import Practice

__all__ = [
    "Consent",
    "Engagement",
    "EngagementClient",
    "EngagementCoach",
    "Event",
    "Group",
    "Membership",
    "Pause",
    "Person",
    "Practice",
    "Sponsorship",
]
