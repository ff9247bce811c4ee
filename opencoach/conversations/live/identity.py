"""Who is on the socket: session → person → membership, through people's own door."""

import importlib
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from opencoach.live.ports import Identity
from opencoach.people import access
from opencoach.people.models import Membership, Person


def authenticate(cookies: Mapping[str, str], query: Mapping[str, str]) -> Identity | None:
    """The signed-in member of the practice that the page names; None for anybody else."""
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    person = person_of(key)
    if person is None:
        return None
    membership = access.memberships_of(person).filter(practice__slug=query.get("practice", "")).first()
    return identity_of(membership, person, key) if membership else None


def again(identity: Identity) -> Identity | None:
    """The same person now; None once they are signed out or no member any more."""
    person = person_of(identity.session_key)
    if person is None or person.pk != identity.person_id:
        return None
    membership = access.memberships_of(person).filter(pk=identity.membership_id).first()
    return identity_of(membership, person, identity.session_key) if membership else None


def person_of(session_key: str) -> Person | None:
    """Whose session that is, if it is good: the same checks as Django's own for a page."""
    if not session_key:
        return None
    engine = importlib.import_module(settings.SESSION_ENGINE)
    session: SessionBase = engine.SessionStore(session_key)
    person_id, digest = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY)
    if person_id is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not digest or not constant_time_compare(digest, person.get_session_auth_hash()):
        return None
    return person


def identity_of(membership: Membership, person: Person, session_key: str) -> Identity:
    preferences = membership.preferences
    return Identity(
        person_id=person.pk,
        key=str(person.public_id),
        membership_id=membership.pk,
        practice_id=membership.practice_id,
        name=membership.display_name,
        session_key=session_key,
        shows_presence=bool(preferences.get("show_presence", True)),
        shows_seen=bool(preferences.get("show_seen", True)),
    )
