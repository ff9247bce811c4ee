"""Both sides say how a session was."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions.built_in import answer, built_in
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions import scale
from opencoach.sessions.actions import steps
from opencoach.sessions.models import RATED, CoachingSession, SessionRating

Status = CoachingSession.Status


def is_ratable(session: CoachingSession, now: dt.datetime | None = None) -> bool:
    """Whether it has been: it was held, or is over and nobody has said otherwise; and the work goes on."""
    if session.engagement.status == Engagement.Status.ENDED:
        return False
    over = session.status == Status.BOOKED and session.ends_at <= (now or timezone.now())
    return session.status == Status.HELD or over


@transaction.atomic
def rate(
    session: CoachingSession, marks: Mapping[str, int], words: str = "", *, by: Membership, again: bool = True
) -> SessionRating:
    """Somebody who takes part says how it was; to say it again puts the new marks in place of the old ones.

    `marks` by question, at least one. Raises Refused for none, for a session that has not been, and for a second time
    where that is not `again` allowed; Incomplete for a mark that is none.
    """
    session = steps.locked(session)
    if not is_ratable(session):
        raise Refused(_("There is nothing to say about this session yet."))
    if not marks:
        raise Refused(_("Choose at least one number."))
    known = SessionRating.objects.select_related("response").filter(session=session, membership=by).first()
    if known is not None and not again:
        raise Refused(_("You have said how this session was already. Sign in to change it."))
    version = built_in(scale.definition(), Questionnaire.Purpose.RATING, by=session.coach)
    given = {**marks, **({scale.WORDS: words.strip()} if words.strip() else {})}
    response = answer(version, session.engagement, (RATED, session.public_id), given, by=by, event="session.rated")
    made, _new = SessionRating.objects.update_or_create(
        session=session, membership=by,
        defaults={
            "response": response, "at": timezone.now(), "low": by.is_client and scale.is_low(marks), "seen_at": None,
            "seen_by": None,
        },
    )  # fmt: skip
    if known is not None:
        known.response.delete()
    return made


@transaction.atomic
def see(session: CoachingSession, *, by: Membership) -> None:
    """A coach has looked at what was said of it; nothing of it waits any more."""
    rows = SessionRating.objects.filter(session=session, seen_at=None)
    if rows.update(seen_at=timezone.now(), seen_by=by.person):
        record_event(
            "session.rating_seen", practice=session.practice, engagement=session.engagement, actor=by.person,
            thing=session.public_id,
        )  # fmt: skip
