import uuid
from typing import Any

from django.utils import timezone

from opencoach.library import linked
from opencoach.library.actions import collections, mailings, sending, templates, uploads
from opencoach.library.actions.keeping import make_thumbnails
from opencoach.library.models import Mailing
from opencoach.library.queries.mailings import works_of
from opencoach.library.usual import BY_KEY
from opencoach.outbox.models import Delivery
from tests.access.matrix import CLIENTS, COACHES, EVERYBODY, Row, on_ana
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


def several(cast: Cast) -> Mailing:
    """What Miriam wrote to Ana and to Leila, whose work has ended; the mail has gone."""
    works = [one for one in works_of(cast.miriam) if one.pk in {cast.ana_engagement.pk, cast.leila_engagement.pk}]
    words = mailings.Letter("Until soon", "Hello {first name}")
    made = mailings.send_to_several(words, works, by=cast.miriam, once=uuid.uuid4())
    Delivery.objects.filter(kind=mailings.KIND).update(state="sent")
    return made


def on_mailing(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "mailing": several(cast).public_id}


def to_ana(cast: Cast) -> dict[str, Any]:
    return {"do": "send", "subject": "Soon", "text": "Hello", "to": [str(cast.ana_engagement.public_id)]}


SENT = {"do": "send"}
TEXT = {"title": "A title", "body": "Words"}
WORDS = {"title": "Soon", "body": "Hello {first name}"}


def on_link(cast: Cast) -> dict[str, Any]:
    """The link of the mail with which a picture came to Ana."""
    share = making.shared(cast, making.of_file(cast.miriam, making.picture(40, 30), "wheel.jpg"))
    make_thumbnails()
    return {"token": linked.token_of(share, sent=timezone.now())}


def on_taken_back(cast: Cast) -> dict[str, Any]:
    share = making.shared(cast)
    sending.withdraw(share, by=cast.miriam)
    return {"token": linked.token_of(share, sent=timezone.now())}


def on_film(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "material": making.spoken(cast.miriam).public_id, "number": 1}


def on_shared_film(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "share": making.shared(cast, making.spoken(cast.miriam)).public_id}


def on_film_link(cast: Cast) -> dict[str, Any]:
    share = making.shared(cast, making.spoken(cast.miriam))
    return {"token": linked.token_of(share, sent=timezone.now())}


LINK = f"anonymous {EVERYBODY}"  # whoever has the mail
OTHERS = LINK.replace(" ana ", " ")  # she is led to her own page
ROWS = [
    Row("library:mailings", get={200: COACHES}),
    Row("library:mailing_new", get={200: COACHES}, post={200: COACHES}),
    Row("library:mailing_new", get={200: COACHES}, post={302: "miriam", 422: "devi"}, data=to_ana, label="to Ana"),
    Row("library:mailing", get={200: "miriam"}, args=on_mailing),
    Row("library:mailing_withdrawal", post={302: "miriam"}, args=on_mailing),
    Row("library:letter", get={200: "ana"}, args=on_mailing),
    Row("reading:share", get={200: OTHERS, 302: "ana"}, args=on_link, open=True),
    Row("reading:share", get={}, args=lambda _cast: {"token": "made-up"}, open=True, label="made up"),
    Row("reading:share", get={410: LINK}, args=on_taken_back, open=True, label="taken back"),
    Row("reading:file", get={200: LINK}, args=on_link, open=True),
    Row("reading:file", get={410: LINK}, args=on_taken_back, open=True, label="taken back"),
    Row("reading:captions", get={200: LINK}, args=on_film_link, open=True),
    Row("library:version_captions", get={200: "miriam"}, args=on_film),
    Row("library:version_captions", args=on_version, label="none"),
    Row("library:share_captions", get={200: "miriam ana"}, args=on_shared_film),
    Row("reading:thumbnail", get={200: LINK}, args=on_link, open=True),
    *(Row(f"reading:{verb}", post={302: LINK}, args=on_link, open=True) for verb in ("completion", "resumption")),
    Row("reading:completion", post={410: LINK}, args=on_taken_back, open=True, label="taken back"),
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
