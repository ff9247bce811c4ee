import pytest
from django.http import Http404
from django.utils import timezone

from opencoach.people import access
from opencoach.people.actions.engagement import end_engagement, hand_over, leave
from opencoach.people.actions.membership import end_membership
from opencoach.people.models import Engagement, Membership
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def read_by(membership: Membership) -> set[Engagement]:
    return set(access.engagements_for(membership))


def listed_for(membership: Membership) -> set[Engagement]:
    return set(access.engagements_listed_for(membership))


def in_okafor(cast: Cast) -> set[Engagement]:
    return set(Engagement.objects.filter(practice=cast.practice))


def test_everybody_reads_exactly_their_own(cast: Cast) -> None:
    assert read_by(cast.ana) == {cast.ana_engagement}
    assert read_by(cast.tomas) == {cast.tomas_engagement}
    assert read_by(cast.mei) == read_by(cast.omar) == {cast.group_engagement}
    assert read_by(cast.devi) == {cast.tomas_engagement}
    assert read_by(cast.miriam) == in_okafor(cast) - {cast.tomas_engagement}
    assert read_by(cast.priya) == read_by(cast.ruben) == read_by(cast.bea) == set()
    assert read_by(cast.astrid) == read_by(cast.oskar) == {cast.oskar_engagement}


def test_names_and_times_are_for_owner_assistant_and_sponsor_too(cast: Cast) -> None:
    assert listed_for(cast.miriam) == listed_for(cast.priya) == in_okafor(cast)
    assert listed_for(cast.ruben) == {cast.ana_engagement}
    assert listed_for(cast.devi) == {cast.tomas_engagement}
    assert listed_for(cast.bea) == set()


def test_a_client_still_reads_what_has_ended(cast: Cast) -> None:
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert read_by(cast.ana) == {cast.ana_engagement}
    assert not access.may_write(cast.ana, cast.ana_engagement)
    assert read_by(cast.leila) == {cast.leila_engagement}


def test_an_ended_membership_sees_nothing_at_once(cast: Cast) -> None:
    end_membership(cast.ana, actor=cast.miriam.person)
    cast.ana.refresh_from_db()
    assert read_by(cast.ana) == listed_for(cast.ana) == set()
    assert cast.ana not in access.people_in(cast.ana_engagement)
    with pytest.raises(Http404):
        access.get_membership(cast.ana.person, "okafor")


def test_a_stale_membership_object_is_no_key(cast: Cast) -> None:
    """A socket holds the membership from when it opened: its part in the engagement has ended all the same."""
    end_membership(cast.ana, actor=cast.miriam.person)
    assert cast.ana.ended_at is None
    assert read_by(cast.ana) == set()


def test_who_left_a_group_reads_nothing_of_it(cast: Cast) -> None:
    leave(cast.group_engagement, cast.mei, actor=cast.miriam.person)
    assert read_by(cast.mei) == set()
    assert set(access.people_in(cast.group_engagement)) == {cast.miriam, cast.omar}


def test_a_coach_who_handed_over_reads_nothing_of_it(cast: Cast) -> None:
    hand_over(cast.ana_engagement, cast.devi, actor=cast.miriam.person)
    assert cast.ana_engagement not in read_by(cast.miriam)
    assert cast.ana_engagement in listed_for(cast.miriam)
    assert read_by(cast.devi) == {cast.ana_engagement, cast.tomas_engagement}
    assert set(access.people_in(cast.ana_engagement)) == {cast.devi, cast.ana}


def test_a_coach_made_assistant_reads_nothing(cast: Cast) -> None:
    cast.devi.role = Membership.Role.ASSISTANT
    cast.devi.save()
    assert read_by(cast.devi) == set()
    assert cast.devi not in access.people_in(cast.tomas_engagement)


def test_a_part_from_another_practice_is_no_key(cast: Cast) -> None:
    cast.ana_engagement.coach_parts.create(membership=cast.astrid, since=timezone.now())
    assert read_by(cast.astrid) == {cast.oskar_engagement}


def test_colleagues_are_listed_as_far_as_each_may_know(cast: Cast) -> None:
    staff = {cast.miriam, cast.devi, cast.priya}
    assert set(access.members_of(cast.miriam)) == staff | {cast.ruben, cast.bea}
    assert set(access.members_of(cast.devi)) == set(access.members_of(cast.priya)) == staff
    assert set(access.members_of(cast.ana)) == set(access.members_of(cast.ruben)) == set()


@pytest.mark.parametrize("wrong", ["", "no-uuid", "00000000-0000-0000-0000-000000000007"])
def test_what_one_may_not_have_does_not_exist(wrong: str, cast: Cast) -> None:
    for public_id in (wrong, cast.tomas_engagement.public_id):
        with pytest.raises(Http404):
            access.get_engagement(cast.ana, public_id)
