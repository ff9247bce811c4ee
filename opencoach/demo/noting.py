"""What Miriam wrote about Ana: for herself after sessions, and once between two; and for both, the last summaries."""

import datetime as dt
from typing import TYPE_CHECKING

from opencoach.notes import private
from opencoach.notes.models import Note, Summary
from opencoach.people.models import Engagement
from opencoach.sessions.models import CoachingSession, SessionNote, SessionSummary

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

# The newest first, one for each of the last sessions that were held.
AFTER = (
    "## Goal\n\nThe conversation with Rui: say what she needs, without making it small.\n\n## Reality\n\nShe has "
    "written the first sentence three times and deleted it. *“If I ask, I owe him something.”* Whence?\n\n"
    "## Options\n\n- Ask for half an hour, not an hour\n- Begin with what works\n- Say the sentence to me first\n\n"
    "## Will\n\nBefore Friday. 8 of 10 sure. What would make it a 9: knowing how it ends.",
    "Tired today, and honest about it. She let me hear that the pause before an answer works at home and not yet in "
    "the meeting.\n\n**Noticed in myself:** I wanted to help too early, twice.\n\nNext time: what would she lose?",
    "Handed over the first report, did not look for three days. Laughed when she said so.\n\n> I kept my hands in my "
    "pockets.\n\nAsk again in a month whether it is still in other hands.",
)
# For both, of the same sessions.
SHARED = (
    "You have a first sentence for Rui, and it is a plain one. You said it aloud twice; the second time you smiled.\n\n"
    "**Until next time:** half an hour with Rui, before Friday. Begin with what works.\n\n"
    "*Your question to take along:* what would he gain?",
    "The pause before an answer works at home. In the meeting it is still missing, and you know in which one.\n\n"
    "**Until next time:** one pause on Wednesday, and a line about it in the evening.",
)
BETWEEN = "Her message of this morning was short. Not to read too much into it; ask how the weekend was."


def write(demo: "Demo", engagement: Engagement) -> None:
    """Dated as the sessions are."""
    held = CoachingSession.objects.filter(engagement=engagement, status=CoachingSession.Status.HELD)
    for session, words in zip(held.order_by("-starts_at"), AFTER, strict=False):
        at = min(session.ends_at + dt.timedelta(minutes=20), demo.now)
        SessionNote.objects.create(session=session, author=demo.people["M"], note=_note(demo, engagement, words, at))
    _note(demo, engagement, BETWEEN, demo.ago(1, 17, 40))
    for session, words in zip(held.order_by("-starts_at"), SHARED, strict=False):
        _summary(demo, session, words, min(session.ends_at + dt.timedelta(minutes=35), demo.now))


def _summary(demo: "Demo", session: CoachingSession, words: str, at: dt.datetime) -> None:
    """Written and shared; what goes by mail after a session went by itself then."""
    made = Summary(
        engagement=session.engagement, author=demo.people["M"], created_at=at, changed_at=at, revision=1, shared_at=at,
        shared_revision=1,
    )  # fmt: skip
    made.words = made.shared = private.seal(made, words)
    made.save()
    SessionSummary.objects.create(session=session, summary=made)
    demo.note("session.summary_shared", at, demo.people["M"], session.engagement)


def _note(demo: "Demo", engagement: Engagement, words: str, at: dt.datetime) -> Note:
    note = Note(engagement=engagement, author=demo.people["M"], created_at=at, changed_at=at, revision=1)
    note.words = private.seal(note, words)
    note.save()
    demo.note("note.begun", at, demo.people["M"], engagement)
    return note
