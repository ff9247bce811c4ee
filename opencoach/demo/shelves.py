"""The demo's library: a dozen texts, a page to write on, a link, something to hear, and who was sent what."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from opencoach.demo import papers
from opencoach.library import captions
from opencoach.library.actions import collections, materials, uploads
from opencoach.library.models import Material, Sending, Share, Version
from opencoach.people.models import Engagement, Event, Membership
from opencoach.sessions.actions.packets import Wanted, add_rule
from opencoach.sessions.models import PacketRule, SessionType

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

TEXTS = Path(__file__).parent / "materials"
SHARED = {"pause", "if-then", "evening", "feedback"}
BREATHING = (
    "Sit so that your feet are on the ground. Breathe in through the nose for four.\n\nBreathe out for six, as if "
    "you blew on hot tea. Do that ten times. If your thoughts wander off, count from one again; that is the exercise."
)
SPOKEN = """WEBVTT

00:00.400 --> 00:02.400
Sit so that your feet are on the ground.

00:02.600 --> 00:05.000
Breathe in for four, and out for six.
"""
COLLECTIONS = {
    "The first four weeks": ("wheel", "if-then", "evening", "change"),
    "Leading others": ("handing-over", "feedback", "pause", "no"),
}
# To Ana: which, how many days ago, and after how many hours she opened it and was through with it.
SENT = (("wheel", 55, 3, 4), ("handing-over", 34, 20, 26), ("pause", 13, 2, None), ("no", 1, None, None))
BEFORE = (
    "Hello {first name},\n\nwe meet on {session date} at {session time}. Take ten quiet minutes before: what has moved "
    "since last time, and what do you want to leave with?\n\n{coach name}"
)
AFTER = (
    "Hello {first name},\n\nthank you for today. Below is what I wrote down, and what you want to do. Write me a line "
    "when you have done the first of it, however it went.\n\n{coach name}"
)


def fill(demo: "Demo", kind: SessionType) -> None:
    """Miriam's shelves; what goes before and after her coaching sessions from now on."""
    coach = demo.people["M"]
    made = {path.stem: _text(demo, coach, path) for path in sorted(TEXTS.glob("*.md"))}
    _other(demo, coach)
    for title, names in COLLECTIONS.items():
        collections.make(title, by=coach, materials=[made[name] for name in names])
    before = Wanted(text=BEFORE, materials=[made["evening"]])
    add_rule(kind, PacketRule.Moment.BEFORE, {"before": 3 * 86_400}, before, by=coach)
    after = Wanted(text=AFTER, summary=True, actions=True)
    add_rule(kind, PacketRule.Moment.AFTER, {"after": 3_600}, after, by=coach)
    shelved = Q(verb__startswith="material.") | Q(verb__startswith="collection.") | Q(verb__startswith="packet_rule.")
    Event._base_manager.filter(shelved, practice=demo.practice).update(at=demo.ago(120, 17, 20))


def _text(demo: "Demo", coach: Membership, path: Path) -> Material:
    title, tags, body = path.read_text("utf-8").split("\n", 2)
    made = materials.make(
        Material.Kind.TEXT, title, by=coach, body=body.strip(), tags=[tag.strip() for tag in tags.split(",")],
        shared=path.stem in SHARED,
    )  # fmt: skip
    return _dated(demo, made)


def _other(demo: "Demo", coach: Membership) -> None:
    """A page to print, something to hear with its words, and a link."""
    for name, body, tags in (
        (
            "Two weeks of work.pdf",
            "A page to print: three lines for each evening, for two weeks.",
            ["reflection", "career"],
        ),
        ("Ten breaths.wav", BREATHING, ["stress", "health"]),
    ):
        content, _seconds = papers.make(name)
        made = materials.from_file(uploads.take_in(coach, SimpleUploadedFile(name, content)), by=coach)
        spoken = captions.read(SPOKEN.encode()) if body == BREATHING else ""
        materials.change(made, by=coach, title=made.title, body=body, captions=spoken)
        materials.set_tags(made, tags)
        _dated(demo, made)
    link = materials.make(
        Material.Kind.LINK, "Values, in a hundred words", by=coach, url="https://en.wikipedia.org/wiki/Value_(ethics)",
        body="To read before we speak of what is important to you. Mark what you would miss.", tags=["values"],
    )  # fmt: skip
    _dated(demo, link)


def _dated(demo: "Demo", made: Material) -> Material:
    at = demo.ago(120, 17, 20)
    Material.objects.filter(pk=made.pk).update(created_at=at, changed_at=at)
    Version.objects.filter(material=made).update(made_at=at)
    return made


def send(demo: "Demo", engagement: Engagement) -> None:
    """What Ana got, and what she did with it."""
    coach, client = demo.people["M"], engagement.current_clients[0]
    for name, days, opened, done in SENT:
        title = (TEXTS / f"{name}.md").read_text("utf-8").partition("\n")[0]
        version = Version.objects.get(material__title=title, material__practice=demo.practice, number=1)
        at = demo.ago(days, 18, 10)
        made = Sending.objects.create(practice=demo.practice, engagement=engagement, sent_by=coach.person, sent_at=at)
        Share.objects.create(
            sending=made, engagement=engagement, client=client, version=version, opened_at=_later(demo, at, opened),
            done_at=_later(demo, at, done),
        )  # fmt: skip
        demo.note("material.sent", at, coach, engagement, versions=[str(version.public_id)])


def _later(demo: "Demo", at: dt.datetime, hours: int | None) -> dt.datetime | None:
    return None if hours is None else min(at + dt.timedelta(hours=hours), demo.now)
