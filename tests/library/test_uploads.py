import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencoach.library import pieces
from opencoach.library.actions import keeping, uploads
from opencoach.library.models import Material, MaterialFile
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.library.making import SOUND, file, of_file, picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SMALL = 1000


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a thousand bytes: a file of many is quickly made."""
    for module in ("pieces", "actions.uploads", "views.uploads"):
        monkeypatch.setattr(f"opencoach.library.{module}.PIECE", SMALL)


def announce(client: Client, content: bytes, name: str = "talk.pdf") -> Any:
    return client.post(reverse("library:uploads", args=["okafor"]), {"name": name, "size": len(content)})


def bring(client: Client, key: str, number: int, content: bytes) -> Any:
    url = reverse("library:piece", args=["okafor", key, number])
    return client.post(url, content[number * SMALL : (number + 1) * SMALL], content_type="application/octet-stream")


def test_a_broken_upload_goes_on_where_it_stopped(cast: Cast, client: Client) -> None:
    content = b"%PDF-1.4" + random.Random(7).randbytes(4_500)
    client.force_login(cast.miriam.person)
    key = announce(client, content).json()["id"]
    assert bring(client, key, 0, content).json()["received"] == SMALL
    assert bring(client, key, 1, content).json()["received"] == 2 * SMALL
    # the connection breaks; another tab asks, and goes on
    standing = client.get(reverse("library:standing", args=["okafor", key])).json()
    assert (standing["received"], standing["size"]) == (2 * SMALL, len(content))
    assert bring(client, key, 4, content).status_code == 409
    assert bring(client, key, 1, content).json()["received"] == 2 * SMALL  # sent twice is kept once
    for number in (2, 3):
        assert "material" not in bring(client, key, number, content).json()
    told = bring(client, key, 4, content).json()
    material = Material.objects.get()
    assert told["material"] == reverse("library:change", args=["okafor", material.public_id])
    assert (material.title, material.kind, material.created_by) == ("talk", "file", cast.miriam)
    got = client.get(reverse("library:version_file", args=["okafor", material.public_id, 1]))
    assert b"".join(got.streaming_content) == content
    assert bring(client, key, 4, content).json()["material"] == told["material"]
    assert Material.objects.count() == 1


@pytest.mark.parametrize(("first", "last"), [(0, 9), (990, 1010), (3_999, 4_000), (1_500, 4_400), (0, 4_507)])
def test_any_part_of_a_file_is_sent_across_its_pieces(cast: Cast, client: Client, first: int, last: int) -> None:
    content = b"%PDF-1.4" + random.Random(3).randbytes(4_500)
    material = of_file(cast.miriam, content)
    client.force_login(cast.miriam.person)
    url = reverse("library:version_file", args=["okafor", material.public_id, 1])
    got = client.get(url, headers={"Range": f"bytes={first}-{last}"})
    assert (got.status_code, b"".join(got.streaming_content)) == (206, content[first : last + 1])
    assert content[8:100] not in b"".join(path.read_bytes() for path in pieces.folder(file_of(material)).iterdir())


def file_of(material: Material) -> MaterialFile:
    found = material.versions.get(number=1).file
    assert found is not None
    return found


def test_what_is_no_whole_piece_is_not_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    content = b"x" * 2_500
    key = announce(client, content).json()["id"]
    url = reverse("library:piece", args=["okafor", key, 0])
    assert client.post(url, content[:10], content_type="application/octet-stream").status_code == 422
    assert client.post(url, content, content_type="application/octet-stream").status_code == 413
    assert MaterialFile.objects.get().received == 0


@pytest.mark.parametrize(
    ("size", "word"), [("0", "empty"), ("-5", "empty"), ("many", "empty"), ("500000001", "too large")]
)
def test_a_file_that_is_not_taken_is_refused_before_it_comes(cast: Cast, client: Client, size: str, word: str) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post(reverse("library:uploads", args=["okafor"]), {"name": "a", "size": size})
    assert answer.status_code == 422
    assert word in answer.json()["reason"]


def test_programs_are_not_kept_whatever_they_are_called(cast: Cast) -> None:
    with pytest.raises(Refused, match="Programs"):
        file(cast.miriam, b"MZ" + bytes(3_000), "holiday.pdf")
    assert not MaterialFile.objects.exists()


def test_nobody_goes_on_with_somebody_elses_upload(cast: Cast, client: Client) -> None:
    row = uploads.begin(cast.miriam, "a.pdf", 2_000)
    client.force_login(cast.devi.person)
    assert client.get(reverse("library:standing", args=["okafor", row.public_id])).status_code == 404
    assert bring(client, str(row.public_id), 0, b"x" * 2_000).status_code == 404


def test_without_a_script_several_files_come_with_one_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    files = [
        SimpleUploadedFile("a_page.pdf", b"%PDF-1"),
        SimpleUploadedFile("voice.mp3", SOUND),
        SimpleUploadedFile("no", b""),
    ]
    answer = client.post(reverse("library:upload", args=["okafor"]), {"files": files}, follow=True)
    assert {(one.title, one.kind) for one in Material.objects.all()} == {("a page", "file"), ("voice", "media")}
    assert "2 files are in the library." in answer.content.decode()


def test_a_picture_gets_its_small_one_from_the_worker(cast: Cast, client: Client) -> None:
    material = of_file(cast.miriam, picture(), "wheel.jpg")
    row = file_of(material)
    assert (row.width, row.height, row.thumbnail_state) == (1200, 800, "waiting")
    assert keeping.make_thumbnails() is False
    client.force_login(cast.miriam.person)
    got = client.get(reverse("library:version_thumbnail", args=["okafor", material.public_id, 1]))
    assert b"".join(got.streaming_content)[8:12] == b"WEBP"


def test_uploads_that_nobody_went_on_with_are_erased(cast: Cast) -> None:
    kept, given_up = file_of(of_file(cast.miriam)), uploads.begin(cast.miriam, "b.pdf", 2_000)
    uploads.take_piece(given_up, 0, b"x" * SMALL)
    old = keeping.timezone.now() - keeping.UNFINISHED * 2
    MaterialFile.objects.update(created_at=old)
    keeping.tidy()
    assert list(MaterialFile.objects.all()) == [kept]
