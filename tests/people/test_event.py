import pytest
from django.db import transaction

from opencoach.people.actions.event import record_event
from opencoach.people.models import Event, Practice
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event(cast: Cast) -> Event:
    return record_event("tea.made", practice=cast.practice, actor=cast.miriam.person, cups=2)


def test_an_event_says_who_did_what(event: Event, cast: Cast) -> None:
    assert (event.verb, event.actor, event.data) == ("tea.made", cast.miriam.person, {"cups": 2})


def test_an_event_is_never_changed_or_removed(event: Event) -> None:
    event.verb = "tea.spilled"
    changes = [
        event.save,
        event.delete,
        Event.objects.filter(pk=event.pk).delete,
        lambda: Event.objects.update(verb="tea.spilled"),
        lambda: Event.objects.bulk_update([event], ["verb"]),
    ]
    for change in changes:
        with pytest.raises(TypeError), transaction.atomic():
            change()
    assert Event.objects.get(pk=event.pk).verb == "tea.made"


def test_events_go_with_their_whole_practice(db: None) -> None:
    practice = Practice.objects.create(name="Gone soon", slug="gone-soon")
    record_event("tea.made", practice=practice, actor=None)
    practice.delete()
    assert not Event.objects.filter(verb="tea.made").exists()
