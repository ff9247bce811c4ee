from typing import Any

from opencoach.conversations.actions import open as open_conversation
from opencoach.people.models import Membership
from opencoach.rooms.actions import entering, prompts
from opencoach.rooms.actions.ending import end
from opencoach.rooms.models import Prompt, Room
from opencoach.sessions.models import CoachingSession
from tests.access.matrix import COACHES, Row, on_ana
from tests.cast import Cast
from tests.library.making import text
from tests.plan.doing import action_of_ana
from tests.plan.making import rated_goal
from tests.rooms.making import begun
from tests.sessions.making import upcoming

BOTH = "miriam ana"


def of(session: CoachingSession, **more: object) -> dict[str, Any]:
    return {"practice": "okafor", "session": session.public_id, **more}


def in_room(cast: Cast) -> dict[str, Any]:
    """The room of a session that has just begun; Ana was let in."""
    session = begun(cast)
    entering.enter(session, cast.ana)
    entering.admit(session, cast.ana, by=cast.miriam.person)
    return of(session)


def ended(cast: Cast) -> dict[str, Any]:
    args = in_room(cast)
    end(CoachingSession.objects.get(public_id=args["session"]), by=cast.miriam.person)
    return args


def waiting(cast: Cast) -> dict[str, Any]:
    """Ana waits, and was never let in."""
    session = begun(cast)
    entering.enter(session, cast.ana)
    return of(session)


def early(cast: Cast) -> dict[str, Any]:
    return of(upcoming(cast))


def on_action(cast: Cast) -> dict[str, Any]:
    return {**in_room(cast), "thing": action_of_ana(cast, "Ask first").public_id}


def on_goal(cast: Cast) -> dict[str, Any]:
    return {**in_room(cast), "thing": rated_goal(cast).public_id}


def prompt(member: Membership) -> Prompt:
    return prompts.add(member, "What else?")


def on_prompt(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "prompt": prompt(cast.miriam).public_id}


def ana(cast: Cast) -> dict[str, Any]:
    return {"member": str(cast.ana.public_id)}


def material(cast: Cast) -> dict[str, Any]:
    return {"material": str(text(cast.miriam).public_id)}


def written(cast: Cast) -> dict[str, Any]:
    """A session of which a stretch of the conversation is the record."""
    open_conversation(cast.ana_engagement, "Welcome, Ana.")
    session = begun(cast)
    Room.objects.create(session=session, began_at=session.starts_at, first_seq=1)
    return of(session)


ROWS = [
    Row("rooms:transcript", get={200: BOTH}, args=written),
    Row("rooms:transcript", args=early, label="early"),
    Row("rooms:room", get={200: BOTH}, args=in_room),
    Row("rooms:room", get={200: BOTH}, args=waiting, label="waiting"),
    Row("rooms:room", get={200: BOTH}, args=early, label="early"),
    Row("rooms:entry", post={302: BOTH}, args=in_room),
    Row("rooms:admission", post={302: "miriam"}, args=waiting, data=ana),
    Row("rooms:leaving", post={302: BOTH}, args=in_room),
    Row("rooms:ending", post={302: "miriam"}, args=in_room),
    Row("rooms:reopening", post={302: "miriam"}, args=ended),
    Row("rooms:medium", post={422: BOTH}, args=in_room),
    Row("rooms:medium", post={302: BOTH}, args=in_room, data={"medium": "text"}, label="in writing"),
    Row("rooms:medium", post={302: "miriam"}, args=waiting, data={"medium": "text"}, label="waiting"),
    Row("rooms:ice", get={200: BOTH}, args=in_room),
    Row("rooms:ice", get={}, args=early, label="early"),
    Row("rooms:panel", get={200: BOTH}, args=in_room),
    Row("rooms:panel", get={200: "miriam"}, args=waiting, label="waiting"),
    Row("rooms:agenda", post={302: BOTH}, args=in_room, data={"agenda": "Friday"}),
    Row("rooms:action_new", post={302: BOTH}, args=in_room, data={"title": "Ask first"}),
    Row("rooms:action", post={422: BOTH}, args=on_action),
    Row("rooms:action", post={302: BOTH}, args=on_action, data={"do": "tick"}, label="tick"),
    Row("rooms:rating", post={302: BOTH}, args=on_goal, data={"level": "1"}),
    Row("rooms:shown", get={200: BOTH}, args=in_room, post={}),
    Row("rooms:shown", get={200: BOTH}, post={302: "miriam"}, args=in_room, data=material, label="put there"),
    Row("rooms:shown_removal", post={302: "miriam"}, args=in_room),
    Row("rooms:start", post={302: "miriam"}, args=on_ana),
    Row("rooms:prompts", get={200: COACHES}, post={422: COACHES}),
    Row("rooms:prompts", get={200: COACHES}, post={302: COACHES}, data={"text": "What else?"}, label="one more"),
    Row("rooms:prompts_usual", post={302: COACHES}),
    *(
        Row(f"rooms:prompt_{verb}", post={302: "miriam"}, args=on_prompt)
        for verb in ("removal", "restoration", "moving")
    ),
]
