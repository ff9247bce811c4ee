from typing import Any

from opencoach.plan import days
from opencoach.plan.actions.checkins import check_in
from opencoach.plan.asking import Said
from tests.access.matrix import CLIENTS, Row, on_ana
from tests.cast import Cast
from tests.plan.doing import action_of_ana, habit_of_ana, measure_of_ana, rhythm_of_ana, value_of, word_for_ana

BOTH = "miriam ana"
ACTION = {"title": "Ask first", "timing": "open", "side": "client", "repeat": "", "effort": ""}
HABIT = {"title": "Ask first", "per": "day", "times": "1"}


def on_action(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": action_of_ana(cast).public_id}


def on_habit(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": habit_of_ana(cast).public_id}


def on_measure(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": measure_of_ana(cast).public_id}


def again_action(cast: Cast) -> dict[str, Any]:
    return {**on_action(cast), "revision": 0}


def again_habit(cast: Cast) -> dict[str, Any]:
    return {**on_habit(cast), "revision": 0}


def again_measure(cast: Cast) -> dict[str, Any]:
    return {**on_measure(cast), "revision": 0}


def on_value(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": value_of(measure_of_ana(cast), 7).public_id}


def on_rhythm(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": rhythm_of_ana(cast).public_id}


def again_rhythm(cast: Cast) -> dict[str, Any]:
    return {**on_rhythm(cast), "revision": 0}


def on_day(cast: Cast) -> dict[str, Any]:
    found = rhythm_of_ana(cast)
    return {"practice": "okafor", "thing": found.public_id, "day": days.today_of(found).isoformat()}


def on_checked_in(cast: Cast) -> dict[str, Any]:
    found = rhythm_of_ana(cast)
    row = check_in(found, days.today_of(found), Said(2), actor=cast.ana.person)
    return {"practice": "okafor", "thing": row.public_id}


def on_word(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "thing": word_for_ana(cast).public_id}


RHYTHM = {"weekday": "4", "interval": "1"}
VALUE = {"value": "7", "day": "2026-01-05"}
TABLE = {"text": "date,value\n2026-01-05,7\n", "import": "1"}
MEASURE = {"title": "Hours of sleep", "kind": "outcome", "direction": "up"}

ROWS = [
    Row("plan:measures", get={200: BOTH}, args=on_ana),
    Row("plan:measures_together", get={200: BOTH}, args=on_ana),
    Row("plan:measure_new", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:measure_new", get={200: BOTH}, post={302: BOTH}, args=on_ana, data=MEASURE, label="right"),
    Row("plan:measure", get={200: BOTH}, post={422: BOTH}, args=on_measure),
    Row("plan:measure", get={200: BOTH}, post={302: BOTH}, args=on_measure, data=VALUE, label="a value"),
    Row("plan:values_sample", get={200: "miriam devi ana tomas leila jonas mei omar"}),
    Row("plan:measure_import", get={200: BOTH}, post={422: BOTH}, args=on_measure),
    Row("plan:measure_import", get={200: BOTH}, post={302: BOTH}, args=on_measure, data=TABLE, label="a table"),
    Row("plan:measure_change", get={200: BOTH}, post={422: BOTH}, args=on_measure),
    Row("plan:measure_change", get={200: BOTH}, post={302: BOTH}, args=on_measure, data=MEASURE, label="right"),
    *(Row(f"plan:measure_{verb}", post={302: BOTH}, args=on_measure) for verb in ("removal", "restoration")),
    *(Row(f"plan:value_{verb}", post={302: BOTH}, args=on_value) for verb in ("removal", "restoration")),
    Row("plan:actions", get={200: BOTH}, args=on_ana),
    Row("plan:action_new", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:action_new", get={200: BOTH}, post={302: BOTH}, args=on_ana, data=ACTION, label="right"),
    Row("plan:action", get={200: BOTH}, post={422: BOTH}, args=on_action),
    Row("plan:action", get={200: BOTH}, post={302: BOTH}, args=on_action, data=ACTION, label="right"),
    Row("plan:action_dropping", get={200: BOTH}, post={302: BOTH}, args=on_action),
    *(
        Row(f"plan:action_{verb}", post={302: BOTH}, args=on_action)
        for verb in ("tick", "untick", "snoozing", "carrying", "carrying_back", "taking_up", "removal", "restoration")
    ),
    *(
        Row(f"plan:{name}_history", get={200: BOTH}, args=args)
        for name, args in (("action", on_action), ("habit", on_habit), ("measure", on_measure))
    ),
    *(
        Row(f"plan:{name}_rereading", post={302: BOTH}, args=args)
        for name, args in (("action", again_action), ("habit", again_habit), ("measure", again_measure))
    ),
    Row("plan:habit_new", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:habit_new", get={200: BOTH}, post={302: BOTH}, args=on_ana, data=HABIT, label="right"),
    Row("plan:habit", get={200: BOTH}, args=on_habit),
    Row("plan:habit_change", get={200: BOTH}, post={422: BOTH}, args=on_habit),
    Row("plan:habit_change", get={200: BOTH}, post={302: BOTH}, args=on_habit, data=HABIT, label="right"),
    *(
        Row(f"plan:habit_{verb}", post={302: BOTH}, args=on_habit)
        for verb in ("day", "ending", "taking_up", "removal", "restoration")
    ),
    Row("plan:checkins", get={200: BOTH}, args=on_ana),
    Row("plan:rhythm_new", get={200: BOTH}, post={422: BOTH}, args=on_ana),
    Row("plan:rhythm_new", get={200: BOTH}, post={302: BOTH}, args=on_ana, data=RHYTHM, label="right"),
    Row("plan:rhythm_change", get={200: BOTH}, post={422: BOTH}, args=on_rhythm),
    Row("plan:rhythm_change", get={200: BOTH}, post={302: BOTH}, args=on_rhythm, data=RHYTHM, label="right"),
    *(Row(f"plan:rhythm_{verb}", post={302: BOTH}, args=on_rhythm) for verb in ("ending", "again")),
    Row("plan:rhythm_rereading", post={302: BOTH}, args=again_rhythm),
    Row("plan:checkin", get={200: "ana"}, post={422: "ana"}, args=on_day),
    Row("plan:checkin", get={200: "ana"}, post={302: "ana"}, args=on_day, data={"a.progress": "7"}, label="right"),
    Row("plan:checkin_looking", post={302: "miriam"}, args=on_checked_in),
    Row("plan:encouragement", get={200: BOTH}, post={422: "miriam"}, args=on_ana),
    Row(
        "plan:encouragement",
        get={200: BOTH},
        post={302: "miriam"},
        args=on_ana,
        data={"text": "I saw it"},
        label="said",
    ),
    Row("plan:encouragement_tone", post={302: CLIENTS}),
    Row("plan:word_thanks", post={302: "ana"}, args=on_word),
    *(Row(f"plan:word_{verb}", post={302: BOTH}, args=on_word) for verb in ("removal", "restoration")),
]
