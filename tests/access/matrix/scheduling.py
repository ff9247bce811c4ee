import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from opencoach.questionnaires.actions import responding
from opencoach.scheduling import access, doors
from opencoach.scheduling.actions import booking_page, feeds, hours, links
from opencoach.scheduling.models import Hold
from opencoach.sessions.actions import book
from opencoach.sessions.models import SessionType
from tests.access.matrix import CLIENTS, COACHES, EVERYBODY, STAFF, Row, on_ana
from tests.access.matrix.sessions import ANAS, ARRANGING, on_link, on_no_link
from tests.cast import Cast, engagement, member
from tests.questionnaires.making import asked, published
from tests.sessions.making import offer, upcoming

FED = f"{COACHES} {CLIENTS}"
FAR = {"at": "2099-01-05T10:00Z"}  # no coach offers it; the practice may
ADDRESS = "https://calendar.example/basic.ics"
DAYS = {"first": "2030-12-24", "last": "2030-12-31"}


def on_override(cast: Cast) -> dict[str, Any]:
    made = hours.add_override(cast.miriam, dt.date(2030, 1, 1), dt.date(2030, 1, 2), [])
    return {"practice": "okafor", "override": made.public_id}


def on_travel(cast: Cast) -> dict[str, Any]:
    made = hours.add_travel(cast.miriam, dt.date(2030, 1, 1), dt.date(2030, 1, 2), "Asia/Tokyo")
    return {"practice": "okafor", "travel": made.public_id}


def on_calendar(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "link": links.add(cast.miriam, ADDRESS).public_id}


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


def with_first_talk(cast: Cast) -> SessionType:
    """Miriam's, on an open page; the practice's is open too."""
    found = SessionType.objects.filter(practice=cast.practice, slug="first-talk").first()
    if found is None:
        found = offer(cast.miriam, slug="first-talk", name="First talk", audience="anybody")
        hours.set_week(cast.miriam, {day: [(540, 1020)] for day in range(5)})
        booking_page.change_coach_page(doors.page_of(cast.miriam), is_open=True, slug="miriam", about="")
        booking_page.change_practice_page(
            doors.settings_of(cast.practice), cast.miriam, is_open=True, about="", listed=True
        )
    return found


def public(*names: str) -> Callable[[Cast], dict[str, Any]]:
    """The arguments of a page for strangers, as far as `names` go."""
    places = {"door": "book", "practice": "okafor", "coach": "miriam", "kind": "first-talk"}

    def args(cast: Cast) -> dict[str, Any]:
        with_first_talk(cast)
        return {name: places[name] for name in ("door", "practice", *names)}

    return args


def closed(*names: str) -> Callable[[Cast], dict[str, Any]]:
    """The same where nothing is open."""
    places = {"door": "book", "practice": "lindgren", "coach": "astrid", "kind": "first-talk"}
    return lambda _cast: {name: places[name] for name in ("door", "practice", *names)}


def held_time(cast: Cast) -> Hold:
    kind = with_first_talk(cast)
    return Hold.objects.create(
        coach=cast.miriam, session_type=kind, held=1, starts_at=timezone.now() + dt.timedelta(days=3),
        expires_at=timezone.now() + dt.timedelta(minutes=15), code="x",
    )  # fmt: skip


def on_hold(cast: Cast) -> dict[str, Any]:
    """Whoever knows the address of the page for the code; it is in their browser alone."""
    held = held_time(cast)
    return {**public("coach", "kind")(cast), "token": doors.token_of(held)}


def on_made_up_hold(cast: Cast) -> dict[str, Any]:
    return {**public("coach", "kind")(cast), "token": "made-up"}


def on_questions(cast: Cast) -> dict[str, Any]:
    """Somebody new has booked, and is asked something; nobody but their browser has the address."""
    held = held_time(cast)
    theirs = engagement(cast.miriam, member(cast.practice, "sora", "client"))
    held.session = book(theirs, held.session_type, cast.miriam, held.starts_at, actor=None)
    held.save()
    [open_one] = responding.ask(published(cast.miriam), theirs, by=cast.miriam)
    return {**public("coach", "kind")(cast), "token": doors.token_of(held), "response": open_one.public_id}


def on_no_questions(cast: Cast) -> dict[str, Any]:
    """Somebody else's, with an address that is right."""
    return {**on_questions(cast), "response": asked(cast).public_id}


def on_prospect(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "engagement": cast.jonas_engagement.public_id}


ALL = f"{EVERYBODY} anonymous"
HELD = ("coach", "kind")
WRONG = {"allotment_kind": "x"}
PROSPECT = {"specialisation": "executive", "allotment_kind": "open"}
ROWS = [
    Row("scheduling:calendar", get={200: STAFF}),
    Row("scheduling:calendar_session", get={302: "miriam priya"}, args=on_session),
    Row("scheduling:calendar_session", get={200: "miriam priya"}, args=on_session, data={"part": "1"}, label="part"),
    Row(
        "scheduling:calendar_move",
        args=on_session,
        get={200: "miriam priya"},
        post={302: "miriam priya"},
        data=FAR,
        label="far",
    ),
    Row("scheduling:calendar_move", args=on_session, get={}, post={}, label="without a time"),
    Row(
        "scheduling:linked_moving",
        get={200: f"{EVERYBODY} anonymous"},
        post={200: f"{EVERYBODY} anonymous"},
        args=on_link,
        open=True,
    ),
    Row("scheduling:linked_moving", get={}, post={}, args=on_no_link, open=True, label="made up"),
    Row("scheduling:public_practice", get={200: ALL}, args=public(), open=True),
    Row("scheduling:public_practice", get={}, args=closed(), open=True, label="closed"),
    Row("scheduling:public_coach", get={200: ALL}, args=public("coach"), open=True),
    Row("scheduling:public_coach", get={}, args=closed("coach"), open=True, label="closed"),
    Row("scheduling:public_when", get={200: ALL}, post={200: ALL}, args=public(*HELD), open=True),
    Row("scheduling:public_when", get={200: ALL}, post={422: ALL}, args=public(*HELD), data=FAR, open=True, label="at"),
    Row("scheduling:public_when", get={}, post={}, args=closed(*HELD), open=True, label="closed"),
    Row("scheduling:public_code", get={200: ALL}, post={422: ALL}, args=on_hold, open=True),
    Row("scheduling:public_code", get={}, post={}, args=on_made_up_hold, open=True, label="made up"),
    Row("scheduling:public_code_again", post={302: ALL}, args=on_hold, open=True),
    Row("scheduling:public_code_again", post={}, args=on_made_up_hold, open=True, label="made up"),
    Row("scheduling:public_questions", get={200: ALL}, post={302: ALL}, args=on_questions, open=True),
    Row("scheduling:public_questions", get={}, post={}, args=on_no_questions, open=True, label="made up"),
    Row("scheduling:public_answers", post={200: ALL}, args=on_questions, open=True),
    Row("scheduling:public_answers", post={}, args=on_no_questions, open=True, label="made up"),
    Row("scheduling:public_uploads", post={422: ALL}, args=on_questions, open=True),
    Row("scheduling:public_uploads", post={}, args=on_no_questions, open=True, label="made up"),
    Row("scheduling:public_entry", get={}, args=on_hold, open=True),
    Row("scheduling:booking_page", get={200: COACHES}, post={422: COACHES}),
    Row("scheduling:booking_page", get={200: COACHES}, post={302: COACHES}, data={"slug": "here"}, label="right"),
    Row("scheduling:booking_page_practice", post={302: "miriam"}),
    Row("scheduling:booking_page_sites", post={302: "miriam"}, data={"sites": "https://example.org"}),
    Row("scheduling:booking_page_sites", post={422: "miriam"}, data={"sites": "not a site;"}, label="wrong"),
    Row("scheduling:prospect", get={200: "miriam"}, post={422: "miriam"}, args=on_prospect, data=WRONG),
    Row("scheduling:prospect", get={200: "miriam"}, post={302: "miriam"}, args=on_prospect, data=PROSPECT, label="on"),
    Row("scheduling:prospect", get={}, post={}, args=on_ana, label="no prospect"),
    Row("scheduling:prospect_invitation", post={302: "miriam"}, args=on_prospect),
    Row("scheduling:prospect_parting", post={302: "miriam"}, args=on_prospect),
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
    Row("scheduling:links", get={200: COACHES}, post={422: COACHES}),
    Row("scheduling:links", get={200: COACHES}, post={302: COACHES}, data={"address": ADDRESS}, label="right"),
    Row("scheduling:link", get={200: "miriam"}, post={302: "miriam"}, args=on_calendar),
    Row("scheduling:link_look", post={302: "miriam"}, args=on_calendar),
    Row("scheduling:link_removal", post={302: "miriam"}, args=on_calendar),
    Row("scheduling:availability", get={200: COACHES}, post={302: COACHES}, data={"day0": "9-12"}),
    Row("scheduling:availability", get={200: COACHES}, post={422: COACHES}, data={"day0": "noon"}, label="wrong"),
    Row("scheduling:overrides", post={422: COACHES}),
    Row("scheduling:overrides", post={302: COACHES}, data=DAYS, label="right"),
    Row("scheduling:override_removal", post={302: "miriam"}, args=on_override),
    Row("scheduling:holidays", get={200: COACHES}, post={422: COACHES}),
    Row("scheduling:holidays_undo", post={302: COACHES}),
    Row("scheduling:travels", post={422: COACHES}),
    Row("scheduling:travels", post={302: COACHES}, data={**DAYS, "zone": "Asia/Tokyo"}, label="right"),
    Row("scheduling:travel_removal", post={302: "miriam"}, args=on_travel),
]
