from typing import Any

from opencoach.library.actions import collections, templates, uploads
from opencoach.library.actions.keeping import make_thumbnails
from opencoach.library.usual import BY_KEY
from tests.access.matrix import CLIENTS, COACHES, Row, on_ana
from tests.cast import Cast
from tests.library import making

IN = {"practice": "okafor"}


def on_mine(cast: Cast) -> dict[str, Any]:
    """Miriam's own."""
    return {"practice": "okafor", "material": making.text(cast.miriam).public_id}


def on_shared(cast: Cast) -> dict[str, Any]:
    """Devi's, shared with the practice: an owner may change it too."""
    return {"practice": "okafor", "material": making.text(cast.devi, shared=True).public_id}


def on_file(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "material": making.of_file(cast.miriam).public_id, "number": 1}


def on_picture(cast: Cast) -> dict[str, Any]:
    material = making.of_file(cast.miriam, making.picture(40, 30), "wheel.jpg")
    make_thumbnails()
    return {"practice": "okafor", "material": material.public_id, "number": 1}


def on_version(cast: Cast) -> dict[str, Any]:
    return on_mine(cast) | {"number": 1}


def on_share(cast: Cast) -> dict[str, Any]:
    """What Ana was sent by Miriam."""
    return {"practice": "okafor", "share": making.shared(cast).public_id}


def on_shared_picture(cast: Cast) -> dict[str, Any]:
    material = making.of_file(cast.miriam, making.picture(40, 30), "wheel.jpg")
    make_thumbnails()
    return {"practice": "okafor", "share": making.shared(cast, material).public_id}


def on_shared_version(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "version": making.shared(cast).version.public_id}


def on_collection(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "collection": collections.make("First weeks", by=cast.miriam).public_id}


def on_template(cast: Cast) -> dict[str, Any]:
    made = templates.make("Soon", "Hello {first name}", shared=False, by=cast.miriam)
    return {"practice": "okafor", "template": made.public_id}


def on_usual(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "template": BY_KEY["welcome"].public_id}


def on_upload(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "upload": uploads.begin(cast.miriam, "a.pdf", 10).public_id}


def on_piece(cast: Cast) -> dict[str, Any]:
    return on_upload(cast) | {"number": 0}


SENT = {"do": "send"}
TEXT = {"title": "A title", "body": "Words"}
WORDS = {"title": "Soon", "body": "Hello {first name}"}
ROWS = [
    Row("library:materials", get={200: COACHES}),
    Row("library:new", get={200: COACHES}, post={422: COACHES}, args=lambda _cast: IN | {"kind": "text"}),
    Row(
        "library:new",
        get={200: COACHES},
        post={302: COACHES},
        args=lambda _cast: IN | {"kind": "text"},
        data=TEXT,
        label="right",
    ),
    Row("library:new", args=lambda _cast: IN | {"kind": "file"}, label="no such kind"),
    Row("library:upload", get={200: COACHES}, post={302: COACHES}),
    Row("library:preview", post={200: COACHES}),
    Row("library:material", get={200: "miriam"}, args=on_mine),
    Row("library:material", get={200: COACHES}, args=on_shared, label="shared"),
    Row("library:change", get={200: "miriam"}, post={422: "miriam"}, args=on_mine),
    Row("library:change", get={200: COACHES}, post={302: COACHES}, args=on_shared, data=TEXT, label="shared"),
    Row("library:versions", get={200: "miriam"}, args=on_mine),
    Row("library:version_restoration", post={302: "miriam"}, args=on_version),
    Row("library:version_file", get={200: "miriam"}, args=on_file),
    Row("library:version_file", args=on_version, label="no file"),
    Row("library:version_thumbnail", get={200: "miriam"}, args=on_picture),
    Row("library:archiving", post={302: "miriam"}, args=on_mine),
    Row("library:archiving", post={302: COACHES}, args=on_shared, label="shared"),
    Row("library:restoring", post={302: "miriam"}, args=on_mine),
    Row("library:copying", post={302: "miriam"}, args=on_mine),
    Row("library:copying", post={302: COACHES}, args=on_shared, label="shared"),
    Row("library:recipient", args=on_mine),
    Row(
        "library:recipient",
        get={302: "miriam"},
        args=on_mine,
        label="to Ana",
        data=lambda cast: {"to": str(cast.ana_engagement.public_id)},
    ),
    Row("library:collecting", post={302: "miriam"}, args=on_mine, data={"title": "First weeks"}),
    Row("library:collections", get={200: COACHES}, post={302: COACHES}),
    Row("library:collection", get={200: "miriam"}, post={302: "miriam"}, args=on_collection),
    Row("library:collection_recipient", args=on_collection),
    Row(
        "library:collection_recipient",
        get={302: "miriam"},
        args=on_collection,
        label="to Ana",
        data=lambda cast: {"to": str(cast.ana_engagement.public_id)},
    ),
    Row("library:places", args=on_collection),
    Row("library:collection_archiving", post={302: "miriam"}, args=on_collection),
    Row("library:collection_restoring", post={302: "miriam"}, args=on_collection),
    Row("library:templates", get={200: COACHES}),
    Row("library:template_new", get={200: COACHES}, post={422: COACHES}),
    Row("library:template_new", get={200: COACHES}, post={302: COACHES}, data=WORDS, label="right"),
    Row("library:template", get={200: "miriam"}, post={422: "miriam"}, args=on_template),
    Row("library:template", get={200: COACHES}, post={302: COACHES}, args=on_usual, data=WORDS, label="usual"),
    Row("library:template_archiving", post={302: "miriam"}, args=on_template),
    Row("library:template_archiving", post={302: COACHES}, args=on_usual, label="usual"),
    Row("library:template_restoring", post={302: "miriam"}, args=on_template),
    Row("library:template_restoring", args=on_usual, label="usual"),
    Row("library:uploads", post={422: COACHES}),
    Row("library:uploads", post={201: COACHES}, data={"name": "a", "size": "9"}, label="right"),
    Row("library:standing", get={200: "miriam"}, args=on_upload),
    Row("library:piece", post={422: "miriam"}, args=on_piece),
    Row("library:upload_withdrawal", post={204: "miriam"}, args=on_upload),
    Row("library:sent", get={200: "miriam"}, args=on_ana),
    Row("library:sending", get={200: "miriam"}, post={200: "miriam"}, args=on_ana),
    Row(
        "library:sending", get={200: "miriam"}, post={422: "miriam"}, args=on_ana, data={"do": "send"}, label="nothing"
    ),
    Row("library:withdrawal", post={302: "miriam"}, args=on_share),
    Row("library:giving_back", post={302: "miriam"}, args=on_share),
    Row("library:mine", get={200: CLIENTS}),
    Row("library:share", get={200: "ana miriam"}, args=on_share),
    Row("library:share_file", args=on_share, label="no file"),
    Row("library:share_file", get={200: "ana miriam"}, args=on_shared_picture),
    Row("library:share_thumbnail", get={200: "ana miriam"}, args=on_shared_picture),
    Row("library:completion", post={302: "ana"}, args=on_share),
    Row("library:resumption", post={302: "ana"}, args=on_share),
    Row("library:version", get={302: "ana miriam"}, args=on_shared_version),
]
