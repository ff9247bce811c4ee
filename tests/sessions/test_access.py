from collections.abc import Callable

import pytest
from django.http import Http404

from opencoach.people.models import Membership
from opencoach.sessions import access
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MEMBERS = ["miriam", "devi", "priya", "ana", "tomas", "leila", "jonas", "mei", "ruben", "bea", "astrid", "oskar"]


def who(cast: Cast, load: Callable[[Membership], object]) -> set[str]:
    """For whom `load` gives something."""
    found = set()
    for name in MEMBERS:
        try:
            load(getattr(cast, name))
        except Http404:
            continue
        found.add(name)
    return found


def test_who_sees_a_session(cast: Cast, book_ana: Callable[..., CoachingSession]) -> None:
    session = book_ana()
    assert who(cast, lambda member: access.get_session(member, session.public_id)) == {"miriam", "ana"}
    listed = who(cast, lambda member: access.get_session_listed(member, session.public_id))
    assert listed == {"miriam", "ana", "priya"}
    assert who(cast, lambda member: access.get_session(member, "made-up")) == set()


def test_who_sees_what_is_offered(cast: Cast, coaching: SessionType) -> None:
    offered = {name for name in MEMBERS if access.session_types_for(getattr(cast, name)).exists()}
    assert offered == {"miriam", "devi", "priya", "ana", "jonas", "mei"}  # clients: those whom Miriam coaches


def test_who_changes_what_is_offered(cast: Cast, coaching: SessionType) -> None:
    devis = offer(cast.devi, slug="devis")
    assert who(cast, lambda member: access.get_session_type(member, coaching.public_id)) == {"miriam"}
    assert who(cast, lambda member: access.get_session_type(member, devis.public_id)) == {"miriam", "devi"}
