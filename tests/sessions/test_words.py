import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.sessions import words
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.sessions.making import upcoming

# the same table as in frontend/tests/countdown.test.ts
SAID = [
    (-5, ""), (0, ""), (1, "in 1 minute"), (60, "in 1 minute"), (61, "in 2 minutes"), (300, "in 5 minutes"),
    (3540, "in 59 minutes"), (3541, "in 1 hour"), (7199, "in 2 hours"), (7140, "in 1 hour"), (86400, "in 24 hours"),
    (86401, ""), (864000, ""),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "said"), SAID)
def test_how_long_until_it_begins(seconds: int, said: str) -> None:
    assert words.until(dt.timedelta(seconds=seconds)) == said


def test_the_page_is_given_every_form_and_where_it_begins() -> None:
    assert words.countdown() == {
        "minutes": [(1, "in %d minute"), (2, "in %d minutes")],
        "hours": [(1, "in %d hour"), (2, "in %d hours")],
        "now": "It is time for your session",
        "over": "This session is over",
    }


@pytest.mark.django_db
def test_today_says_it_without_a_script_and_gives_the_words_to_go_on(client: Client, cast: Cast) -> None:
    session = upcoming(cast, 1)
    start = timezone.now() + dt.timedelta(minutes=4, seconds=30)
    CoachingSession.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=1))
    client.force_login(cast.ana.person)
    page = client.get("/p/okafor/").content.decode()
    assert "<span data-rest>in 5 minutes</span>" in page
    assert f'data-countdown="{start.isoformat()}"' in page
    assert "&quot;in %d minutes&quot;" in page
