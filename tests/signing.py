"""Somebody who has signed in a moment ago, without the page for it."""

from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from opencoach.onboarding.actions.begin import person_at
from opencoach.people.models import Person


def sign_in(client: Client, person: Person) -> None:
    """As by a code at their address: what asks "is it still you?" lets them pass for some minutes."""
    known = person_at(person.email)
    client.force_login(known, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    record_authentication(SimpleNamespace(session=session), known, method="code", email=known.email)
    session.save()
