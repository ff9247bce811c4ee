from typing import Any

from opencoach.plan.models import Goal
from opencoach.rooms.actions import entering, prompts
from tests.access.matrix import COACHES, Row
from tests.cast import Cast
from tests.library.making import text_material
from tests.plan.doing import action_of_ana
from tests.plan.making import rated_goal
from tests.sessions.making import soon

BOTH = "miriam ana"


def in_room(cast: Cast, **more: object) -> dict[str, Any]:
    """The room of a session that has just begun; Ana was let in."""
    session = soon(cast)
    entering.enter(session, cast.ana)
    entering.admit(session, cast.ana, by=cast.miriam.person)
    return {"practice": "okafor", "session": session.public_id, **more}
