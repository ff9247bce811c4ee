"""Small files for the demo's conversations, drawn here: a wheel of life, a page to read, a voice memo."""

import io
import math
import struct
import wave

from PIL import Image, ImageDraw

SPOKES = (7, 4, 8, 3, 6, 5, 7, 6)
INK, LEAF, PAPER, LINE = (38, 52, 47), (52, 120, 94), (250, 249, 245), (205, 210, 204)
SIDE = 900


def wheel() -> bytes:
    """A wheel of life with eight areas, as somebody filled it in: PNG."""
    picture = Image.new("RGB", (SIDE, SIDE), PAPER)
    draw = ImageDraw.Draw(picture)
    for ring in range(2, 11, 2):
        reach = ring * 40
        draw.ellipse(
            (SIDE // 2 - reach, SIDE // 2 - reach, SIDE // 2 + reach, SIDE // 2 + reach), outline=LINE, width=2
        )
    for number in range(len(SPOKES)):
        draw.line((_point(number, 0), _point(number, 10)), fill=LINE, width=2)
    corners = [_point(number, value) for number, value in enumerate(SPOKES)]
    draw.polygon(corners, fill=(206, 227, 215), outline=LEAF, width=6)
    for x, y in corners:
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=INK)
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _point(number: int, value: float) -> tuple[float, float]:
    angle = math.tau * number / len(SPOKES) - math.pi / 2
    return SIDE / 2 + math.cos(angle) * value * 40, SIDE / 2 + math.sin(angle) * value * 40


def page(title: str, lines: tuple[str, ...]) -> bytes:
    """One page of A4 with a title and lines: PDF. The words are plain ASCII."""
    words = [f"BT /F2 20 Tf 72 760 Td ({_quoted(title)}) Tj ET"]
    words += [f"BT /F1 12 Tf 72 {720 - 24 * row} Td ({_quoted(line)}) Tj ET" for row, line in enumerate(lines)]
    stream = "\n".join(words)
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
    ]
    kept, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(kept))
        kept += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(bodies) + 1
    kept += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return (kept + f"startxref\n{kept.index('xref')}\n%%EOF\n").encode("ascii")


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def memo(seconds: int) -> bytes:
    """A soft hum that rises and falls like speech: WAV, 8 kHz."""
    rate = 8_000
    samples = bytearray()
    for number in range(rate * seconds):
        moment = number / rate
        breath = max(0.0, math.sin(moment * 1.7)) * (0.6 + 0.4 * math.sin(moment * 9))
        tone = math.sin(math.tau * 155 * moment) + 0.5 * math.sin(math.tau * 310 * moment)
        samples += struct.pack("<h", int(4_200 * breath * tone))
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(samples))
    return kept.getvalue()


def make(name: str) -> tuple[bytes, float | None]:
    """The file of that name, and its length in seconds if it is to be heard. Raises KeyError for one we don't draw."""
    if name.endswith(".wav"):
        return memo(9), 9.0
    if name.endswith(".png"):
        return wheel(), None
    return page(*PAGES[name]), None


PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Hand-over conversation.pdf": (
        "A hand-over conversation",
        (
            "1. The outcome: what will be true when it is done?",
            "2. The limits: money, time, people, what must not happen.",
            "3. What you decide alone, and what we decide together.",
            "4. When we look at it together for the first time.",
            "5. What could tempt me to take it back, and what you may say to me then.",
        ),
    ),
    "Two weeks of work.pdf": (
        "Two weeks of work",
        (
            "For each day, three lines in the evening:",
            "What gave me strength, and what was I doing?",
            "What took it, and what was I doing?",
            "Whom would I want to work with again?",
        ),
    ),
}
