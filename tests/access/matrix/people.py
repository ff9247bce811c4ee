from typing import Any

from opencoach.people.models import Pause
from tests.access.matrix import CLIENTS, INSIDERS, STAFF, Row, on_ana
from tests.cast import Cast

PRACTICE = {
    "name": "Okafor Coaching",
    "hue": "sea",
    "zone": "Europe/Berlin",
    "language": "en",
    "specialisations": ["executive"],
    **{f"{kind}-{name}_FORMS": 0 for kind in ("crisis", "referral") for name in ("TOTAL", "INITIAL")},
}
PROFILE = {"display_name": "Somebody", "zone": "Asia/Tokyo", "language": "en"}


def on_tomas(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "engagement": cast.tomas_engagement.public_id}


def on_leila(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "engagement": cast.leila_engagement.public_id}


def on_anas_pause(cast: Cast) -> dict[str, Any]:
    pause = Pause.objects.create(
        engagement=cast.ana_engagement, starts_on="2030-01-01", ends_on="2030-01-07", created_by=cast.miriam.person
    )
    return {**on_ana(cast), "pause": pause.public_id}


def on_anas_sponsor(cast: Cast) -> dict[str, Any]:
    return {**on_ana(cast), "member": cast.ruben.public_id}


def on_ana_herself(cast: Cast) -> dict[str, Any]:
    return {**on_ana(cast), "member": cast.ana.public_id}


def on_devis_membership(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "member": cast.devi.public_id}


def on_anas_membership(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "member": cast.ana.public_id}


def on_astrids_membership(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "member": cast.astrid.public_id}


ROWS = [
    Row("people:clients", get={200: STAFF}),
    Row("people:help", get={200: INSIDERS}),
    Row("people:sharing", get={200: CLIENTS}),
    Row("people:logo", get={}),
    Row("people:practice_settings", get={200: "miriam"}, post={422: "miriam"}),
    Row("people:practice_settings", get={200: "miriam"}, post={302: "miriam"}, data=PRACTICE, label="right"),
    Row("people:logo_upload", post={422: "miriam"}),
    Row("people:logo_removal", post={302: "miriam"}),
    Row("people:people_settings", get={200: STAFF}),
    Row("people:role", post={302: "miriam"}, args=on_devis_membership, data={"role": "owner"}),
    Row("people:role", post={}, args=on_anas_membership, data={"role": "owner"}, label="of a client"),
    Row("people:membership_ending", post={302: "miriam"}, args=on_devis_membership),
    Row("people:membership_ending", post={}, args=on_astrids_membership, label="elsewhere"),
    Row("people:membership_reopening", post={302: "miriam"}, args=on_devis_membership),
    Row("people:profile", get={200: INSIDERS}, post={422: INSIDERS}),
    Row("people:profile", get={200: INSIDERS}, post={302: INSIDERS}, data=PROFILE, label="right"),
    Row("people:pause", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row(
        "people:pause",
        get={200: "devi"},
        post={302: "devi"},
        args=on_tomas,
        data={"starts_on": "2030-01-01"},
        label="Devi",
    ),
    Row("people:pause_withdrawal", post={302: "miriam"}, args=on_anas_pause),
    Row("people:resumption", post={302: "miriam"}, args=on_ana),
    Row("people:ending", get={200: "miriam"}, post={302: "miriam"}, args=on_ana),
    Row("people:reopening", post={302: "miriam"}, args=on_leila),
    Row("people:description", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row("people:sponsors", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row("people:sponsorship", post={302: "miriam"}, args=on_anas_sponsor),
    Row("people:sponsorship_ending", post={302: "miriam"}, args=on_anas_sponsor),
    Row("people:sponsorship_ending", post={}, args=on_ana_herself, label="of no sponsor"),
    Row("people:coaches", get={200: "miriam"}, post={422: "miriam"}, args=on_tomas),
]
