"""Signed tokens: one purpose, until a time, and written in any case."""

import datetime as dt
import string
import uuid

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from opencoach.lib import secretbox, tokens

ID = uuid.UUID("0190a2f0-0000-7000-8000-000000000001")


def test_a_token_gives_back_what_it_was_made_for() -> None:
    token = tokens.make("invitation", ID)
    assert tokens.check_id("invitation", token) == ID
    assert tokens.peek_id(token) == ID


def test_a_mail_server_may_write_it_in_capitals() -> None:
    token = tokens.make("invitation", ID)
    assert token == token.lower()
    assert tokens.check_id("invitation", token.upper()) == ID
    assert set(token) <= set(string.ascii_lowercase + "234567")
    assert len(token) <= 62  # with a mark before it, it fits the left side of a mail address


def test_it_opens_its_one_thing_only() -> None:
    token = tokens.make("invitation", ID)
    with pytest.raises(tokens.BadToken):
        tokens.check_id("unsubscribe", token)


def test_it_ends_with_its_time() -> None:
    now = timezone.now()
    token = tokens.make("invitation", ID, until=now + dt.timedelta(hours=1))
    assert tokens.check_id("invitation", token, now=now + dt.timedelta(minutes=59)) == ID
    with pytest.raises(tokens.Expired):
        tokens.check_id("invitation", token, now=now + dt.timedelta(hours=1))


def test_it_ends_when_the_nonce_changes() -> None:
    token = tokens.make("invitation", ID, nonce="first")
    assert tokens.check_id("invitation", token, nonce="first") == ID
    with pytest.raises(tokens.BadToken):
        tokens.check_id("invitation", token, nonce="second")


def test_it_outlives_a_change_of_the_secret_key_that_keeps_the_old_one(settings) -> None:
    token = tokens.make("invitation", ID)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert tokens.check_id("invitation", token) == ID
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(tokens.BadToken):
        tokens.check_id("invitation", token)


@given(st.text(max_size=120))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(tokens.BadToken):
        tokens.check("invitation", text)


@given(st.integers(0, 60), st.sampled_from(string.ascii_lowercase + "234567"))
def test_one_changed_letter_is_refused(place: int, letter: str) -> None:
    token = tokens.make("invitation", ID)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed == token:
        assert tokens.check_id("invitation", changed) == ID
    else:
        with pytest.raises(tokens.BadToken):
            tokens.check("invitation", changed)


@given(st.binary(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_subject_and_nonce_do_not_run_into_each_other(subject: bytes, nonce: str, other: str) -> None:
    token = tokens.make("invitation", subject, nonce=nonce)
    assert tokens.check("invitation", token, nonce=nonce) == subject
    if other != nonce:
        with pytest.raises(tokens.BadToken):
            tokens.check("invitation", token, nonce=other)


def test_a_sealed_secret_is_readable_in_its_place_only() -> None:
    sealed = secretbox.seal("outbox.delivery", b"row 1", "123456")
    assert b"123456" not in sealed
    assert secretbox.unseal("outbox.delivery", b"row 1", sealed) == "123456"
    for purpose, place in (("outbox.delivery", b"row 2"), ("another", b"row 1")):
        with pytest.raises(secretbox.Unreadable):
            secretbox.unseal(purpose, place, sealed)
    with pytest.raises(secretbox.Unreadable):
        secretbox.unseal("outbox.delivery", b"row 1", sealed[:-1])
