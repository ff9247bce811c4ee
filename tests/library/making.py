"""Materials for tests."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from opencoach.library.actions import materials, uploads
from opencoach.library.actions.sending import send
from opencoach.library.models import Material, MaterialFile, Share, Version
from opencoach.people.models import Engagement, Membership
from tests.cast import Cast

PDF = b"%PDF-1.4\n" + b"A page to write on. " * 4000
SOUND = b"ID3" + bytes(2000)


def picture(width: int = 1200, height: int = 800) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def file(by: Membership, content: bytes = PDF, name: str = "a page.pdf") -> MaterialFile:
    return uploads.take_in(by, SimpleUploadedFile(name, content))


def text(by: Membership, title: str = "The pause before the answer", **options: Any) -> Material:
    return materials.make("text", title, by=by, **{"body": "## Why\n\nBreathe *out* first.", **options})


def of_file(by: Membership, content: bytes = PDF, name: str = "a page.pdf") -> Material:
    return materials.from_file(file(by, content, name), by=by)


CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Miriam>Breathe <i>out</i> first.\n"


def spoken(by: Membership, captions: str = CAPTIONS) -> Material:
    """Something to hear, with captions."""
    return materials.make("media", "Breathing", by=by, file=file(by, SOUND, "breathing.mp3"), captions=captions)


def newest(material: Material) -> Version:
    version = materials.newest_of(material)
    version.material = material
    return version


def shared(cast: Cast, material: Material | None = None, *, to: Engagement | None = None, **options: Any) -> Share:
    """What Ana was sent by Miriam."""
    version = newest(material or text(cast.miriam))
    sending = send([version], to or cast.ana_engagement, by=cast.miriam, **options)
    share = sending.shares.select_related("version__material", "engagement", "client", "sending").first()
    assert share is not None
    return share
