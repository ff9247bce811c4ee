"""What a session's review leaves behind: the goals it was about, the actions that were agreed."""

from django.db import transaction
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan.actions.doing import Todo, set_action
from opencoach.plan.models import Action, Goal
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.steps import Status
from opencoach.sessions.models import CoachingSession, SessionAction, SessionGoal

REVIEWED = (Status.REQUESTED, Status.BOOKED, Status.HELD)
MOST = 30  # actions of one session


@transaction.atomic
def talk_about(session: CoachingSession, goal: Goal, *, actor: Person) -> None:
    """The session is, or was, about that goal. Saying it twice is saying it once."""
    session = _open(session)
    _part, new = SessionGoal.objects.get_or_create(session=session, goal=goal, defaults={"by": actor})
    if new:
        _record("session.goal_talked_about", session, actor, goal=str(goal.public_id))


@transaction.atomic
def leave_out(session: CoachingSession, goal: Goal, *, actor: Person) -> None:
    """It was not about that goal after all."""
    session = _open(session)
    if SessionGoal.objects.filter(session=session, goal=goal).delete()[0]:
        _record("session.goal_left_out", session, actor, goal=str(goal.public_id))


@transaction.atomic
def agree_new(session: CoachingSession, client: Membership | None, todo: Todo, *, actor: Person) -> Action:
    """A new action stands in the plan, agreed in this session."""
    action = set_action(session.engagement, client, todo, actor=actor)
    agree(session, action, actor=actor)
    return action


@transaction.atomic
def agree(session: CoachingSession, action: Action, *, actor: Person) -> None:
    """An action of the plan is taken along from this session."""
    session = _open(session)
    if SessionAction.objects.filter(session=session).count() >= MOST:
        raise Refused(_("That is more than anybody does until the next time. Choose the ones that matter."))
    _part, new = SessionAction.objects.get_or_create(session=session, action=action, defaults={"by": actor})
    if new:
        _record("session.action_agreed", session, actor, action=str(action.public_id))


@transaction.atomic
def release(session: CoachingSession, action: Action, *, actor: Person) -> None:
    """It is not among what was agreed any more; it stays in the plan."""
    session = _open(session)
    if SessionAction.objects.filter(session=session, action=action).delete()[0]:
        _record("session.action_released", session, actor, action=str(action.public_id))


def _open(session: CoachingSession) -> CoachingSession:
    session = steps.locked(session)
    steps.require(session, REVIEWED)
    return session


def _record(verb: str, session: CoachingSession, actor: Person, **data: str) -> None:
    record_event(
        verb, practice=session.practice, engagement=session.engagement, actor=actor, thing=session.public_id, **data
    )
