"""What the two weeks by mail need of a coach, put into a server's database by a process of its own, on its clock.

python -m tests.e2e.mail_world begin     the practice with its agreement, hours, rules; Nora is invited
python -m tests.e2e.mail_world settle    Nora has come: a session in eight days, an action, a check-in on Fridays
python -m tests.e2e.mail_world held      the session was held: what was agreed, and the summary
python -m tests.e2e.mail_world record    everything that became of it
"""

import datetime as dt
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from opencoach.conversations.models import Conversation, Question  # noqa: E402
from opencoach.conversations.queries.page import page  # noqa: E402
from opencoach.library.models import Share  # noqa: E402
from opencoach.notes.actions.writing import write  # noqa: E402
from opencoach.onboarding.actions.agreement import publish  # noqa: E402
from opencoach.onboarding.actions.invite import NewClient, invite_client  # noqa: E402
from opencoach.outbox.models import Delivery, Inbound  # noqa: E402
from opencoach.people.models import Engagement, Membership, Practice  # noqa: E402
from opencoach.people.queries.engagements import with_parts  # noqa: E402
from opencoach.plan.actions import checkins, doing  # noqa: E402
from opencoach.plan.actions.doing import Todo  # noqa: E402
from opencoach.plan.models import Action, CheckIn  # noqa: E402
from opencoach.questionnaires import private as answers  # noqa: E402
from opencoach.questionnaires.models import Response  # noqa: E402
from opencoach.scheduling.actions.hours import set_week  # noqa: E402
from opencoach.sessions.actions import book, hold  # noqa: E402
from opencoach.sessions.actions import packets as rules  # noqa: E402
from opencoach.sessions.actions.following_up import share_summary, summary_of  # noqa: E402
from opencoach.sessions.actions.reviewing import agree_new  # noqa: E402
from opencoach.sessions.models import CoachingSession, SessionAction  # noqa: E402
from opencoach.sessions.packets.standing import standings  # noqa: E402
from tests.cast import member  # noqa: E402
from tests.e2e.talk_world import session  # noqa: E402
from tests.library.making import of_file, text  # noqa: E402
from tests.questionnaires.making import published  # noqa: E402
from tests.sessions.making import offer  # noqa: E402

NORA = "nora.lind@example.org"
DAY = dt.timedelta(days=1)


def begin() -> dict[str, object]:
    practice = Practice.objects.create(
        name="Okafor Coaching", slug="okafor", zone="Europe/Berlin", specialisations=["executive"],
        crisis_contacts=[{"name": "Crisis line", "details": "Day and night", "phone": "+49800111011", "url": ""}],
    )  # fmt: skip
    miriam = member(practice, "miriam", Membership.Role.OWNER, display_name="Miriam Okafor")
    publish(practice, "# Our agreement\n\nCoaching, {client}, is not therapy.", by=miriam.person)
    set_week(miriam, {day: [(9 * 60, 17 * 60)] for day in range(7)})
    kind = offer(miriam, reminders=[{"before": 86_400}])
    before = rules.Wanted(
        text="Hello {first name}, until {session date}.", materials=[text(miriam)],
        questionnaire=published(miriam).questionnaire,
    )  # fmt: skip
    after = rules.Wanted(
        text="Thank you, {first name}.", materials=[of_file(miriam, name="three sentences.pdf")], summary=True,
        actions=True, attach=True,
    )  # fmt: skip
    rules.add_rule(kind, "before", {"before": 3 * 86_400}, before, by=miriam)
    rules.add_rule(kind, "after", {"after": 3_600}, after, by=miriam)
    invited = invite_client(miriam, NewClient("Nora Lind", NORA, "executive", zone="Europe/Oslo"))
    assert invited.engagement
    return {"sessions": {"miriam": session(miriam.person)}, "nora": str(invited.engagement.public_id)}


def _work() -> tuple[Engagement, Membership, Membership]:
    found = with_parts(Engagement.objects.all()).get()
    return found, found.current_clients[0], found.current_coaches[0]


def settle() -> dict[str, object]:
    work, nora, miriam = _work()
    kind = miriam.session_types.get()
    now = timezone.now()
    start = now.replace(hour=13, minute=0, second=0, microsecond=0) + 8 * DAY
    made = book(work, kind, miriam, start, actor=miriam.person)
    action = Todo({"title": "Ask Wei Ling first"}, timing="on", day=(now + 2 * DAY).date(), reminds=True)
    doing.set_action(work, nora, action, actor=miriam.person)
    checkins.set_rhythm(work, nora, actor=miriam.person, weekday=4, clock=dt.time(18, 30))
    return {"session": str(made.public_id)}


def _session() -> CoachingSession:
    found = CoachingSession.objects.select_related("practice", "session_type", "coach__person").get()
    found.engagement = _work()[0]
    return found


def held() -> dict[str, object]:
    _, nora, miriam = _work()
    found = _session()
    agree_new(found, nora, Todo({"title": "Hand over the budget"}), actor=miriam.person)
    hold(found, actor=miriam.person)
    one = next(one for one in standings([_session()]) if one.rule.summary)
    wanted = rules.Wanted(text="Thank you, Nora.", materials=list(one.content.materials))
    rules.change_packet(one, wanted, by=miriam)
    write(summary_of(found, by=miriam), "Where we stand with Rui.", revision=0)
    share_summary(found, by=miriam)
    return {}


def record() -> dict[str, object]:
    _, nora, miriam = _work()
    conversation = Conversation.objects.get()
    said = page(conversation, miriam).messages
    asked = Response.objects.get()
    meeting = _session()
    return {
        "said": [[one.name, one.text] for one in said if one.kind == "text"],
        "answers": answers.unseal(asked, "answers")["values"],
        "answered": [str(asked.state), asked.about_id == meeting.public_id, asked.person_id == nora.person_id],
        "session": [meeting.status, meeting.starts_at.isoformat(), meeting.sequence],
        "steps": [[step.kind, step.actor.email if step.actor else ""] for step in meeting.steps.order_by("pk")],
        "shares": [
            [one.version.title, one.done_at is not None]
            for one in Share.objects.order_by("pk").select_related("version")
        ],
        "agreed": SessionAction.objects.count(),
        "done": [one.ticks.count() for one in Action.objects.order_by("pk")],
        "check_ins": list(CheckIn.objects.order_by("day").values_list("progress", flat=True)),
        "questions": [[one.message_seq, one.settled_at is not None] for one in Question.objects.order_by("pk")],
        "deliveries": [
            [row.kind, row.address, row.state, row.message_id, row.reason]
            for row in Delivery.objects.order_by("finished_at", "pk")
        ],
        "inbound": [[row.state, row.reason] for row in Inbound.objects.order_by("pk")],
        "last_login": nora.person.last_login.isoformat() if nora.person.last_login else "",
    }


if __name__ == "__main__":
    print(json.dumps({"begin": begin, "settle": settle, "held": held, "record": record}[sys.argv[1]]()))
