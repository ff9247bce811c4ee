import pytest
from django.test import TestCase

from opencoach.people import ports
from opencoach.people.actions import engagement as actions
from opencoach.people.models import Engagement, Event, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Status = Engagement.Status


def verbs(engagement: Engagement) -> list[str]:
    return list(Event.objects.filter(engagement=engagement).order_by("pk").values_list("verb", flat=True))


def test_a_life_from_invitation_to_end_and_back(cast: Cast) -> None:
    by = cast.miriam.person
    made = actions.begin_engagement(cast.miriam, specialisation="career", title=" Kim\n Lee ", actor=by)
    assert (made.status, made.name) == (Status.INVITED, "Kim Lee")
    actions.join(made, cast.jonas, actor=cast.jonas.person)
    actions.join(made, cast.jonas, actor=cast.jonas.person)
    assert actions.activate(made, actor=by)
    assert not actions.activate(made, actor=by)
    assert actions.end_engagement(made, actor=by, reason="Reached")
    assert not actions.end_engagement(made, actor=by)
    assert (made.status, made.status_reason, made.status_by) == (Status.ENDED, "Reached", by)
    assert actions.reopen_engagement(made, actor=by)
    assert made.status == Status.ACTIVE
    assert verbs(made) == [
        "engagement.began",
        "engagement.joined",
        "engagement.activated",
        "engagement.ended",
        "engagement.reopened",
    ]


def test_one_that_nobody_came_into_is_reopened_as_invited(cast: Cast) -> None:
    actions.end_engagement(cast.invited_engagement, actor=cast.miriam.person)
    actions.reopen_engagement(cast.invited_engagement, actor=cast.miriam.person)
    assert cast.invited_engagement.status == Status.INVITED


@pytest.mark.parametrize(("was", "then"), [
    ("prospect", "prospect"), ("invited", "invited"), ("active", "active"), ("paused", "active"),
])  # fmt: skip
def test_going_on_again_leads_to_where_it_was(cast: Cast, was: str, then: str) -> None:
    Engagement.objects.filter(pk=cast.jonas_engagement.pk).update(status=was)
    for _ in range(2):
        assert actions.end_engagement(cast.jonas_engagement, actor=cast.miriam.person)
        assert actions.reopen_engagement(cast.jonas_engagement, actor=cast.miriam.person)
        assert cast.jonas_engagement.status == then
    assert not actions.reopen_engagement(cast.jonas_engagement, actor=cast.miriam.person)
    assert cast.jonas_engagement.status == then


def test_its_name_is_the_groups_the_clients_or_the_invited_one(cast: Cast) -> None:
    names = {row.pk: row.name for row in with_parts(Engagement.objects.all())}
    assert names[cast.group_engagement.pk] == "New finance leads"
    assert names[cast.ana_engagement.pk] == "Ana Kovačević"
    assert names[cast.invited_engagement.pk] == "Priscilla Vance"


def test_handing_over_changes_the_coach_and_tells_who_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Membership, Engagement]] = []
    monkeypatch.setattr(ports, "_part_ended", [lambda membership, engagement: told.append((membership, engagement))])
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.hand_over(cast.ana_engagement, cast.devi, actor=cast.miriam.person)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.hand_over(cast.ana_engagement, cast.devi, actor=cast.miriam.person)
    assert cast.ana_engagement.current_coaches == [cast.devi]
    assert told == [(cast.miriam, cast.ana_engagement)]
    assert verbs(cast.ana_engagement) == ["engagement.handed_over"]


def test_only_a_present_coach_of_the_practice_takes_over(cast: Cast) -> None:
    for wrong in (cast.priya, cast.ana, cast.bea, cast.astrid):
        with pytest.raises(Refused):
            actions.hand_over(cast.ana_engagement, wrong, actor=cast.miriam.person)


def test_sponsoring(cast: Cast) -> None:
    actions.sponsor(cast.tomas_engagement, cast.ruben, actor=cast.devi.person)
    actions.sponsor(cast.tomas_engagement, cast.ruben, actor=cast.devi.person)
    actions.end_sponsorship(cast.tomas_engagement, cast.ruben, actor=cast.devi.person)
    assert verbs(cast.tomas_engagement) == ["sponsorship.began", "sponsorship.ended"]
    with pytest.raises(Refused):
        actions.sponsor(cast.tomas_engagement, cast.ana, actor=cast.devi.person)


def test_an_allotment(cast: Cast) -> None:
    wanted = {"specialisation": "executive", "allotment_kind": "sessions", "allotment_amount": 10}
    changed = actions.describe_engagement(cast.ana_engagement, actor=cast.miriam.person, **wanted)
    assert changed == ["allotment_amount", "allotment_kind"]
    assert actions.describe_engagement(cast.ana_engagement, actor=cast.miriam.person, **wanted) == []
