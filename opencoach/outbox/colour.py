"""The product's colours as sRGB for mails: a mail program knows neither OKLCH nor variables."""

import math
from functools import lru_cache

HUES = {"pine": 165, "sea": 215, "ink": 255, "iris": 290, "plum": 335, "olive": 120}

# name → (lightness, chroma, hue or None for the practice's own), by day and by night: those of the style sheet
TOKENS: dict[str, tuple[tuple[float, float, float | None], tuple[float, float, float | None]]] = {
    "ground": ((0.966, 0.007, 85), (0.172, 0.016, 264)),
    "sheet": ((1.0, 0.0, 0), (0.24, 0.018, 264)),
    "sunk": ((0.972, 0.006, 85), (0.206, 0.017, 264)),
    "line": ((0.885, 0.008, 80), (0.335, 0.014, 264)),
    "ink": ((0.24, 0.024, 262), (0.935, 0.008, 85)),
    "ink_2": ((0.41, 0.022, 262), (0.79, 0.012, 85)),
    "ink_3": ((0.48, 0.018, 262), (0.72, 0.014, 262)),
    "brand": ((0.41, 0.075, None), (0.77, 0.075, None)),
    "fill": ((0.41, 0.075, None), (0.475, 0.072, None)),
    "on_fill": ((0.99, 0.006, None), (0.99, 0.006, None)),
    "brand_ink": ((0.395, 0.075, None), (0.83, 0.07, None)),
    "brand_wash": ((0.946, 0.015, None), (0.29, 0.026, None)),
    "warm": ((0.79, 0.125, 62), (0.8, 0.11, 66)),
    "warm_ink": ((0.41, 0.085, 52), (0.87, 0.07, 72)),
    "warm_wash": ((0.962, 0.024, 76), (0.265, 0.022, 60)),
}


@lru_cache(maxsize=32)
def palette(hue: str) -> dict[str, dict[str, str]]:
    """{"day": {"ink": "#…", …}, "night": {…}} for one of a practice's hues (pine for one that is not known)."""
    degrees = HUES.get(hue, HUES["pine"])
    return {
        when: {name: srgb(*_with(tones[place], degrees)) for name, tones in TOKENS.items()}
        for place, when in enumerate(("day", "night"))
    }


def _with(tone: tuple[float, float, float | None], degrees: float) -> tuple[float, float, float]:
    lightness, chroma, hue = tone
    return lightness, chroma, degrees if hue is None else hue


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH as "#rrggbb" (Björn Ottosson's matrices), clipped into sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(part):02x}" for part in linear)


def _byte(linear: float) -> int:
    clipped = min(1.0, max(0.0, linear))
    encoded = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(encoded * 255)
