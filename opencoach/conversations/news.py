"""What the other processes hear when a batch is stored: NOTIFY, inside the transaction, so when it commits or never.

A message that came by the socket travels as the frame that its readers get: many of them in one payload, pressed and
sealed together. Whoever hears them passes them on and draws nothing a second time. Of all others only the head of
their conversation is told, and who follows it reads.
"""

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import orjson

from opencoach.conversations.rows import Head
from opencoach.lib import sealing
from opencoach.live import bus

if TYPE_CHECKING:
    from opencoach.conversations.store import Stored

LARGEST = 3_000  # bytes of sealed words that travel
TOGETHER = 16_000  # bytes of frames in one payload, before they are pressed
FITS = bus.LARGEST - 200  # bytes of a payload for what is in it
KEY, PLACE = "bus", "conversations.news"  # no person's: it seals what is on its way, for the second that it takes
QUICK = 1  # of zlib's levels: a third of the processor time, and five times smaller all the same

Said = tuple[int, int, bytes]  # conversation, sequence, frame


def payloads(heads: Mapping[int, Head], fresh: Sequence["Stored"]) -> list[str]:
    """The news of a batch, as texts that NOTIFY takes."""
    still = {one.new.conversation_id for one in fresh if one.frame is None or not travels(one)}
    said = [
        (one.new.conversation_id, one.seq, one.frame)
        for one in fresh
        if one.frame is not None and one.new.conversation_id not in still
    ]
    made = []
    for some in _in_portions(said):
        made += _packed(some, still)
    return [*made, *bus.payloads({"heads": [[key, heads[key].last_seq] for key in sorted(still)]})]


def heard(packed: str) -> Iterator[Said]:
    """The messages in the news of another process. Raises Unreadable for what is not from one."""
    whole = zlib.decompress(sealing.unseal(KEY, PLACE, base64.b64decode(packed)))
    index, _, frames = whole.partition(b"\n")
    start = 0
    for conversation, seq, size in orjson.loads(index):
        yield conversation, seq, frames[start : start + size]
        start += size


def travels(one: "Stored") -> bool:
    """Whether it is nothing but words, and not many."""
    new = one.new
    plain = new.kind == "text" and not new.attachments and new.reply_to_seq is None and not new.data
    return plain and new.draw is not None and len(new.body) <= LARGEST


def _in_portions(said: Sequence[Said]) -> Iterator[list[Said]]:
    some: list[Said] = []
    size = 0
    for one in said:
        if some and size + len(one[2]) > TOGETHER:
            yield some
            some, size = [], 0
        some.append(one)
        size += len(one[2])
    if some:
        yield some


def _packed(said: Sequence[Said], still: set[int]) -> list[str]:
    """One payload, or more where they don't fit into one. What fits into none is read: its conversation is `still`."""
    index = orjson.dumps([[conversation, seq, len(frame)] for conversation, seq, frame in said])
    pressed = zlib.compress(index + b"\n" + b"".join(frame for _, _, frame in said), QUICK)
    text = base64.b64encode(sealing.seal(KEY, PLACE, pressed))
    if len(text) <= FITS:
        return [bus.payload("said", text.decode())]
    if len(said) == 1:
        still.add(said[0][0])
        return []
    half = len(said) // 2
    return [*_packed(said[:half], still), *_packed(said[half:], still)]
