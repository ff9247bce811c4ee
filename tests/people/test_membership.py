import pytest
from django.test import TestCase

from opencoach.people import ports
from opencoach.people.actions.membership import (
    admit,
    change_profile,
    change_role,
    end_membership,
    reopen_membership,
)
from opencoach.people.models import Event, Membership
from opencoach.people.refusal import Refused
from tests.cast import Cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Role = Membership.Role


def test_admitting_twice_is_admitting_once(cast: Cast) -> None:
    newcomer = person("newcomer")
    first = admit(cast.practice, newcomer, Role.CLIENT, actor=None, display_name=" New\u202e comer ")
    again = admit(cast.practice, newcomer, Role.CLIENT, actor=None, display_name="Somebody else")
    assert first == again
    assert (again.display_name, again.zone) == ("New comer", "Europe/Berlin")
    assert Event.objects.filter(verb="membership.began", thing=first.public_id).count() == 1


def test_a_present_member_keeps_their_role(cast: Cast) -> None:
    with pytest.raises(Refused):
        admit(cast.practice, cast.ana.person, Role.COACH, actor=None, display_name="Ana")


def test_who_left_can_come_back_in_another_role(cast: Cast) -> None:
    back = admit(cast.practice, cast.bea.person, Role.CLIENT, actor=cast.miriam.person, display_name="Bea")
    assert (back.pk, back.role, back.ended_at) == (cast.bea.pk, Role.CLIENT, None)


def test_ending_takes_access_away_and_tells_who_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Membership] = []
    monkeypatch.setattr(ports, "_access_ended", [told.append])
    with TestCase.captureOnCommitCallbacks(execute=True):
        end_membership(cast.devi, actor=cast.miriam.person)
        assert told == []  # not before it is true
    assert told == [cast.devi]
    assert cast.tomas_engagement.current_coaches == []
    with TestCase.captureOnCommitCallbacks(execute=True):
        end_membership(cast.devi, actor=cast.miriam.person)
    assert told == [cast.devi]
    assert Event.objects.filter(verb="membership.ended").count() == 1


def test_undoing_an_ending_brings_back_what_ended_with_it(cast: Cast) -> None:
    end_membership(cast.devi, actor=cast.miriam.person)
    reopen_membership(cast.devi, actor=cast.miriam.person)
    assert cast.tomas_engagement.current_coaches == [cast.devi]


def test_a_practice_keeps_an_owner(cast: Cast) -> None:
    with pytest.raises(Refused):
        end_membership(cast.miriam, actor=cast.miriam.person)
    with pytest.raises(Refused):
        change_role(cast.miriam, Role.COACH, actor=cast.miriam.person)
    change_role(cast.devi, Role.OWNER, actor=cast.miriam.person)
    change_role(cast.miriam, Role.COACH, actor=cast.devi.person)
    cast.miriam.refresh_from_db()
    assert cast.miriam.role == Role.COACH


def test_a_coach_with_clients_does_not_become_an_assistant(cast: Cast) -> None:
    with pytest.raises(Refused, match="Hand their clients over first"):
        change_role(cast.devi, Role.ASSISTANT, actor=cast.miriam.person)


def test_a_client_does_not_become_a_colleague_by_a_role(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_role(cast.ana, Role.OWNER, actor=cast.miriam.person)


def test_preferences_are_merged(cast: Cast) -> None:
    change_profile(cast.ana, {"preferences": {"theme": "dark"}}, actor=cast.ana.person)
    changed = change_profile(cast.ana, {"preferences": {"sound": True}, "zone": "UTC"}, actor=cast.ana.person)
    cast.ana.refresh_from_db()
    assert changed == ["preferences", "zone"]
    assert cast.ana.preferences == {"theme": "dark", "sound": True}
    assert change_profile(cast.ana, {"zone": "UTC"}, actor=cast.ana.person) == []


def test_a_role_is_not_part_of_a_profile(cast: Cast) -> None:
    with pytest.raises(KeyError):
        change_profile(cast.ana, {"role": "owner"}, actor=cast.ana.person)
