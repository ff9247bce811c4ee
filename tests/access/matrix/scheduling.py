import datetime as dt
from typing import Any

from opencoach.scheduling import access
from opencoach.scheduling.actions import feeds, hours
from tests.access.matrix import CLIENTS, COACHES, EVERYBODY, Row
from tests.access.matrix.sessions import ANAS, ARRANGING
from tests.cast import Cast
from tests.sessions.making import upcoming

FED = f"{COACHES} {CLIENTS}"
FAR = {"at": "2099-01-05T10:00Z"}  # no coach offers it; the practice may
DAYS = {"first": "2030-12-24", "last": "2030-12-31"}


def on_override(cast: Cast) -> dict[str, Any]:
    made = hours.add_override(cast.miriam, dt.date(2030, 1, 1), dt.date(2030, 1, 2), [])
    return {"practice": "okafor", "override": made.public_id}


def on_travel(cast: Cast) -> dict[str, Any]:
    made = hours.add_travel(cast.miriam, dt.date(2030, 1, 1), dt.date(2030, 1, 2), "Asia/Tokyo")
    return {"practice": "okafor", "travel": made.public_id}


def on_session(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "session": upcoming(cast).public_id}


def with_anas_feed(cast: Cast) -> dict[str, Any]:
    feeds.make(cast.ana)
    return {"practice": "okafor"}


def on_feed(cast: Cast) -> dict[str, Any]:
    """Whoever knows the address reads it: it is the secret."""
    return {"token": access.token_of(feeds.make(cast.ana))}


def on_no_feed(cast: Cast) -> dict[str, Any]:
    return {"token": "made-up"}


ROWS = [
    Row("scheduling:booking", get={200: ARRANGING}, post={200: ARRANGING}),
    Row("scheduling:free", get={422: ARRANGING}),
    Row("scheduling:moving", get={200: ANAS}, post={200: ANAS}, args=on_session),
    Row(
        "scheduling:moving",
        get={200: ANAS},
        post={302: "miriam priya", 422: "ana"},
        args=on_session,
        data=FAR,
        label="far",
    ),
    Row("scheduling:feeds", get={200: FED}, post={422: FED}),
    Row("scheduling:feeds", get={200: FED}, post={302: FED}, data={"names": "hidden"}, label="right"),
    Row("scheduling:feed_names", post={302: "ana"}, data={"names": "shown"}, args=with_anas_feed),
    Row("scheduling:feed_names", post={422: "ana"}, args=with_anas_feed, label="wrong"),
    Row("scheduling:feed_removal", post={302: FED}),
    Row("scheduling:feed", get={200: f"{EVERYBODY} anonymous"}, args=on_feed, open=True),
    Row("scheduling:feed", get={}, args=on_no_feed, open=True, label="made up"),
    Row("scheduling:availability", get={200: COACHES}, post={302: COACHES}, data={"day0": "9-12"}),
    Row("scheduling:availability", get={200: COACHES}, post={422: COACHES}, data={"day0": "noon"}, label="wrong"),
    Row("scheduling:overrides", post={422: COACHES}),
    Row("scheduling:overrides", post={302: COACHES}, data=DAYS, label="right"),
    Row("scheduling:override_removal", post={302: "miriam"}, args=on_override),
    Row("scheduling:travels", post={422: COACHES}),
    Row("scheduling:travels", post={302: COACHES}, data={**DAYS, "zone": "Asia/Tokyo"}, label="right"),
    Row("scheduling:travel_removal", post={302: "miriam"}, args=on_travel),
]
