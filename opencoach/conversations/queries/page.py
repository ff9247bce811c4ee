"""A page of a conversation: what was said, with everything that happened to it afterwards folded in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet

from opencoach.conversations import bodies
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.conversations.queries.circle import Circle, Writer, circle, writers
from opencoach.lib import markdown
from opencoach.people.models import Membership

__all__ = ["Page", "Said", "Writer", "changes_of", "fold", "one", "page", "read", "writers"]

Kind = Message.Kind
SAID = (Kind.TEXT, Kind.SYSTEM)
PAGE = 50
FIRST = 30  # messages when it opens: more than two screens; earlier ones come while one scrolls


@dataclass(slots=True)
class Quoted:
    """The message that another one answers."""

    seq: int
    name: str
    text: str
    gone: bool = False


@dataclass(slots=True)
class Reaction:
    """One kind of reaction to a message, by whom."""

    key: str
    names: list[str]
    mine: bool = False


@dataclass(slots=True)
class Said:
    """One message as it stands now."""

    seq: int
    kind: str
    channel: str
    at: dt.datetime
    client_id: str
    sender_id: int | None
    name: str
    writer: Writer | None
    text: str | None  # None: its key has been destroyed
    data: Mapping[str, object]
    mine: bool = False
    edited_at: dt.datetime | None = None
    versions: list[tuple[dt.datetime, str]] = field(default_factory=list)  # earlier wordings, oldest first
    deleted_at: dt.datetime | None = None
    pinned: bool = False
    reactions: list[Reaction] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reply_to: Quoted | None = None

    @property
    def html(self) -> str:
        """The words, rendered and sanitised."""
        return markdown.chat(self.text) if self.text else ""

    @property
    def preview(self) -> str:
        return markdown.chat_words(self.text or "")[:160]


@dataclass(slots=True)
class Page:
    """Some messages in order, whether there are more on either side, what is pinned now, and the people."""

    messages: list[Said]
    older: bool
    newer: bool
    pinned: list[Said]  # the latest first
    circle: Circle


def page(
    conversation: Conversation,
    reader: Membership,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = PAGE,
) -> Page:
    """The last `limit` messages, or those before or after a sequence, or around one; with a constant number of
    queries, however long the conversation is."""
    rows = Message.objects.filter(conversation=conversation, kind__in=SAID)
    rows = rows.annotate(has_files=Exists(_files(conversation).filter(message_seq=OuterRef("seq"))))
    if around is not None:
        return _around(conversation, reader, rows, around, limit)
    if after is not None:
        found = list(rows.filter(seq__gt=after).order_by("seq")[: limit + 1])
        more = len(found) > limit
        return _page(conversation, reader, found[:limit], older=after > 0, newer=more)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows.order_by("-seq")[: limit + 1])
    more = len(found) > limit
    return _page(conversation, reader, found[:limit][::-1], older=more, newer=before is not None)


def _around(conversation: Conversation, reader: Membership, rows: QuerySet[Message], seq: int, limit: int) -> Page:
    half = limit // 2
    left = list(rows.filter(seq__lte=seq).order_by("-seq")[: half + 1])
    right = list(rows.filter(seq__gt=seq).order_by("seq")[: half + 1])
    found = left[:half][::-1] + right[:half]
    return _page(conversation, reader, found, older=len(left) > half, newer=len(right) > half)


def _page(conversation: Conversation, reader: Membership, rows: Sequence[Message], *, older: bool, newer: bool) -> Page:
    said, pinned, people = _folded(conversation, reader, rows, pins=True)
    return Page(said, older, newer, pinned, people)


def one(conversation: Conversation, reader: Membership, message: Message) -> Said:
    """One message as it stands now."""
    return fold(conversation, reader, [message])[0]


def fold(conversation: Conversation, reader: Membership, rows: Sequence[Message]) -> list[Said]:
    """These rows as they stand now: edits, deletions, reactions, pins, files and quotes included (three queries)."""
    return _folded(conversation, reader, rows)[0]


def _folded(
    conversation: Conversation, reader: Membership, rows: Sequence[Message], *, pins: bool = False
) -> tuple[list[Said], list[Said], Circle]:
    """These rows, and what is pinned in the conversation (if asked), as they stand now; and the people."""
    related = _related(conversation, rows, pins=pins)
    changes: dict[int, list[Message]] = defaultdict(list)
    for change in related:
        if change.target_seq is not None:
            changes[change.target_seq].append(change)
    people = circle(conversation, {row.sender_id for row in (*rows, *related) if row.sender_id is not None})
    files = defaultdict(list)
    with_files = [row.seq for row in rows if getattr(row, "has_files", True)]
    for attachment in _files(conversation).filter(message_seq__in=with_files).order_by("pk"):
        files[attachment.message_seq].append(attachment)

    def as_it_stands(row: Message) -> Said:
        return read(conversation, reader, row, people.writers, changes[row.seq])

    others = {row.seq: as_it_stands(row) for row in related if row.target_seq is None}
    found = []
    for row in rows:
        said = as_it_stands(row)
        said.attachments = [] if said.deleted_at else files[row.seq]
        if row.reply_to_seq in others:
            said.reply_to = _quoted(others[row.reply_to_seq])
        found.append(said)
    pinned = [others[seq] for seq in pinned_now(related) if seq in others] if pins else []
    return found, [said for said in pinned if said.deleted_at is None], people


def _related(conversation: Conversation, rows: Sequence[Message], *, pins: bool) -> list[Message]:
    """What those rows answer, what is pinned (if asked), and all changes to any of them, by sequence. One query."""
    quoted = {row.reply_to_seq for row in rows if row.reply_to_seq is not None}
    targets = quoted | {row.seq for row in rows}
    here = Q(conversation=conversation)  # in each of the parts, so that each finds its own index
    changed = here & Q(target_seq__isnull=False)
    wanted = (here & Q(seq__in=quoted)) | (changed & Q(target_seq__in=targets))
    if pins:
        pinned = Message.objects.filter(conversation=conversation, kind=Kind.PIN).values("target_seq")
        wanted |= (here & Q(seq__in=pinned)) | (changed & Q(target_seq__in=pinned))
    return sorted(Message.objects.filter(wanted), key=attrgetter("seq"))


def changes_of(conversation: Conversation | OuterRef, **which: object) -> QuerySet[Message]:
    """Changes to earlier messages of a conversation."""
    return Message.objects.filter(conversation=conversation, target_seq__isnull=False, **which)


def _files(conversation: Conversation) -> QuerySet[Attachment]:
    return Attachment.objects.filter(conversation=conversation)


def pinned_now(changes: Iterable[Message]) -> list[int]:
    """The sequences that are pinned after all these changes (in order), the latest pin first."""
    on: dict[int, int] = {}
    for row in changes:
        if row.kind != Kind.PIN or row.target_seq is None:
            continue
        on.pop(row.target_seq, None)
        if not row.data.get("off"):
            on[row.target_seq] = row.seq
    return sorted(on, key=lambda target: -on[target])


def _quoted(said: Said) -> Quoted:
    return Quoted(said.seq, said.name, said.preview, gone=said.deleted_at is not None)


def read(
    conversation: Conversation,
    reader: Membership,
    row: Message,
    names: Mapping[int, Writer],
    changes: Sequence[Message],
) -> Said:
    """One row with the changes to it (in order) applied; its files and its quote are the caller's to add."""
    said = Said(
        seq=row.seq,
        kind=row.kind,
        channel=row.channel,
        at=row.at,
        client_id=row.client_id,
        sender_id=row.sender_id,
        name="",
        writer=names.get(row.sender_id or 0),
        text=text_of(conversation, row, names),
        data=row.data,
        mine=row.sender_id == reader.person_id,
    )
    said.name = said.writer.name if said.writer else ""
    reactions: dict[str, dict[int, str]] = {}
    for change in changes:
        _apply(conversation, said, change, names, reactions)
    said.reactions = [
        Reaction(key, list(by.values()), mine=reader.person_id in by) for key, by in reactions.items() if by
    ]
    if said.deleted_at is not None:
        said.text, said.versions, said.reactions, said.pinned = "", [], [], False
    return said


def _apply(
    conversation: Conversation,
    said: Said,
    change: Message,
    names: Mapping[int, Writer],
    reactions: dict[str, dict[int, str]],
) -> None:
    off = bool(change.data.get("off"))
    if change.kind == Kind.EDIT:
        said.versions.append((said.edited_at or said.at, said.text or ""))
        said.text, said.edited_at = text_of(conversation, change, names), change.at
    elif change.kind == Kind.DELETE:
        said.deleted_at = None if off else change.at
    elif change.kind == Kind.PIN:
        said.pinned = not off
    elif change.kind == Kind.REACT and change.sender_id is not None:
        by = reactions.setdefault(str(change.data.get("reaction", "")), {})
        by.pop(change.sender_id, None)
        if not off:
            writer = names.get(change.sender_id)
            by[change.sender_id] = writer.name if writer else ""


def text_of(conversation: Conversation, row: Message, names: Mapping[int, Writer]) -> str | None:
    """The words of one row; None where they cannot be read any more."""
    writer = names.get(row.sender_id or 0)
    person = writer.key if writer else None
    if row.sender_id is not None and person is None:
        return None
    return bodies.unseal(conversation.engagement, conversation.public_id, person, row.client_id, bytes(row.body))
