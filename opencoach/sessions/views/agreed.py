"""What is done with an action beside a session: on the page after it, in its room, in its review."""

import uuid
from collections.abc import Callable, Mapping

from django.http import Http404

from opencoach.people.models import Membership
from opencoach.plan import access as plan
from opencoach.plan.actions import doing
from opencoach.plan.models import Action
from opencoach.sessions.actions import reviewing
from opencoach.sessions.models import CoachingSession


def action_of(reader: Membership, session: CoachingSession, thing: uuid.UUID) -> Action:
    """An action of that session's work that the reader may change; else Http404."""
    row = plan.require_write(reader, plan.get_hanging(reader, Action.objects.all(), thing))
    if row.engagement_id != session.engagement_id:
        raise Http404
    return row


def verbs_of(session: CoachingSession, row: Action, reader: Membership) -> Mapping[str, Callable[[], object]]:
    """By name: ticked or not, taken along from this session or left out. Each raises Refused where it can't be."""
    by = reader.person
    return {
        "tick": lambda: doing.tick(row, actor=by),
        "untick": lambda: doing.untick(row, actor=by),
        "agree": lambda: reviewing.agree(session, row, actor=by),
        "release": lambda: reviewing.release(session, row, actor=by),
    }
