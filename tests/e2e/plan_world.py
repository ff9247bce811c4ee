"""What the journey through a plan starts from, put into a server's database by a process of its own, on its clock.

python -m tests.e2e.plan_world      the cast; Ana's session of an hour ago was held, the next one is in three weeks
"""

import datetime as dt
import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from opencoach.conversations.actions import open as open_conversation  # noqa: E402
from opencoach.sessions.models import CoachingSession  # noqa: E402
from tests.cast import build  # noqa: E402
from tests.e2e.talk_world import session  # noqa: E402
from tests.sessions.making import upcoming  # noqa: E402


def world() -> dict[str, object]:
    cast = build()
    open_conversation(cast.ana_engagement, "Welcome, Ana.")
    coming = upcoming(cast, 21)
    before = upcoming(cast, 1)
    began = timezone.now() - dt.timedelta(hours=1)
    rows = CoachingSession.objects.filter(pk=before.pk)
    rows.update(status="held", starts_at=began, ends_at=began + dt.timedelta(minutes=50))
    keys = {"ana": session(cast.ana.person), "miriam": session(cast.miriam.person)}
    for key in keys.values():  # they stay signed in for longer than the journey
        store = SessionStore(key)
        store.set_expiry(60 * 24 * 60 * 60)
        store.save()
    return {"sessions": keys, "ana": str(cast.ana_engagement.public_id), "session": str(coming.public_id)}


if __name__ == "__main__":
    print(json.dumps(world()))
