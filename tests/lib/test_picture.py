import io

import pytest
from PIL import Image

from opencoach.lib.picture import MOST_BYTES, NotAPicture, shrunk


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def test_a_picture_becomes_a_small_webp() -> None:
    small = Image.open(io.BytesIO(shrunk(io.BytesIO(png(1200, 600)), 256)))
    assert (small.format, small.size) == ("WEBP", (256, 128))


def test_nothing_but_pixels_stays() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (40, 40)).save(out, "JPEG", exif=exif)
    assert b"where I live" in out.getvalue()
    out.seek(0)
    assert b"where I live" not in shrunk(out, 256)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "kind"),
        (png(300, 300)[:80], "kind"),
        (b"\x00" * (MOST_BYTES + 1), "size"),
        (png(6000, 6000, "1"), "pixels"),
        (png(30000, 30000, "1"), "pixels"),
    ],
    ids=["empty", "svg", "no chunk", "cut", "large", "many pixels", "bomb"],
)
def test_what_is_no_picture_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        shrunk(io.BytesIO(content), 256)
    assert refused.value.reason == reason
