"""The five levels of a goal. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

KEYS = ("m2", "m1", "z0", "p1", "p2")  # as they are kept, −2 … +2
SIGNS = {-2: "−2", -1: "−1", 0: "0", 1: "+1", 2: "+2"}


def as_list(kept: Any) -> list[str]:
    """The five texts, −2 first; "" for those that nobody has written."""
    found: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
    return [str(found.get(key, "")) for key in KEYS]


def as_kept(texts: Sequence[str]) -> dict[str, str]:
    return dict(zip(KEYS, texts, strict=True))


def complete(texts: Sequence[str]) -> bool:
    return len(texts) == len(KEYS) and all(texts)


def twins(texts: Sequence[str]) -> list[int]:
    """The places of texts that say the same as an earlier one, letters and spaces aside."""
    plain = [" ".join(text.lower().split()) for text in texts]
    return [place for place, text in enumerate(plain) if text and text in plain[:place]]
