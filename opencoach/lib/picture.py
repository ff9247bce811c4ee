"""Pictures that somebody uploads: recognised by their bytes, made small, and written anew."""

import contextlib
import io
import warnings
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5_000_000
MOST_PIXELS = 30_000_000
LONGEST_EDGE = 100_000
ORIENTATION = 0x0112  # in EXIF
TURNED = {5, 6, 7, 8}  # orientations that lie on their side


class NotAPicture(ValueError):
    """`reason` is "size" (too many bytes), "pixels" (too many of them) or "kind" (not a picture that we know)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def shrunk(file: IO[bytes], edge: int, most_bytes: int = MOST_BYTES) -> bytes:
    """The picture as WebP, at most `edge` pixels a side, upright, without anything but its pixels.

    What the browser called it doesn't count. Raises NotAPicture.
    """
    content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise NotAPicture("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=KINDS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture("pixels")
            picture.draft("RGB", (edge * 2, edge * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
        raise NotAPicture("kind") from error
    upright.thumbnail((edge, edge))
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def dimensions(file: IO[bytes]) -> tuple[int | None, int | None]:
    """Width and height in pixels as it is shown, from the file's head alone; nothing for what is broken."""
    with contextlib.suppress(Exception):
        opened = Image.open(file, formats=KINDS)
        turned = opened.getexif().get(ORIENTATION) in TURNED
        width, height = opened.size
        if 0 < width < LONGEST_EDGE and 0 < height < LONGEST_EDGE:
            return (height, width) if turned else (width, height)
    return None, None
