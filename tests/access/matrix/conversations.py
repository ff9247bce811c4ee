from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions import say
from opencoach.conversations.actions.changing import delete
from opencoach.conversations.actions.files import take_in
from opencoach.conversations.actions.keeping import make_thumbnail
from tests.access.matrix import CLIENTS, COACHES, Row
from tests.cast import Cast
from tests.conversations.holding import hold

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)
ANAS = "miriam ana"
LEILAS = "miriam leila"  # the work with Leila has ended: both may still read


def on_talk(cast: Cast) -> dict[str, Any]:
    conversation = open_conversation(cast.ana_engagement, "Welcome")
    return {"practice": "okafor", "conversation": conversation.public_id}


def on_leilas(cast: Cast) -> dict[str, Any]:
    conversation = open_conversation(cast.leila_engagement, "Welcome")
    return {"practice": "okafor", "conversation": conversation.public_id}


def on_groups(cast: Cast) -> dict[str, Any]:
    conversation = open_conversation(cast.group_engagement, "Welcome")
    return {"practice": "okafor", "conversation": conversation.public_id}


def on_elsewhere(cast: Cast) -> dict[str, Any]:
    """A conversation of another practice, asked for in this one."""
    conversation = open_conversation(cast.oskar_engagement, "Welcome")
    return {"practice": "okafor", "conversation": conversation.public_id}


def on_anas_words(cast: Cast) -> dict[str, Any]:
    args = on_talk(cast)
    conversation = cast.ana_engagement.conversation
    return {**args, "seq": say(conversation, cast.ana.person, "Hello").seq}


def on_miriams_words(cast: Cast) -> dict[str, Any]:
    args = on_talk(cast)
    return {**args, "seq": say(cast.ana_engagement.conversation, cast.miriam.person, "Breathe out first.").seq}


def on_anas_deleted_words(cast: Cast) -> dict[str, Any]:
    args = on_anas_words(cast)
    delete(cast.ana_engagement.conversation, cast.ana, args["seq"])
    return args


def on_anas_picture(cast: Cast) -> dict[str, Any]:
    args = on_talk(cast)
    conversation = cast.ana_engagement.conversation
    row = take_in(conversation, cast.ana.person, SimpleUploadedFile("dot.png", PIXEL))
    make_thumbnail(row)
    say(conversation, cast.ana.person, "", attachments=[str(row.public_id)])
    return {**args, "attachment": row.public_id}


def on_anas_unsent_file(cast: Cast) -> dict[str, Any]:
    args = on_talk(cast)
    row = take_in(cast.ana_engagement.conversation, cast.ana.person, SimpleUploadedFile("a.txt", b"words"))
    return {**args, "attachment": row.public_id}


def on_held_mail(cast: Cast) -> dict[str, Any]:
    """A mail that names Ana, and waits for Miriam."""
    on_talk(cast)
    return {"practice": "okafor", "mail": hold(cast.ana_engagement, cast.ana.person).public_id}


TEXT = {"text": "Hello"}
ROWS = [
    Row("conversations:away", get={200: COACHES}, post={302: COACHES}),
    Row("conversations:question", post={302: "miriam ana"}, args=on_anas_words),
    Row("conversations:messages", get={200: f"{COACHES} {CLIENTS}"}),
    Row("conversations:held", get={200: COACHES}),
    Row("conversations:held_admission", post={302: "miriam"}, args=on_held_mail),
    Row("conversations:held_discarding", post={302: "miriam"}, args=on_held_mail),
    Row("conversations:conversation", get={200: ANAS}, args=on_talk),
    Row("conversations:conversation", get={200: LEILAS}, args=on_leilas, label="ended"),
    Row("conversations:conversation", get={200: "miriam mei omar"}, args=on_groups, label="group"),
    Row("conversations:conversation", get={}, args=on_elsewhere, label="elsewhere"),
    Row("conversations:older", get={}, args=on_talk),  # it needs to know before which message
    Row("conversations:find", get={200: ANAS}, args=on_talk),
    Row("conversations:message", post={302: ANAS}, args=on_talk, data=TEXT),
    Row("conversations:message", post={302: LEILAS}, args=on_leilas, data=TEXT, label="ended"),
    Row("conversations:read", post={302: ANAS}, args=on_talk),
    Row("conversations:unread", post={302: ANAS}, args=on_talk, data={"seq": 1}),
    Row("conversations:upload", post={422: ANAS}, args=on_talk),
    Row("conversations:attachment", get={200: ANAS}, args=on_anas_picture),
    Row("conversations:attachment", get={200: "ana"}, args=on_anas_unsent_file, label="unsent"),
    Row("conversations:thumbnail", get={200: ANAS}, args=on_anas_picture),
    Row("conversations:keep", args=on_anas_words),
    Row("conversations:keep", get={200: "miriam"}, args=on_miriams_words, label="one's own"),
    Row("conversations:wordings", get={200: "miriam"}, args=on_talk),
    Row("conversations:materials", get={200: "miriam"}, post={200: "miriam"}, args=on_talk),
    Row("conversations:materials", get={302: "miriam"}, post={302: "miriam"}, args=on_leilas, label="ended"),
    Row("conversations:said", get={200: ANAS}, args=on_anas_words),
    Row("conversations:wording", post={302: ANAS}, args=on_anas_words, data=TEXT),
    Row("conversations:deletion", post={302: ANAS}, args=on_anas_words),
    Row("conversations:restoration", post={302: ANAS}, args=on_anas_deleted_words),
    Row("conversations:reaction", post={302: ANAS}, args=on_anas_words, data={"reaction": "thanks"}),
    Row("conversations:pin", post={302: ANAS}, args=on_anas_words),
]
