from collections.abc import Callable
from typing import Any

from django.utils import timezone

from opencoach.lib import moments
from opencoach.people.models import Membership
from opencoach.plan import acting, actions, days, supporting
from opencoach.plan.actions.supporters import accept, invite_supporter
from opencoach.plan.models import Supporter
from opencoach.plan.patterns import Pattern
from tests.access.matrix import CLIENTS, COACHES, EVERYBODY, Row, on_ana
from tests.cast import Cast
from tests.plan.doing import action_of_ana
from tests.plan.making import balance_of_ana, goal_of_ana, need_of_ana, rated_goal, strategy_of_ana, wheel_of_ana

BOTH = "miriam ana"  # who sees and changes Ana's plan
LEVELS = {"m2": "a", "m1": "b", "z0": "c", "p1": "d", "p2": "e"}
WHEEL = {"area0": "Work", "score0": "3", "area1": "Home", "score1": "9", "area2": "Rest", "score2": "5"}
GOAL = {"step": "1", "to": "next", "title": "I rest", "kind": "performance", "shared": "on"}
PATTERN = {"name": "Delegate", "title": "Delegate", "strategies": "One\nTwo", "actions": "Ask | when asked"}
WEIGHING = {"question": "Go?", "for0": "The sea", "for0_weight": "3"}


def on(make: Callable[[Cast], Any], **more: object) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"practice": "okafor", "thing": make(cast).public_id, **more}


def changed_need(cast: Cast) -> Any:
    need = need_of_ana(cast)
    return actions.reword_need(need, {"text": "Other words"}, revision=0, actor=cast.ana.person)


def changed_goal(cast: Cast) -> Any:
    goal = goal_of_ana(cast)
    return actions.change_goal(goal, actions.Wanted({"title": "Other"}), revision=0, actor=cast.ana.person)


def changed_strategy(cast: Cast) -> Any:
    row = strategy_of_ana(cast)
    return actions.change_strategy(row, actions.Way({"text": "Other"}), revision=0, actor=cast.ana.person)


def changed_weighing(cast: Cast) -> Any:
    row = balance_of_ana(cast)
    return actions.reweigh(row, {"question": "Other"}, revision=0, actor=cast.ana.person)


def reviewed(cast: Cast) -> Any:
    return actions.review(strategy_of_ana(cast), "It goes well", actor=cast.ana.person)


def shared_since(cast: Cast) -> dict[str, Any]:
    goal = goal_of_ana(cast)
    at = actions.share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    assert at is not None
    return {"practice": "okafor", "thing": goal.public_id, "at": moments.micros(at)}


def kept_goal(cast: Cast) -> Any:
    """One that Ana keeps to herself."""
    return goal_of_ana(cast, shared=False)


def rating(cast: Cast) -> Any:
    return rated_goal(cast).ratings.get()


def will(cast: Cast) -> Any:
    return actions.measure_will(goal_of_ana(cast), 9, 4, actor=cast.ana.person)[0]


def step(cast: Cast) -> Any:
    return actions.take_step(goal_of_ana(cast), "agreed", actor=cast.ana.person)


def do(cast: Cast, member: Membership) -> dict[str, Any]:
    """The link of a mail to tick Ana's action, for somebody."""
    action = action_of_ana(cast)
    token = acting.token_of(acting.Sort.ACTION, action, member, days.today_of(action), sent=timezone.now())
    return {"token": token}


def on_do(cast: Cast) -> dict[str, Any]:
    return do(cast, cast.ana)


def on_anothers(cast: Cast) -> dict[str, Any]:
    """Well signed, for somebody whose thing it is not."""
    return do(cast, cast.tomas)


def template(cast: Cast) -> Any:
    return actions.keep_pattern(cast.miriam, Pattern(title="Delegate"), name="Delegate")


NEED, GOAL_, STRATEGY, WEIGHED = on(need_of_ana), on(goal_of_ana), on(strategy_of_ana), on(balance_of_ana)


def supporter(cast: Cast) -> Supporter:
    made = invite_supporter(goal_of_ana(cast), name="Luka", address="l@example.org", note="", actor=cast.ana.person)
    accept(made)
    return made


def on_link(cast: Cast) -> dict[str, Any]:
    return {"token": supporting.token_of(supporter(cast))}


SOMEBODY = {"name": "Luka", "address": "luka@example.org"}
LINK = f"anonymous {EVERYBODY}"  # whoever has the mail
ROWS = [
    Row("plan:shared_goals", get={200: "ruben"}),
    Row("plan:goal_supporters", get={200: "ana"}, post={422: "ana"}, args=GOAL_),
    Row("plan:goal_supporters", get={200: "ana"}, post={302: "ana"}, args=GOAL_, data=SOMEBODY, label="asked"),
    Row("plan:goal_pulse", post={302: "ana"}, args=GOAL_),
    Row("plan:supporter_ending", post={302: "ana"}, args=on(supporter)),
    Row("plan:supporter_return", post={302: "ana"}, args=on(supporter)),
    Row("support:support", get={200: LINK}, args=on_link, open=True),
    Row("support:support", get={}, args=lambda _cast: {"token": "made-up"}, open=True, label="made up"),
    Row("support:support_acceptance", post={302: LINK}, args=on_link, open=True),
    Row("support:support_answer", post={422: LINK}, args=on_link, open=True),
    Row("support:support_leaving", post={200: LINK}, args=on_link, open=True),
    Row("acting:thing", get={200: LINK}, args=on_do, open=True),
    Row("acting:thing", get={}, args=lambda _cast: {"token": "made-up"}, open=True, label="made up"),
    Row("acting:thing", get={410: LINK}, args=on_anothers, open=True, label="of another client"),
    *(
        Row(f"acting:{step}", post={302: LINK}, args=on_do, open=True)
        for step in ("answer", "undoing", "later", "sooner")
    ),
    Row("acting:answer", post={410: LINK}, args=on_anothers, open=True, label="of another client"),
    Row("plan:mine", get={200: CLIENTS}),
    Row("plan:plan", get={200: BOTH}, args=on_ana),
    Row("plan:needs", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:needs", get={200: BOTH}, post={302: BOTH}, args=on_ana, data={"text": "Rest"}, label="said"),
    Row("plan:checklist", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:checklist", get={200: BOTH}, post={302: BOTH}, args=on_ana, data={"group0": "delegate"}, label="ticked"),
    Row("plan:needs_order", post={302: BOTH}, args=on_ana),
    Row("plan:wheel", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:wheel", get={200: BOTH}, post={302: BOTH}, args=on_ana, data=WHEEL, label="turned"),
    Row("plan:goal_new", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:need", get={200: BOTH}, post={422: BOTH}, args=NEED),
    Row("plan:need", get={200: BOTH}, post={302: BOTH}, args=NEED, data={"text": "Rest"}, label="said"),
    Row("plan:need_rating", post={422: BOTH}, args=NEED),
    Row("plan:need_rating", post={302: BOTH}, args=NEED, data={"importance": "9", "satisfaction": "2"}, label="rated"),
    Row("plan:need_moving", post={302: BOTH}, args=NEED),
    Row("plan:need_removal", post={302: BOTH}, args=NEED),
    Row("plan:need_restoration", post={302: BOTH}, args=NEED),
    Row("plan:need_unrating", post={302: BOTH}, args=NEED),
    Row("plan:need_rereading", post={302: BOTH}, args=on(changed_need, revision=0)),
    Row("plan:wheel_removal", post={302: BOTH}, args=on(wheel_of_ana)),
    Row("plan:wheel_restoration", post={302: BOTH}, args=on(wheel_of_ana)),
    Row("plan:goal", get={200: BOTH}, args=GOAL_),
    Row("plan:goal", get={200: "ana"}, args=on(kept_goal), label="kept to oneself"),
    Row("plan:goal_change", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:goal_change", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data=GOAL, label="changed"),
    Row("plan:goal_levels", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:goal_levels", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data=LEVELS, label="written"),
    Row("plan:goal_rating", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:goal_rating", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data={"level": "1"}, label="rated"),
    Row("plan:goal_rating", get={200: "ana"}, post={302: "ana"}, args=on(kept_goal), data={"level": "1"}, label="kept"),
    Row("plan:goal_will", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:goal_will", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data={"confidence": "7"}, label="said"),
    Row("plan:goal_status", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:goal_status", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data={"status": "paused"}, label="paused"),
    Row("plan:goal_sharing", get={200: "ana"}, post={302: "ana"}, args=GOAL_),
    Row("plan:goal_history", get={200: BOTH}, args=on(rated_goal)),
    Row("plan:goal_moving", post={302: BOTH}, args=GOAL_),
    Row("plan:goal_removal", post={302: BOTH}, args=GOAL_),
    Row("plan:goal_restoration", post={302: BOTH}, args=GOAL_),
    Row("plan:goal_rereading", post={302: BOTH}, args=on(changed_goal, revision=0)),
    Row("plan:rating_undoing", post={302: BOTH}, args=on(rating)),
    Row("plan:rating_redoing", post={302: BOTH}, args=on(rating)),
    Row("plan:step_undoing", post={302: BOTH}, args=on(step)),
    Row("plan:will_undoing", post={302: BOTH}, args=on(will)),
    Row("plan:strategy_new", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:strategy_new", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data={"text": "Ask back"}, label="said"),
    Row("plan:strategy", get={200: BOTH}, post={422: BOTH}, args=STRATEGY),
    Row("plan:strategy", get={200: BOTH}, post={302: BOTH}, args=STRATEGY, data={"text": "Ask"}, label="said"),
    Row("plan:goal_unsharing", post={302: "ana"}, args=shared_since),
    Row("plan:review_undoing", post={302: BOTH}, args=on(reviewed)),
    Row("plan:strategy_review", get={200: BOTH}, post={422: BOTH}, args=STRATEGY),
    Row("plan:strategy_review", get={200: BOTH}, post={302: BOTH}, args=STRATEGY, data={"note": "Well"}, label="said"),
    Row("plan:strategy_choosing", post={302: BOTH}, args=STRATEGY),
    Row("plan:strategy_leaving", post={302: BOTH}, args=STRATEGY),
    Row("plan:strategy_removal", post={302: BOTH}, args=STRATEGY),
    Row("plan:strategy_restoration", post={302: BOTH}, args=STRATEGY),
    Row("plan:strategy_rereading", post={302: BOTH}, args=on(changed_strategy, revision=0)),
    Row("plan:weighing_new", get={200: BOTH}, post={422: BOTH}, args=GOAL_),
    Row("plan:weighing_new", get={200: BOTH}, post={302: BOTH}, args=GOAL_, data=WEIGHING, label="weighed"),
    Row("plan:weighing", get={200: BOTH}, post={422: BOTH}, args=WEIGHED),
    Row("plan:weighing_removal", post={302: BOTH}, args=WEIGHED),
    Row("plan:weighing_restoration", post={302: BOTH}, args=WEIGHED),
    Row("plan:weighing_rereading", post={302: BOTH}, args=on(changed_weighing, revision=0)),
    Row("plan:patterns_for_plan", get={200: BOTH}, args=on_ana),
    Row(
        "plan:patterns_for_plan", get={200: BOTH}, post={302: BOTH}, args=on_ana, data={"key": "hand_over"}, label="one"
    ),
    Row("plan:pattern_from_goal", get={200: "miriam"}, post={422: "miriam"}, args=GOAL_),
    Row("plan:pattern_from_goal", get={200: "miriam"}, post={302: "miriam"}, args=GOAL_, data=PATTERN, label="kept"),
    Row("plan_templates:patterns", get={200: COACHES}),
    Row("plan_templates:pattern_new", get={200: COACHES}, post={422: COACHES}),
    Row("plan_templates:pattern_new", get={200: COACHES}, post={302: COACHES}, data=PATTERN, label="kept"),
    Row("plan_templates:pattern", get={200: "miriam"}, post={422: "miriam"}, args=on(template)),
    Row("plan_templates:pattern_archiving", post={302: "miriam"}, args=on(template)),
    Row("plan_templates:pattern_rereading", post={302: "miriam"}, args=on(template)),
    Row("plan_templates:pattern_restoring", post={302: "miriam"}, args=on(template)),
]
