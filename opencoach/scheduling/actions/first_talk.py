"""The code was right: the time that was held becomes a first talk."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.onboarding.actions.begin import person_at
from opencoach.people.actions.engagement import begin_engagement
from opencoach.people.actions.membership import admit, change_profile
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions.responding import ask_attached
from opencoach.questionnaires.models import Questionnaire
from opencoach.scheduling.actions.booking import require_free
from opencoach.scheduling.actions.holding import Said, locked, said_in
from opencoach.scheduling.models import Hold
from opencoach.scheduling.queries.choices import BOOKABLE, Offer
from opencoach.scheduling.queries.free import Free
from opencoach.sessions import actions as sessions
from opencoach.sessions.actions import Booked, taking
from opencoach.sessions.actions.steps import lock_engagement
from opencoach.sessions.models import CoachingSession, SessionType

Status = Engagement.Status


class AlreadyBooked(Refused):
    """They have a first talk with that coach ahead: `session`."""

    def __init__(self, session: CoachingSession) -> None:
        super().__init__(_("You have a talk booked already. Move or cancel it first; nothing new was booked."))
        self.session = session


@transaction.atomic
def confirm(held: Hold) -> CoachingSession:
    """Book the talk for the person of the address that the code has proven; somebody new becomes a prospect of the
    coach. Confirming twice is confirming once.

    Raises Refused where the time ran out and was taken meanwhile, or the day is full; AlreadyBooked.
    """
    held = locked(held)
    if held.session is not None:
        return held.session
    said, offer = said_in(held), Offer(held.session_type, held.coach)
    if held.coach.ended_at is not None or held.session_type.archived_at is not None or not said.email:
        raise Refused(_("This kind of session is not offered any more."))
    person = person_at(said.email)
    engagement = _engagement(held, said, person)
    ahead = CoachingSession.objects.filter(
        engagement=engagement, coach=held.coach, status__in=CoachingSession.AHEAD, starts_at__gt=timezone.now(),
        session_type__audience=SessionType.Audience.ANYBODY,
    ).first()  # fmt: skip
    if ahead is not None:
        raise AlreadyBooked(ahead)
    _require_room(held, offer)
    wanted = Booked(agenda=said.agenda, answers=said.answers, counts=False, held=held.held)
    made = sessions.book(engagement, held.session_type, held.coach, held.starts_at, actor=person, wanted=wanted)
    member = Membership.objects.select_related("person", "practice").get(practice=held.coach.practice, person=person)
    ask_attached(engagement, member, held.coach, Questionnaire.Attached.FIRST_TALK)
    held.session, held.held, held.said = made, None, b""
    held.save(update_fields=["session", "held", "said"])
    return made


def _engagement(held: Hold, said: Said, person: Person) -> Engagement:
    """Theirs with that coach, or a new one; locked, so that one address does one thing at a time."""
    practice = held.coach.practice
    before = Membership.objects.filter(practice=practice, person=person).exists()
    member = admit(
        practice, person, Membership.Role.CLIENT, actor=person, display_name=said.name, zone=held.zone,
        language=held.language,
    )  # fmt: skip
    if not before and held.hour12:
        change_profile(member, {"preferences": {"hour12": True}}, actor=person)
    theirs = Engagement.objects.filter(
        practice=practice, group=None, status__in=BOOKABLE,
        client_parts__membership=member, client_parts__until=None,
        coach_parts__membership=held.coach, coach_parts__until=None,
    ).first()  # fmt: skip
    if theirs is None:
        chosen = practice.specialisations[0] if practice.specialisations else "life"
        theirs = begin_engagement(
            held.coach, specialisation=chosen, title=said.name, actor=person, clients=[member], status=Status.PROSPECT
        )
    return lock_engagement(theirs)


def _require_room(held: Hold, offer: Offer) -> None:
    """A time that is still held was free when they chose it, and nobody else has it: only the limits of its day and
    week are asked again, since others may have been confirmed meanwhile. One that ran out must be free now."""
    taking.take_turns(held.coach.person_id)
    if held.is_over:
        require_free(offer, held.starts_at)
        return
    at = int(held.starts_at.timestamp())
    free = Free(offer.coach, offer.kind, (at - 86400, at + 2 * 86400), by_staff=False)
    if free.is_full(at):
        raise Refused(_("This day has become full. Choose another one."))
