import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from opencoach.people.models import Membership, Practice
from tests.cast import Cast, member
from tests.counting import same_with_more

pytestmark = pytest.mark.django_db
PROFILE = {"display_name": "Ana K.", "zone": "Asia/Tokyo", "language": "en", "phone": "+49 30 901820", "theme": "dark"}


def contacts(kind: str, *rows: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{kind}-TOTAL_FORMS": len(rows), f"{kind}-INITIAL_FORMS": 0}
    return data | {f"{kind}-{index}-{key}": value for index, row in enumerate(rows) for key, value in row.items()}


def practice_form(**changes: Any) -> dict[str, Any]:
    base = {
        "name": "Okafor & Co",
        "hue": "iris",
        "zone": "Europe/Berlin",
        "language": "en",
        "specialisations": ["executive", "health"],
        "response_hours": "48",
        "welcome": "Welcome here.",
    }
    return base | contacts("crisis") | contacts("referral") | changes


def test_a_profile_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    page = client.post("/p/okafor/settings/profile/", PROFILE | {"clock": "24", "sound": "on"}, follow=True)
    cast.ana.refresh_from_db()
    assert (cast.ana.display_name, cast.ana.zone, cast.ana.phone) == ("Ana K.", "Asia/Tokyo", "+4930901820")
    assert cast.ana.preferences == {
        "theme": "dark",
        "hour12": False,
        "show_presence": False,
        "show_seen": False,
        "sound": True,
        "mail_words": False,
    }
    assert 'data-theme="dark"' in page.content.decode()
    assert "+49 30 901820" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"display_name": "  \u202e "}, "This field is required."),
        ({"display_name": "a" * 121}, "at most 120"),
        ({"phone": "030 901820"}, "country code"),
        ({"phone": "+49 1"}, "phone number"),
        ({"phone": "call me"}, "country code"),
        ({"zone": "Mars/Olympus"}, "valid choice"),
        ({"language": "tlh"}, "valid choice"),
        ({"theme": "neon"}, "valid choice"),
    ],
)
def test_a_wrong_profile_keeps_what_was_typed(wrong: dict[str, str], said: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    page = client.post("/p/okafor/settings/profile/", PROFILE | {"display_name": "Ana Typed"} | wrong)
    text = page.content.decode()
    assert page.status_code == 422
    assert said in text
    assert "display_name" in wrong or "Ana Typed" in text
    cast.ana.refresh_from_db()
    assert cast.ana.display_name == "Ana Kovačević"


def test_a_practice_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    line = {"name": "Night line", "phone": "116 123", "url": "", "details": "Day and night"}
    form = practice_form() | contacts("crisis", line, {"name": ""})
    page = client.post("/p/okafor/settings/", form, follow=True)
    practice = Practice.objects.get(slug="okafor")
    assert (practice.name, practice.hue, practice.response_hours) == ("Okafor & Co", "iris", 48)
    assert practice.specialisations == ["executive", "health"]
    assert practice.crisis_contacts == [
        {"name": "Night line", "details": "Day and night", "phone": "116 123", "url": ""}
    ]
    assert 'data-hue="iris"' in page.content.decode()
    client.force_login(cast.ana.person)
    help_page = client.get("/p/okafor/help/").content.decode()
    assert 'href="tel:116123"' in help_page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"specialisations": ["astrology"]}, "valid choice"),
        ({"response_hours": "0"}, "greater than or equal to 1"),
        ({"welcome": "x" * 4001}, "at most 4000"),
        (contacts("crisis", {"name": "", "phone": "112"}), "Who is this?"),
        (contacts("crisis", {"name": "Line", "phone": ""}), "phone number or a web page"),
        (contacts("crisis", {"name": "Line", "url": "javascript:alert(1)"}), "valid URL"),
        ({"crisis-TOTAL_FORMS": "x"}, "contacts needs another look"),
    ],
)
def test_a_wrong_practice_keeps_what_was_typed(wrong: dict[str, Any], said: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post("/p/okafor/settings/", practice_form(welcome="Typed before") | wrong)
    text = page.content.decode()
    assert page.status_code == 422
    assert said in text
    assert "welcome" in wrong or "Typed before" in text
    assert Practice.objects.get(slug="okafor").name == "Okafor Coaching"


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "teal").save(out, "PNG")
    return SimpleUploadedFile("../../logo.exe", out.getvalue(), "application/x-msdownload")


def test_a_logo(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post("/p/okafor/settings/logo/", {"logo": picture()}, follow=True)
    assert "/p/okafor/logo/?" in page.content.decode()
    client.force_login(cast.ana.person)
    logo = client.get("/p/okafor/logo/")
    assert logo.headers["Content-Type"] == "image/webp"
    assert logo.headers["Cache-Control"].startswith("private")
    client.force_login(cast.stranger)
    assert client.get("/p/okafor/logo/").status_code == 404


def test_what_is_no_picture_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    fake = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    page = client.post("/p/okafor/settings/logo/", {"logo": fake})
    assert page.status_code == 422
    assert "not a PNG, JPEG, WebP or GIF" in page.content.decode()


def test_ending_access_can_be_undone(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    url = f"/p/okafor/settings/people/{cast.devi.public_id}"
    page = client.post(f"{url}/ending/", follow=True).content.decode()
    assert "Devi Anand sees nothing here any more." in page
    assert f'action="{url}/reopening/"' in page
    client.post(f"{url}/ending/")  # pressed twice
    client.post(f"{url}/reopening/")
    cast.devi.refresh_from_db()
    assert cast.devi.ended_at is None


def test_a_sponsor_is_added_taken_off_and_put_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.devi.person)
    url = f"/p/okafor/clients/{cast.tomas_engagement.public_id}/sponsors/"
    client.post(url, {"sponsor": str(cast.ruben.public_id)})
    assert "Ruben Tan" in client.get(url).content.decode()
    page = client.post(f"{url}{cast.ruben.public_id}/ending/", follow=True).content.decode()
    assert f'action="{url}{cast.ruben.public_id}/"' in page  # undo
    assert not cast.tomas_engagement.sponsorships.filter(until=None).exists()
    client.post(f"{url}{cast.ruben.public_id}/")
    assert cast.tomas_engagement.sponsorships.filter(until=None).count() == 1


def test_only_a_sponsor_sponsors(client: Client, cast: Cast) -> None:
    client.force_login(cast.devi.person)
    url = f"/p/okafor/clients/{cast.tomas_engagement.public_id}/sponsors/"
    assert client.post(url, {"sponsor": str(cast.priya.public_id)}).status_code == 422


def test_the_last_owner_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post(f"/p/okafor/settings/people/{cast.miriam.public_id}/ending/", follow=True)
    assert "A practice needs an owner." in page.content.decode()


def test_an_ended_member_is_out_at_the_next_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.devi.person)
    assert client.get("/p/okafor/").status_code == 200
    Membership.objects.filter(pk=cast.devi.pk).update(ended_at="2026-01-01T00:00Z")
    assert client.get("/p/okafor/").status_code == 404


def test_as_many_queries_with_one_colleague_as_with_thirty(client: Client, cast: Cast) -> None:
    def add() -> None:
        for index in range(30):
            member(cast.practice, f"colleague{index}", Membership.Role.COACH)

    client.force_login(cast.miriam.person)
    before, after = same_with_more(client, "/p/okafor/settings/people/", add)
    assert before == after <= 10
