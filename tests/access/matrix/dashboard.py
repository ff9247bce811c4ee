from typing import Any

from opencoach.plan.actions.doing import Todo, set_action
from tests.access.matrix import INSIDERS, Row, nothing, on_ana, on_nobody
from tests.cast import Cast
from tests.plan.making import goal_of_ana
from tests.sessions.making import upcoming

MEMBERS = f"{INSIDERS} astrid oskar"
OUTSIDE = "bea clients_assistant supporter rater stranger"


def on_session(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "session": upcoming(cast).public_id}


def on_goal(cast: Cast) -> dict[str, Any]:
    return {**on_session(cast), "thing": goal_of_ana(cast).public_id}


def on_action(cast: Cast) -> dict[str, Any]:
    action = set_action(cast.ana_engagement, cast.ana, Todo({"title": "Ask"}), actor=cast.ana.person)
    return {**on_session(cast), "thing": action.public_id}


ROWS = [
    Row("dashboard:attention", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row(
        "dashboard:attention", get={200: "miriam"}, post={302: "miriam"}, args=on_ana, data={"do": "seen"}, label="seen"
    ),
    Row("dashboard:home", get={302: MEMBERS, 200: OUTSIDE}, args=nothing),
    Row("dashboard:today", get={200: INSIDERS}),
    Row("dashboard:overview", get={200: "miriam priya"}, args=on_ana),
    Row("dashboard:overview", get={}, args=on_nobody, label="nobody"),
    Row("dashboard:palette", get={200: INSIDERS}),
    Row("dashboard:review", get={200: "miriam ana"}, args=on_session),
    Row("dashboard:review_action_new", post={422: "miriam ana"}, args=on_session),
    Row("dashboard:review_action_new", post={302: "miriam ana"}, args=on_session, data={"title": "Ask"}, label="said"),
    Row("dashboard:review_goal", post={302: "miriam ana"}, args=on_goal),
    Row("dashboard:review_action", post={302: "miriam ana"}, args=on_action),
    Row("dashboard:review_tick", post={302: "miriam ana"}, args=on_action),
]
