import io
import zipfile

import pytest
from PIL import Image

from opencoach.lib import sniff


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, kind)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), sniff.OFFICE[0][1]),
        (archive("a.txt"), "application/zip"),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (b"#!/bin/sh\n", "application/x-executable"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm...A_OPUS", "audio/webm"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm...V_VP8", "video/webm"),
        (b"\0\0\0\x1cftypiso5\0\0\x02\0....soun", "audio/mp4"),
        (b"\0\0\0\x1cftypisom\0\0\x02\0....soun....vide", "video/mp4"),
        (b"\0\0\0\x1cftypheic", "image/heic"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"OggS\0\x02", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        ("Guten Tag, schön".encode(), "text/plain"),
        (b"", "text/plain"),
        (b"\xff\xfe\x00\x01\x02", sniff.UNKNOWN),
    ],
)  # fmt: skip
def test_known_by_its_bytes(content: bytes, expected: str) -> None:
    assert sniff.media_type(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?>\n<!-- x --><svg onload='alert(1)'/>",
        b"  \n<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf<html><body onload=alert(1)>",
        b"<a href='javascript:alert(1)'>",
        b"%PDF-1.4 <script>",
        b"words and <svg onload=alert(1)>",
        b"GIF8 <script>alert(1)</script>",
    ],
)
def test_what_could_act_is_never_shown(content: bytes) -> None:
    assert not sniff.is_shown(sniff.media_type(content))
