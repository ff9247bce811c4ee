from typing import Any

from django.utils import timezone

from opencoach.notes.actions import notes, templates
from opencoach.notes.actions.writing import keep, write
from opencoach.notes.models import Earlier, Note
from opencoach.people.actions.engagement import end_engagement
from opencoach.plan.actions.doing import Todo
from opencoach.sessions import links
from opencoach.sessions.actions import hold
from opencoach.sessions.actions.following_up import note_of, summary_of
from opencoach.sessions.actions.reviewing import agree_new
from tests.access.matrix import COACHES, Row, on_ana, on_nobody
from tests.access.matrix.sessions import LINK, on_no_link, on_session
from tests.cast import Cast
from tests.sessions.making import soon


def miriams(cast: Cast) -> Note:
    return write(notes.begin(cast.ana_engagement, by=cast.miriam), "He is afraid of Rui", revision=0)


def on_note(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "note": miriams(cast).public_id}


def on_former(cast: Cast) -> dict[str, Any]:
    """One of Miriam's, since whose writing Devi coaches Ana."""
    note = miriams(cast)
    cast.ana_engagement.coach_parts.filter(until=None).update(until=timezone.now())
    cast.ana_engagement.coach_parts.create(membership=cast.devi)
    return {"practice": "okafor", "note": note.public_id}


def on_earlier(cast: Cast) -> dict[str, Any]:
    note = miriams(cast)
    keep(note)
    return {
        "practice": "okafor",
        "note": note.public_id,
        "earlier": Earlier.objects.get(thing=note.public_id).public_id,
    }


def on_template(cast: Cast) -> dict[str, Any]:
    made = templates.make("Mine", "## What moved?", by=cast.miriam)
    return {"practice": "okafor", "template": made.public_id}


def on_held(cast: Cast) -> dict[str, Any]:
    """A session that has begun, of which Miriam has a note."""
    session = soon(cast)
    note_of(session, by=cast.miriam)
    return {"practice": "okafor", "session": session.public_id}


def on_ended(cast: Cast) -> dict[str, Any]:
    note = miriams(cast)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    return {"practice": "okafor", "note": note.public_id}


def on_agreed(cast: Cast) -> dict[str, Any]:
    session = soon(cast)
    action = agree_new(session, cast.ana, Todo({"title": "Ask Rui"}), actor=cast.miriam.person)
    return {"practice": "okafor", "session": session.public_id, "thing": action.public_id}


def on_summed_up(cast: Cast) -> dict[str, Any]:
    session = soon(cast)
    write(summary_of(session, by=cast.miriam), "We spoke of Rui", revision=0)
    return {"practice": "okafor", "session": session.public_id}


def on_summed_up_twice(cast: Cast) -> dict[str, Any]:
    session = soon(cast)
    row = write(summary_of(session, by=cast.miriam), "We spoke of Rui", revision=0)
    keep(row)
    earlier = Earlier.objects.get(thing=row.public_id)
    return {"practice": "okafor", "session": session.public_id, "earlier": earlier.public_id}


def on_over(cast: Cast) -> dict[str, Any]:
    """A session that was held."""
    session = soon(cast)
    hold(session, actor=cast.miriam.person)
    return {"practice": "okafor", "session": session.public_id}


def on_rating_link(cast: Cast) -> dict[str, Any]:
    """Whoever has Ana's mail says how it was: the link is the secret."""
    session = soon(cast)
    hold(session, actor=cast.miriam.person)
    return {"token": links.rating_token_of(session, cast.ana)}


MARKS = {"heard": "8", "topics": "7"}
BODY = {"body": "More", "revision": "1", "writer": "a"}
NEW = {"body": "More", "revision": "0", "writer": "a"}
TEMPLATE = {"title": "Mine", "body": "## Head"}
ROWS = [
    Row("notes:notes", get={200: "miriam"}, post={302: "miriam"}, args=on_ana),
    Row("notes:notes", args=on_nobody, label="nobody's"),
    Row("notes:note", get={200: "miriam"}, post={302: "miriam"}, args=on_note, data=BODY),
    Row("notes:note", args=on_former, label="of a former coach"),
    Row("notes:note", get={200: "miriam"}, post={422: "miriam"}, args=on_ended, data=BODY, label="ended"),
    Row("notes:note_history", get={200: "miriam"}, args=on_note),
    Row("notes:note_rereading", post={302: "miriam"}, args=on_earlier),
    Row("notes:note_removal", post={302: "miriam"}, args=on_note),
    Row("notes:note_restoration", post={302: "miriam"}, args=on_note),
    Row("notes:templates", get={200: COACHES}),
    Row("notes:template_new", get={200: COACHES}, post={302: COACHES}, data=TEMPLATE),
    Row("notes:template", get={200: "miriam"}, post={302: "miriam"}, args=on_template, data=TEMPLATE),
    Row("notes:template_archiving", post={302: "miriam"}, args=on_template),
    Row("notes:template_restoring", post={302: "miriam"}, args=on_template),
    Row("sessions:followup", get={200: "miriam"}, args=on_held),
    Row("sessions:followup", args=on_session, label="ahead"),
    Row("sessions:session_note", post={302: "miriam"}, args=on_held, data=NEW),
    Row("sessions:session_summary", post={302: "miriam"}, args=on_held, data=NEW),
    Row("sessions:followup_action_new", post={422: "miriam"}, args=on_held),
    Row("sessions:followup_action_new", post={302: "miriam"}, args=on_held, data={"title": "Ask Rui"}, label="right"),
    Row("sessions:followup_action", post={302: "miriam"}, args=on_agreed, data={"do": "tick"}),
    Row("sessions:followup_materials", post={422: "miriam"}, args=on_held),
    Row("sessions:summary_history", get={200: "miriam"}, args=on_summed_up),
    Row("sessions:summary_rereading", post={302: "miriam"}, args=on_summed_up_twice),
    Row("sessions:rating", get={200: "miriam ana"}, post={422: "miriam ana"}, args=on_over),
    Row("sessions:rating", post={302: "miriam ana"}, get={200: "miriam ana"}, args=on_over, data=MARKS, label="marked"),
    Row("sessions:rating", args=on_session, label="ahead"),
    Row("sessions:rating_seen", post={302: "miriam"}, args=on_over),
    Row("sessions:linked_rating", get={200: LINK}, post={422: LINK}, args=on_rating_link, open=True),
    Row("sessions:linked_rating", get={}, post={}, args=on_no_link, open=True, label="made up"),
]
