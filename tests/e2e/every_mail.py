"""Every kind of mail there is, out of a lived-in practice: in four rounds, each of which is sent before the next.

python -m tests.e2e.every_mail 1    what waits; sessions are asked for and booked, one was held and nothing follows it
python -m tests.e2e.every_mail 2    they are confirmed, declined, moved and cancelled; another time is proposed
python -m tests.e2e.every_mail 3    the one that was cancelled takes place after all, another is not moved
python -m tests.e2e.every_mail 4    a calendar program says no, and answers what is over

Everything that waits is due then. Prints the names of all kinds of mail.
"""

import datetime as dt
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from opencoach.onboarding.adapter import send_account_mail  # noqa: E402
from opencoach.outbox import planning, ports, trial, wake  # noqa: E402
from opencoach.outbox.actions.post import post  # noqa: E402
from opencoach.outbox.models import Delivery  # noqa: E402
from opencoach.people.models import Engagement, Membership  # noqa: E402
from opencoach.questionnaires import dialogue  # noqa: E402
from opencoach.questionnaires.by_mail import letters  # noqa: E402
from opencoach.questionnaires.models import Response  # noqa: E402
from opencoach.questionnaires.models.response import OPEN  # noqa: E402
from opencoach.sessions.actions import answering, book, cancel, confirm, decline, log_past, move, reinstate  # noqa: E402
from opencoach.sessions.models import Attendance, CoachingSession  # noqa: E402
from tests.sessions.making import offer  # noqa: E402

DAY = dt.timedelta(days=1)


def one() -> None:
    devi, tomas = (Membership.objects.get(person__email=f"{name}@example.org") for name in ("devi", "tomas"))
    engagement = Engagement.objects.get(clients=tomas)
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + 20 * DAY
    asked = offer(devi, slug="asked", name="Asked for", approval=True, nudge_days=1)
    plain = offer(devi, slug="plain", name="Booked at once")
    for number, kind in enumerate((asked, asked, asked, plain, plain, plain)):
        book(engagement, kind, devi, start + number * DAY, actor=tomas.person)
    quiet = Engagement.objects.filter(coaches__person__email="miriam@example.org", title="", group=None)
    idle = quiet.filter(status=Engagement.Status.ACTIVE, sessions=None).order_by("pk").first()
    assert idle is not None
    miriam = idle.coaches.get()
    once = offer(miriam, slug="nudging", name="Nudging", nudge_days=1, minutes=30)
    log_past(idle, miriam, timezone.now() - DAY / 24, 30, actor=miriam.person, session_type=once)
    post(trial.KIND, address="miriam@example.org", dedupe_key="trial:scanned")
    sheet = Response.objects.filter(OPEN, engagement__isnull=False, about_kind="").select_related("person").latest("pk")
    talk = dialogue.talk_of({"response": str(sheet.public_id)}, sheet.person)
    assert talk is not None
    letters.ask(talk, dialogue.begin(talk), key="scanned")
    send_account_mail("account/email/login_code", "ana@example.org", {"code": "BCDFGH"})


def theirs() -> list[CoachingSession]:
    return list(CoachingSession.objects.filter(coach__person__email="devi@example.org").order_by("starts_at"))


def two() -> None:
    _asked, confirmed, declined, moved, cancelled, proposed = theirs()
    member = confirmed.engagement.clients.get()
    devi, tomas = confirmed.coach.person, member.person
    answering.propose(proposed, member, proposed.starts_at + 20 * DAY, at=timezone.now())
    confirm(confirmed, actor=devi)
    decline(declined, actor=devi)
    move(moved, moved.starts_at + 10 * DAY, actor=tomas)
    cancel(cancelled, actor=tomas)


def three() -> None:
    gone = next(one for one in theirs() if one.status == "cancelled")
    proposed = theirs()[4]  # the one that was moved comes last
    member = gone.engagement.clients.get()
    reinstate(gone, actor=member.person)
    wanted = proposed.starts_at + 20 * DAY
    answering.refuse_proposal(proposed, member, wanted, actor=proposed.coach.person)


def four() -> None:
    proposed = theirs()[4]
    member = proposed.engagement.clients.get()
    answering.say_outdated(proposed, member, at=timezone.now())
    answering.note_answer(proposed, member, Attendance.Answer.DECLINED, at=timezone.now())


if __name__ == "__main__":
    {"1": one, "2": two, "3": three, "4": four}[sys.argv[1]]()
    for engagement in Engagement.objects.all():
        planning.materialise(engagement)
    Delivery.objects.filter(state="waiting", channel="email").update(next_at=timezone.now(), by_hand=True)
    wake.knock()
    print(json.dumps(sorted(ports.kinds)))
