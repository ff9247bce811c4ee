import io
from pathlib import Path

import pytest
from django.test import TestCase
from PIL import Image

from opencoach.people.actions.practice import (
    change_practice,
    create_practice,
    free_slug,
    logo_bytes,
    remove_logo,
    set_logo,
)
from opencoach.people.models import Event
from tests.cast import Cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (600, 600), "teal").save(out, "PNG")
    out.seek(0)
    return out


def test_a_new_practice_has_its_owner(db: None) -> None:
    owner = create_practice(
        name="Brandt Coaching", owner=person("brandt"), display_name="Eva Brandt", zone="Europe/Vienna"
    )
    assert (owner.role, owner.zone, owner.practice.slug) == ("owner", "Europe/Vienna", "brandt-coaching")
    assert set(Event.objects.values_list("verb", flat=True)) == {"practice.created", "membership.began"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Okafor", "okafor-2"), ("Ökonomie & Du", "okonomie-du"), ("コーチ", "practice"), ("-" * 70, "practice")],
)
def test_a_slug_is_free_and_readable(name: str, slug: str, cast: Cast) -> None:
    assert free_slug(name) == slug


def test_only_what_differs_is_changed(cast: Cast) -> None:
    changed = change_practice(cast.practice, {"name": "Okafor & Co", "hue": "pine"}, actor=cast.miriam.person)
    assert changed == ["name"]
    cast.practice.refresh_from_db()
    assert (cast.practice.name, cast.practice.slug) == ("Okafor & Co", "okafor")
    with pytest.raises(KeyError):
        change_practice(cast.practice, {"slug": "mine"}, actor=cast.miriam.person)


def test_a_new_logo_replaces_the_old_file(cast: Cast, own_folder: Path) -> None:
    for _time in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            set_logo(cast.practice, picture(), actor=cast.miriam.person)
    assert len(list((own_folder / "files" / "logos").iterdir())) == 1
    content = logo_bytes(cast.practice)
    assert content is not None
    assert Image.open(io.BytesIO(content)).size == (256, 256)
    with TestCase.captureOnCommitCallbacks(execute=True):
        remove_logo(cast.practice, actor=cast.miriam.person)
    assert logo_bytes(cast.practice) is None
    assert list((own_folder / "files" / "logos").iterdir()) == []
