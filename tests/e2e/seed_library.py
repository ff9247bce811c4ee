"""Of the lived-in practice: the library, and what goes before and after sessions."""

import datetime as dt

from django.utils import timezone

from opencoach.library import linked
from opencoach.library.actions import collections, keeping, materials, sending
from opencoach.library.models import Material
from opencoach.library.usual import BY_KEY
from opencoach.notes.actions import notes
from opencoach.notes.actions import templates as note_templates
from opencoach.notes.actions.writing import write
from opencoach.plan.actions.doing import Todo
from opencoach.rooms.models import Room
from opencoach.sessions import links
from opencoach.sessions.actions import hold, log_past
from opencoach.sessions.actions import packets as verbs
from opencoach.sessions.actions.following_up import note_of, share_summary, summary_of
from opencoach.sessions.actions.rating import rate
from opencoach.sessions.actions.reviewing import agree_new
from opencoach.sessions.models import CoachingSession, PacketRule
from opencoach.sessions.packets.handing import hand
from opencoach.sessions.packets.standing import standings
from tests.cast import Cast
from tests.library import making
from tests.questionnaires.making import published
from tests.sessions.making import soon

ASKED = ("heard", "topics", "way", "useful")


def library(cast: Cast, long: str) -> dict[str, object]:
    """Materials of each kind, one of them in two versions, what Ana was sent of them, and a collection."""
    body = "## Before you answer\n\nBreathe *out* first.\n\n- Count to four\n- Look up\n\n> What do I want to be true?"
    pause = making.text(cast.miriam, body=body, tags=["stress", "conversations"])
    share = making.shared(cast, pause, note="For the talk with Rui.\n\nRead it the evening before.")
    materials.change(pause, by=cast.miriam, title=pause.title, body=f"{body}\n\nAnd sit down.")
    link = materials.make("link", long, by=cast.miriam, url="https://example.org/" + "long/" * 40, tags=["reading"])
    wheel = making.of_file(cast.miriam, making.picture(), "wheel.jpg")
    unspoken = making.of_file(cast.miriam, making.SOUND, "breathing.mp3")
    keeping.make_thumbnails()
    done = making.shared(cast, link)
    sending.done(done, by=cast.ana)
    together = collections.make("The first four weeks", by=cast.miriam, materials=[pause, link, wheel])
    return {
        "material": pause.public_id,
        "unspoken": unspoken.public_id,
        "collection": together.public_id,
        "wording": BY_KEY["before"].public_id,
        "share": share.public_id,
        "material_link": linked.token_of(share, sent=timezone.now()),
        "share_picture": making.shared(cast, wheel).public_id,
    }


def packets(cast: Cast, coming: CoachingSession) -> dict[str, object]:
    """What goes before and after sessions: one that is ahead, and one that was held, of which Ana has all."""
    material = Material.objects.get(title="The pause before the answer")
    asked = published(cast.miriam).questionnaire
    words = "Hello {first name}, until {session date} at {session time}. Take ten minutes before."
    before = verbs.Wanted(text=words, materials=[material], questionnaire=asked)
    after = verbs.Wanted(text="Thank you, {first name}.", summary=True, actions=True)
    assert coming.session_type
    rule = verbs.add_rule(coming.session_type, "before", {"before": 3 * 86_400}, before, by=cast.miriam)
    verbs.add_rule(coming.session_type, "after", {"after": 3_600}, after, by=cast.miriam)
    verbs.add_rule(cast.ana_engagement, "after", {"later": 1, "at": 540}, before, by=cast.miriam)
    PacketRule.objects.update(created_at=coming.starts_at - dt.timedelta(days=60))
    held = soon(cast)
    todo = Todo({"title": "Ask Rui for an hour, and write down what I want before"})
    agree_new(held, cast.ana, todo, actor=cast.miriam.person)
    hold(held, actor=cast.miriam.person, ended_at=held.starts_at + dt.timedelta(minutes=10))
    held = CoachingSession.objects.select_related("practice", "session_type", "coach__person").get(pk=held.pk)
    held.engagement.practice = held.practice
    write(summary_of(held, by=cast.miriam), "Where we stand with **Rui**.\n\nWhat Ana wants from the hour.", revision=0)
    share_summary(held, by=cast.miriam)
    one = next(one for one in standings([held]) if one.rule.summary)
    hand(one, cast.ana)
    Room.objects.create(session=held, began_at=held.starts_at, ended_at=held.ended_at, first_seq=1, last_seq=30)
    return {"session_held": held.public_id, "packet_rule": rule.public_id, **_notes(cast, held), **_ratings(cast, held)}


def _ratings(cast: Cast, held: CoachingSession) -> dict[str, object]:
    """Four sessions that both, or one of them, said something about; the last one went badly for Ana."""
    for weeks, marks, own in ((6, (7, 6, 8, 7), (8, 8)), (4, (8, 8, 9, 8), ()), (2, (9, 8, 9, 9), (8, 8))):
        start = held.starts_at - dt.timedelta(weeks=weeks)
        past = log_past(cast.ana_engagement, cast.miriam, start, 60, actor=cast.miriam.person)
        rate(past, dict(zip(ASKED, marks, strict=True)), by=cast.ana)
        if own:
            rate(past, dict(zip(ASKED, own, strict=False)), by=cast.miriam)
    rate(held, dict(zip(ASKED, (7, 3, 6, 5), strict=True)), "We lost the thread after the first half.", by=cast.ana)
    return {
        "rate_link": links.rating_token_of(held, cast.miriam),
        "rated_link": links.rating_token_of(held, cast.ana),
    }


def _notes(cast: Cast, held: CoachingSession) -> dict[str, object]:
    """What Miriam wrote for herself: of a session, and between two."""
    write(note_of(held, by=cast.miriam), "## Goal\n\nAn hour with Rui.\n\n## Reality\n\nShe is afraid.", revision=0)
    between = write(notes.begin(cast.ana_engagement, by=cast.miriam), "Rui wrote to me.\n\n" * 30, revision=0)
    between = write(between, "Ask her **first** what she makes of the mail from Rui.", revision=between.revision)
    note_templates.make("Four lines", "## What moved?\n\n## What did I do?", by=cast.miriam)
    return {"note": between.public_id}
