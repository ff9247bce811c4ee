"""A client's week by text alone, through a real Kannel: both ways, long and Unicode, killed in between."""

import datetime as dt
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from opencoach.conversations.actions.opening import open as open_conversation
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Message
from opencoach.conversations.queries.page import fold
from opencoach.outbox.actions import numbers
from opencoach.outbox.actions.post import new, post, post_all
from opencoach.outbox.models import Delivery, Text
from opencoach.outbox.transports.sms import addresses
from opencoach.plan import days
from opencoach.plan.asking import Asks
from opencoach.plan.models import CheckIn
from opencoach.plan.reminding import REMINDER as PLAN
from opencoach.questionnaires.models import Response
from opencoach.sessions.models import Attendance
from opencoach.sessions.reminders import REMINDER as SESSION
from tests import kannel as real
from tests.cast import Cast
from tests.kannel import Kannel
from tests.ops.server import Server
from tests.outbox.conftest import ROOT, environment
from tests.plan.doing import rhythm_of_ana
from tests.ports import free_port
from tests.questionnaires import making
from tests.sessions.making import upcoming
from tests.texting import ANA

pytestmark = [
    pytest.mark.skipif(not real.is_there(), reason=real.MISSING),
    pytest.mark.django_db(transaction=True),
    pytest.mark.waits,
]
State = Delivery.State
KILLS = 2  # of the worker alone, and of the worker and Kannel
MANY = 12


class World:
    """Kannel with its phones, the web process that it calls, and a worker that can be killed."""

    def __init__(self, kannel: Kannel, settings: Any, until: Callable[..., None]) -> None:
        self.kannel, self.settings, self.until = kannel, settings, until
        self.worker: subprocess.Popen[bytes] | None = None
        self.read = 0

    def work(self) -> None:
        env = environment(self.settings.DATA, "", self.settings.SECRET_KEY)
        env |= {"OPENCOACH_TEXT_URL": self.settings.TEXT_URL, "OPENCOACH_TEXT_PRICE": "EUR 0.075"}
        self.worker = subprocess.Popen([sys.executable, "-m", "tests.outbox.texts.run_worker"], env=env, cwd=ROOT)

    def kill_worker(self) -> None:
        if self.worker is not None:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def comes(self) -> str:
        """The next text on Ana's phone."""
        self.until(lambda: len(self.kannel.texts()) > self.read, seconds=90)
        number, words, _parts = self.kannel.texts()[self.read]
        self.read += 1
        assert number == ANA
        return words

    def say(self, words: str) -> None:
        self.kannel.phone(ANA, words)


@pytest.fixture
def world(cast: Cast, settings: Any, until: Callable[..., None], tmp_path: Any) -> Iterator[World]:
    port = free_port()
    callback = f"http://127.0.0.1:{port}"
    settings.PUBLIC_URL = callback
    calls = callback + addresses.incoming().removeprefix(callback)
    connection.close()
    with Kannel(tmp_path / "kannel", calls) as kannel:
        settings.TEXT_URL = kannel.url(callback)
        settings.TEXT_PRICE = "EUR 0.075"
        env = environment(settings.DATA, "", settings.SECRET_KEY)
        ours = {name: value for name, value in env.items() if name.startswith("OPENCOACH_")} | {
            "OPENCOACH_TEXT_URL": settings.TEXT_URL
        }
        del ours["OPENCOACH_DATA"]
        with Server(settings.DATA, "--port", str(port), "--no-worker", "--no-migrate", **ours):
            made = World(kannel, settings, until)
            made.work()
            yield made
            made.kill_worker()


def test_a_week_by_text_alone(world: World, cast: Cast, full: bool) -> None:
    talk = open_conversation(cast.ana_engagement)
    the_number(world, cast)
    the_session(world, cast)
    the_check_in(world, cast)
    the_talk(world, cast, talk)
    the_worksheet(world, cast)
    killed_in_between(world, cast, 30 if full else KILLS)
    stop_and_start(world, cast)


def the_number(world: World, cast: Cast) -> None:
    numbers.ask_code(cast.ana, ANA)
    words = world.comes()
    code = words.partition("your code is ")[2][:6]
    numbers.confirm(cast.ana, code, "Okafor Coaching may send me texts.")
    cast.ana.refresh_from_db()
    cast.ana.preferences = {"texts": ["reminders", "messages"]}
    cast.ana.save()


def to_ana(cast: Cast, kind: str, key: str, **payload: object) -> Delivery:
    return post(
        kind, channel="sms", address=ANA, dedupe_key=key, person=cast.ana.person, practice=cast.practice,
        engagement=cast.ana_engagement, payload={"member": str(cast.ana.public_id), **payload},
    )  # fmt: skip


def the_session(world: World, cast: Cast) -> None:
    session = upcoming(cast, 2)
    to_ana(cast, SESSION, "s", session=str(session.public_id), sequence=session.sequence)
    assert "C confirms. Move or cancel: http://127.0.0.1:" in world.comes()
    world.say("C")
    assert world.comes().startswith("Good: ")
    assert Attendance.objects.filter(session=session, membership=cast.ana, answer="accepted").exists()
    world.say("Can we cancel tomorrow?")
    world.until(lambda: Message.objects.filter(kind="text", channel="sms").count() == 1)
    session.refresh_from_db()
    assert session.status == "booked"


def the_check_in(world: World, cast: Cast) -> None:
    rhythm = rhythm_of_ana(cast, clock=dt.time(9), asks=Asks(frozenset({"mood"})))
    at = dt.datetime.combine(days.today_of(rhythm), dt.time(9), timezone.get_fixed_timezone(480))
    to_ana(cast, PLAN, "c", at=at.astimezone(dt.UTC).isoformat())
    assert "0-10" in world.comes()
    world.say("8")
    assert "how does it feel?" in world.comes()
    world.say("4")
    assert "Thank you" in world.comes()
    assert [(row.progress, row.mood) for row in CheckIn.objects.all()] == [(8, 4)]


def the_talk(world: World, cast: Cast, talk: Any) -> None:
    """Long ones with other letters, in both directions."""
    long = "Łódź 😀 “zażółć” " * 6
    before = Message.objects.filter(kind="text").count()
    world.say(long.strip())
    world.until(lambda: Message.objects.filter(kind="text").count() == before + 1)
    rows = list(Message.objects.filter(kind="text").order_by("seq"))
    assert fold(talk, cast.ana, rows)[-1].text == long.strip()
    say(talk, cast.miriam.person, long)
    Delivery.objects.filter(kind="away", channel="email").update(due_at=timezone.now())
    words = world.comes()
    assert words == f"Miriam Okafor: {long.strip()}"
    [row] = Text.objects.filter(delivery__kind="away")
    assert (row.unicode, row.parts) == (True, world.kannel.texts()[world.read - 1][2])
    assert row.parts > 1


def the_worksheet(world: World, cast: Cast) -> None:
    sheet = making.asked(cast)
    assert "GO" in world.comes()
    world.say("Go")
    assert "How well did you sleep?" in world.comes()
    world.say("2")
    assert "What kept you awake?" in world.comes()
    world.say("back")
    assert "How well did you sleep?" in world.comes()
    world.say("4")
    assert "What should come out of it?" in world.comes()
    world.say("A clear no")
    world.comes()
    sheet.refresh_from_db()
    assert sheet.state == Response.State.SUBMITTED


def killed_in_between(world: World, cast: Cast, kills: int) -> None:
    """Nothing is lost, and nothing comes twice without a word of it."""
    for turn in range(kills):
        made = [
            new(
                "test.private", channel="sms", address=ANA, dedupe_key=f"kill:{turn}:{place}", person=cast.ana.person,
                practice=cast.practice, engagement=cast.ana_engagement, payload={"number": 1000 * turn + place},
            )
            for place in range(MANY)
        ]  # fmt: skip
        before = len(world.kannel.texts())
        post_all(made)
        world.until(lambda before=before, turn=turn: len(world.kannel.texts()) > before + turn % 5, seconds=60)
        world.kill_worker()
        if turn % 2:
            world.kannel.kill("smsbox", "bearerbox")
            world.kannel.start()
            world.kannel.phone()
        world.work()
        world.until(
            lambda: not Delivery.objects.filter(kind="test.private", state__in=Delivery.UNFINISHED).exists(), seconds=90
        )
    expected = {f"Number {1000 * turn + place}." for turn in range(kills) for place in range(MANY)}

    def came() -> Counter[str]:
        return Counter(words for _number, words, _parts in world.kannel.texts() if words.startswith("Number "))

    world.until(lambda: set(came()) == expected, seconds=60)
    assert not Delivery.objects.filter(kind="test.private").exclude(state=State.SENT).exists()
    told = Text.objects.filter(delivery__kind="test.private", repeated_at__isnull=False)
    said = {f"Number {row.delivery.payload['number']}." for row in told.select_related("delivery")}
    twice = {words for words, count in came().items() if count > 1}
    print(f"{kills} kills, {len(expected)} texts, {len(twice)} came twice, {len(said)} are said to be perhaps twice")
    assert twice <= said
    world.read = len(world.kannel.texts())


def stop_and_start(world: World, cast: Cast) -> None:
    world.say("Stop")
    assert "no more texts" in world.comes()
    row = to_ana(cast, SESSION, "after", session=str(upcoming(cast, 3).public_id), sequence=0)
    world.until(lambda: Delivery.objects.get(pk=row.pk).state == State.SKIPPED)
    world.say("START")
    assert "you get texts again" in world.comes()
    reported = Text.objects.filter(delivery__kind__in=(SESSION, PLAN, "away", "text_code"))
    world.until(lambda: set(reported.values_list("report", flat=True)) == {Text.Report.ARRIVED})
