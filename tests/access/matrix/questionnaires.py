from typing import Any

from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.questionnaires import linked
from tests.access.matrix import COACHES, EVERYBODY, Row, on_ana
from tests.cast import Cast
from tests.questionnaires.making import answered, asked, published, questionnaire, with_file

ANSWERING = "miriam devi ana tomas leila jonas mei omar"


def on_open(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "response": asked(cast).public_id}


def on_answered(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "response": answered(cast).public_id}


def on_upload(cast: Cast) -> dict[str, Any]:
    """A file in an answer that was sent."""
    row = with_file(cast)
    return {"practice": "okafor", "response": row.response.public_id, "upload": row.public_id}


def to_ask(cast: Cast) -> dict[str, Any]:
    return {"version": str(published(cast.miriam).public_id)}


def on_mine(cast: Cast) -> dict[str, Any]:
    """Miriam's own draft."""
    return {"practice": "okafor", "questionnaire": questionnaire(cast.miriam).public_id}


def on_shared(cast: Cast) -> dict[str, Any]:
    """Devi's, shared with the practice: an owner may change it too."""
    return {"practice": "okafor", "questionnaire": questionnaire(cast.devi, shared_at=timezone.now()).public_id}


def link(cast: Cast, member: Membership) -> dict[str, Any]:
    """The link of a mail with what Ana is asked, for somebody."""
    return {"token": linked.token_of(asked(cast), member, sent=timezone.now())}


def on_link(cast: Cast) -> dict[str, Any]:
    return link(cast, cast.ana)


def on_anothers(cast: Cast) -> dict[str, Any]:
    """Well signed, for somebody who is not asked."""
    return link(cast, cast.tomas)


LINK = f"anonymous {EVERYBODY}"  # whoever has the mail
OTHERS = LINK.replace(" ana ", " ")  # she is led to her own page
ABOUT = {"title": "Another name", "purpose": "intake"}
ROWS = [
    Row("answering:response", get={200: OTHERS, 302: "ana"}, post={302: LINK}, args=on_link, open=True),
    Row("answering:response", get={}, args=lambda _cast: {"token": "made-up"}, open=True, label="made up"),
    Row("answering:response", get={410: LINK}, post={410: LINK}, args=on_anothers, open=True, label="of another"),
    Row("answering:answers", post={200: LINK}, args=on_link, open=True),
    Row("answering:uploads", post={422: LINK}, args=on_link, open=True),
    Row("questionnaires:questionnaires", get={200: COACHES}, post={302: COACHES}),
    Row("questionnaires:import", get={200: COACHES}, post={422: COACHES}),
    Row("questionnaires:questionnaire", get={200: "miriam"}, post={200: "miriam"}, args=on_mine),
    Row("questionnaires:questionnaire", get={200: COACHES}, post={200: COACHES}, args=on_shared, label="shared"),
    Row("questionnaires:about", get={200: "miriam"}, post={422: "miriam"}, args=on_mine),
    Row("questionnaires:about", get={200: "miriam"}, post={302: "miriam"}, args=on_mine, data=ABOUT, label="right"),
    Row("questionnaires:steps", post={302: "miriam"}, args=on_mine, data={"do": "up:sleep"}),
    Row("questionnaires:steps", args=on_mine, data={"do": "up:nothing"}, label="no such question"),
    Row("questionnaires:undoing", post={302: "miriam"}, args=on_mine),
    Row("questionnaires:scores", get={200: "miriam"}, post={302: "miriam"}, args=on_mine, data={"do": "add"}),
    Row(
        "questionnaires:scores", get={200: "miriam"}, args=on_mine, data={"do": "remove:nothing"}, label="no such score"
    ),
    Row("questionnaires:trial", get={200: "miriam"}, post={200: "miriam"}, args=on_mine),
    Row("questionnaires:preview", get={200: "miriam"}, post={200: "miriam"}, args=on_mine),
    Row("questionnaires:versions", get={200: "miriam"}, args=on_mine),
    Row("questionnaires:wording", get={200: "miriam"}, post={200: "miriam"}, args=on_mine),
    Row("questionnaires:source", get={200: "miriam"}, post={422: "miriam"}, args=on_mine),
    Row("questionnaires:publication", post={302: "miriam"}, args=on_mine),
    Row("questionnaires:archiving", post={302: "miriam"}, args=on_mine),
    Row("questionnaires:restoring", post={302: "miriam"}, args=on_mine),
    Row("questionnaires:copying", post={302: "miriam"}, args=on_mine),
    Row("questionnaires:copying", post={302: COACHES}, args=on_shared, label="shared"),
    Row("questionnaires:trial", get={200: COACHES}, post={200: COACHES}, args=on_shared, label="shared"),
    Row("questionnaires:preview", get={200: COACHES}, post={200: COACHES}, args=on_shared, label="shared"),
    Row("questionnaires:export", get={200: "miriam"}, args=on_mine),
    Row("questionnaires:responses", get={200: ANSWERING}),
    Row("questionnaires:response", get={200: "ana"}, post={302: "ana"}, args=on_open, label="open"),
    Row("questionnaires:response", get={200: "ana miriam"}, post={200: "ana miriam"}, args=on_answered, label="sent"),
    Row("questionnaires:answers", post={200: "ana"}, args=on_open),
    Row("questionnaires:answers", post={410: "ana"}, args=on_answered, label="sent"),
    Row("questionnaires:uploads", post={422: "ana"}, args=on_open),
    Row("questionnaires:upload", get={200: "ana miriam"}, args=on_upload),
    Row("questionnaires:withdrawal", post={302: "miriam"}, args=on_open),
    Row("questionnaires:asking", get={200: "miriam"}, post={404: "miriam"}, args=on_ana),
    Row("questionnaires:asking", get={200: "miriam"}, post={302: "miriam"}, args=on_ana, data=to_ask, label="right"),
]
