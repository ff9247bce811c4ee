import asyncio
import datetime as dt
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from opencoach.conversations.actions import changing, files, keeping
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.lib import sealed_file
from opencoach.lib.sendfile import SentFile
from opencoach.people.actions.engagement import end_engagement, hand_over
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORDS = bytes(range(32, 127)) * 2000  # 190,000 bytes: three chunks


def picture(width: int = 1200, height: int = 800, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 100, 50)).save(out, "JPEG", **options)
    return out.getvalue()


def sent(cast: Cast, conversation: Conversation, content: bytes = WORDS, name: str = "notes.txt") -> Attachment:
    row = files.take_in(conversation, cast.ana.person, SimpleUploadedFile(name, content))
    say(conversation, cast.ana.person, "", attachments=[str(row.public_id)])
    row.refresh_from_db()
    return row


def url(row: Attachment, name: str = "attachment") -> str:
    return reverse(f"conversations:{name}", args=["okafor", row.conversation.public_id, row.public_id])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_file_comes_back_as_it_went(cast: Cast, with_ana: Conversation, client: Client) -> None:
    row = sent(cast, with_ana)
    client.force_login(cast.miriam.person)
    response = client.get(url(row))
    assert response.status_code == 200
    assert body(response) == WORDS
    assert response.headers["Content-Length"] == str(len(WORDS))
    assert response.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert WORDS[:50] not in files.full_path(row.path).read_bytes()


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=65530-65545", 206, 65530, 65546),
        ("bytes=100-", 206, 100, len(WORDS)),
        ("bytes=-10", 206, len(WORDS) - 10, len(WORDS)),
        ("bytes=0-999999999", 206, 0, len(WORDS)),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,5-6", 200, 0, len(WORDS)),
        ("lines=0-1", 200, 0, len(WORDS)),
        ("bytes=-", 200, 0, len(WORDS)),
    ],
)
def test_ranges(
    cast: Cast, with_ana: Conversation, client: Client, asked: str, status: int, start: int, stop: int
) -> None:
    client.force_login(cast.ana.person)
    response = client.get(url(sent(cast, with_ana)), headers={"Range": asked})
    assert response.status_code == status
    assert body(response) == WORDS[start:stop]
    if status == 206:
        assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(WORDS)}"
    if status == 416:
        assert response.headers["Content-Range"] == f"bytes */{len(WORDS)}"


def test_head_and_conditions(cast: Cast, with_ana: Conversation, client: Client) -> None:
    client.force_login(cast.ana.person)
    address = url(sent(cast, with_ana))
    head = client.head(address)
    assert (head.status_code, head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (200, "190000", "bytes")
    tag = head.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    stale = client.get(address, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert stale.status_code == 200


def test_the_server_streams_without_holding_the_page(cast: Cast, with_ana: Conversation, client: Client) -> None:
    client.force_login(cast.ana.person)
    response: Any = client.get(url(sent(cast, with_ana)), headers={"Range": "bytes=10-100000"})
    assert isinstance(response, SentFile)
    response.close()  # the page is over, and its thread is free

    async def stream() -> bytes:
        return b"".join([chunk async for chunk in response.stream()])

    assert asyncio.run(stream()) == WORDS[10:100001]


def test_a_large_file_takes_constant_memory(tmp_path: Path) -> None:
    large = 40 * 1_048_576
    path = tmp_path / "large"
    tracemalloc.start()
    try:
        sealed_file.write("a.b", "place", path, (b"x" * 65_536 for _ in range(large // 65_536)))
        assert sum(len(chunk) for chunk in sealed_file.SealedFile("a.b", "place", path).read()) == large
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1_048_576


@pytest.mark.parametrize("who", ["devi", "priya", "tomas", "ruben", "astrid", "oskar", "stranger", "bea", "mei"])
def test_nobody_else_gets_a_file(cast: Cast, with_ana: Conversation, client: Client, who: str) -> None:
    row = sent(cast, with_ana, picture(), "x.jpg")
    keeping.make_thumbnails()
    client.force_login(cast.people()[who])
    assert [client.get(url(row, name)).status_code for name in ("attachment", "thumbnail")] == [404, 404]


def test_in_another_conversation_there_is_no_such_file(
    cast: Cast, with_ana: Conversation, with_group: Conversation, client: Client
) -> None:
    row = sent(cast, with_ana)
    client.force_login(cast.miriam.person)
    address = reverse("conversations:attachment", args=["okafor", with_group.public_id, row.public_id])
    assert client.get(address).status_code == 404


def test_after_the_end_it_is_read_and_not_written(cast: Cast, with_ana: Conversation, client: Client) -> None:
    row = sent(cast, with_ana)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    client.force_login(cast.ana.person)
    assert client.get(url(row)).status_code == 200
    upload = reverse("conversations:upload", args=["okafor", with_ana.public_id])
    assert client.post(upload, {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 422


def test_a_coach_who_handed_over_gets_no_file(cast: Cast, with_ana: Conversation, client: Client) -> None:
    row = sent(cast, with_ana)
    hand_over(cast.ana_engagement, cast.devi, actor=cast.miriam.person)
    client.force_login(cast.miriam.person)
    assert client.get(url(row)).status_code == 404


def test_a_deleted_messages_file_is_gone_and_then_erased(cast: Cast, with_ana: Conversation, client: Client) -> None:
    row = sent(cast, with_ana)
    changing.delete(with_ana, cast.ana, row.message_seq or 0)
    client.force_login(cast.miriam.person)
    assert client.get(url(row)).status_code == 404
    keeping.erase()
    assert files.full_path(row.path).exists()  # it can still be brought back
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        keeping.erase()
    assert not files.full_path(row.path).exists()
    assert bytes(Message.objects.get(conversation=with_ana, seq=row.message_seq).body) == b""
    with pytest.raises(Refused):
        changing.restore(with_ana, cast.ana, row.message_seq or 0)


def test_a_file_that_was_never_sent_is_erased_after_a_day(cast: Cast, with_ana: Conversation) -> None:
    row = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"x"))
    keeping.erase()
    assert files.full_path(row.path).exists()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        keeping.erase()
    assert not files.full_path(row.path).exists()
    assert not Attachment.objects.filter(pk=row.pk).exists()


def test_a_thumbnail_is_small_upright_and_without_metadata(cast: Cast, with_ana: Conversation, client: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "where I live"
    row = sent(cast, with_ana, picture(1200, 800, exif=exif), "side.jpg")
    assert (row.width, row.height, row.thumbnail_state) == (800, 1200, "waiting")
    client.force_login(cast.miriam.person)
    assert client.get(url(row, "thumbnail")).status_code == 404
    keeping.make_thumbnails()
    response = client.get(url(row, "thumbnail"))
    content = body(response)
    small = Image.open(io.BytesIO(content))
    assert max(small.size) <= keeping.EDGE
    assert small.height > small.width
    assert response.headers["Content-Type"] == "image/webp"
    assert b"where I live" not in content


def test_what_only_looks_like_a_picture_gets_no_thumbnail(cast: Cast, with_ana: Conversation) -> None:
    row = sent(cast, with_ana, picture()[:400], "broken.jpg")
    keeping.make_thumbnails()
    row.refresh_from_db()
    assert row.thumbnail_state in {"failed", "none"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a"b\nc.txt', "a'b c.txt"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("", "File"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("Übung №1 — Ana’s.pdf", "Übung №1 — Ana’s.pdf"),
    ],
)
def test_names_are_kept_harmless(given: str, kept: str) -> None:
    assert files.file_name(given) == kept


def test_a_foreign_name_travels_whole(cast: Cast, with_ana: Conversation, client: Client) -> None:
    row = sent(cast, with_ana, name="Übung №1.pdf")
    client.force_login(cast.ana.person)
    disposition = client.get(url(row)).headers["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''%C3%9Cbung%20%E2%84%961.pdf"


def test_limits(cast: Cast, with_ana: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="empty"):
        files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b""))
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(Refused, match="too large"):
        files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"x" * 11))
    monkeypatch.setattr(files, "QUOTA", 15)
    files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"x" * 10))
    with pytest.raises(Refused, match="2 GB"):
        files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"x" * 10))


def test_one_cannot_send_somebody_elses_file(cast: Cast, with_ana: Conversation) -> None:
    row = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"x"))
    with pytest.raises(Refused):
        say(with_ana, cast.miriam.person, "", attachments=[str(row.public_id)])
    say(with_ana, cast.ana.person, "", attachments=[str(row.public_id)])
    with pytest.raises(Refused):
        say(with_ana, cast.ana.person, "", attachments=[str(row.public_id)])  # it has its message already


def test_a_message_of_a_file_alone_may_be_sent_again(cast: Cast, with_ana: Conversation) -> None:
    row = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"a"))
    said = {"client_id": "once", "attachments": [str(row.public_id)]}
    first = say(with_ana, cast.ana.person, "", **said)
    again = say(with_ana, cast.ana.person, "", **said)  # its device never heard that it was stored
    assert (again.seq, again.again) == (first.seq, True)
    assert Message.objects.filter(conversation=with_ana, client_id="once").count() == 1


@pytest.mark.parametrize("which", ["erased", "made up", "of another message"])
def test_a_message_does_not_go_without_one_of_its_files(cast: Cast, with_ana: Conversation, which: str) -> None:
    kept = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("a.txt", b"a"))
    gone = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("b.txt", b"b"))
    name = str(gone.public_id) if which != "made up" else "../../etc"
    if which == "erased":
        keeping.erase_file(gone)
    if which == "of another message":
        say(with_ana, cast.ana.person, "", attachments=[name])
    with pytest.raises(Refused, match="not there any more"):
        say(with_ana, cast.ana.person, "Here are both", attachments=[str(kept.public_id), name])
    kept.refresh_from_db()
    assert kept.message_seq is None


def test_whoever_looks_at_a_message_learns_that_its_preview_is_made(
    cast: Cast, with_ana: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("opencoach.live.bus.publish", told.append)
    unsent = files.take_in(with_ana, cast.ana.person, SimpleUploadedFile("later.jpg", picture()))
    row = sent(cast, with_ana, picture(), "now.jpg")
    broken = sent(cast, with_ana, b"\xff\xd8\xff\xe0" + b"no picture" * 9, "broken.jpg")
    Attachment.objects.filter(pk=broken.pk).update(thumbnail_state="waiting")
    keeping.make_thumbnails()
    frames = [(news["tell"][0], news["tell"][2]) for news in told if "tell" in news]
    file = {"type": "file", "conversation": str(with_ana.public_id)}
    seqs = [row.message_seq, broken.message_seq]
    assert frames == [(with_ana.pk, {**file, "seq": seq}) for seq in seqs]
    assert Attachment.objects.get(pk=unsent.pk).thumbnail_state == "ready"


def test_without_a_script_files_come_with_the_form(cast: Cast, with_ana: Conversation, client: Client) -> None:
    client.force_login(cast.ana.person)
    sending = reverse("conversations:message", args=["okafor", with_ana.public_id])
    two = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")]
    response = client.post(sending, {"text": "Two files", "files": two, "client_id": "form-1"})
    assert response.status_code == 302
    assert sorted(Attachment.objects.values_list("name", "message_seq")) == [("a.txt", 3), ("b.txt", 3)]
    client.post(sending, {"text": "Two files", "client_id": "form-1"})  # the button pressed twice
    assert Message.objects.filter(conversation=with_ana, kind="text").count() == 2
