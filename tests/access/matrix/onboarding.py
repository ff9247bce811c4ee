from typing import Any

from allauth.usersessions.models import UserSession

from opencoach.onboarding import setup
from opencoach.onboarding.actions.agreement import accept, current, publish
from opencoach.onboarding.actions.invite import NewClient, invite_client, token_of
from opencoach.onboarding.models import Invitation
from tests.access.matrix import COACHES, EVERYBODY, INSIDERS, Row, nothing, on_ana
from tests.cast import Cast

ALL = f"{EVERYBODY} anonymous"


def on_a_new_invitation(cast: Cast) -> Invitation:
    if current(cast.practice) is None:
        publish(cast.practice, "Be kind, {client}.", by=cast.miriam.person)
    found = Invitation.objects.filter(email="nora@example.org").first()
    return found or invite_client(cast.miriam, NewClient("Nora", "nora@example.org", "life"))


def by_token(cast: Cast) -> dict[str, Any]:
    return {"token": token_of(on_a_new_invitation(cast))}


def by_id(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "invitation": on_a_new_invitation(cast).public_id}


def by_setup(cast: Cast) -> dict[str, Any]:
    return {"token": setup.link().strip("/").split("/")[1]}


def on_anas_acceptance(cast: Cast) -> dict[str, Any]:
    agreement = publish(cast.practice, "Be kind, {client}.", by=cast.miriam.person)
    row = accept(agreement, cast.ana_engagement, cast.ana.person, name="Ana")
    return {"practice": "okafor", "acceptance": row.public_id}


def on_version_one(cast: Cast) -> dict[str, Any]:
    publish(cast.practice, "Be kind, {client}.", by=cast.miriam.person)
    return {"practice": "okafor", "version": 1}


def in_lindgren(cast: Cast) -> dict[str, Any]:
    return {"practice": "lindgren"}


def on_a_sign_in_of_miriam(cast: Cast) -> dict[str, Any]:
    row, _made = UserSession.objects.get_or_create(
        user=cast.miriam.person, session_key="k" * 32, defaults={"ip": "192.0.2.1", "user_agent": "Firefox"}
    )
    return {"practice": "okafor", "sign_in": row.pk}


ROWS = [
    Row("onboarding:setup", get={200: ALL}, post={422: ALL}, args=by_setup, open=True),
    Row("onboarding:setup", get={}, post={}, args=lambda cast: {"token": "x"}, open=True, label="made up"),
    Row("onboarding:invitation", get={200: ALL}, args=by_token, open=True),
    Row("onboarding:invitation", get={}, args=lambda cast: {"token": "x"}, open=True, label="made up"),
    Row("onboarding:invitation_acceptance", post={422: ALL}, args=by_token, open=True),
    Row("onboarding:invitation_code", get={302: ALL}, post={302: ALL}, args=by_token, open=True),
    Row("onboarding:invite", get={200: COACHES}, post={422: COACHES}),
    Row("onboarding:import_clients", get={200: COACHES}, post={422: COACHES}),
    Row("onboarding:import_sample", get={200: COACHES}),
    Row("onboarding:invitation_resending", post={302: "miriam"}, args=by_id),
    Row("onboarding:invitation_withdrawal", post={302: "miriam"}, args=by_id),
    Row("onboarding:agreement", get={200: "miriam ana"}, post={302: "miriam ana"}, args=on_ana),
    Row("onboarding:acceptance", get={200: "miriam ana"}, args=on_anas_acceptance),
    Row("onboarding:agreement_settings", get={200: "miriam"}, post={422: "miriam"}),
    Row("onboarding:agreement_version", get={200: "miriam"}, args=on_version_one),
    Row("onboarding:invite_colleague", get={200: "miriam"}, post={422: "miriam"}),
    Row("onboarding:security", get={200: INSIDERS}),
    Row("onboarding:sign_in_ending", post={302: "miriam"}, args=on_a_sign_in_of_miriam),
    Row("onboarding:confirmation", get={200: EVERYBODY}, post={200: EVERYBODY}, args=nothing, foreign=True),
    Row("onboarding:security_home", get={302: EVERYBODY}, args=nothing, foreign=True),
    Row(
        "onboarding:security", get={200: "astrid oskar"}, args=lambda cast: {"practice": "lindgren"}, label="elsewhere"
    ),
]
